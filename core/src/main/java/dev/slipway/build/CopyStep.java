package dev.slipway.build;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.build.Placement.Owner;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ModeChange;
import dev.slipway.image.Structure;
import dev.slipway.image.UserSpec;
import dev.slipway.layer.Entry;
import dev.slipway.layer.LayerToc;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A COPY, or an ADD whose sources are no archives: selected files and texts, placed into the image. */
final class CopyStep implements Step {
  /** Changes whenever listings of the same files become others. */
  private static final String LISTING_FORMAT = "listing 2";

  private final StageRun stage;
  private final Target target;
  private final List<Part> parts;
  private final String source;
  private final ImmutableMap<String, String> arguments;

  /** Something that is placed: selected files, an archive that is unpacked, or a text. */
  sealed interface Part permits Files, Archive, Single {}

  /** Files of a tree. */
  static final class Files implements Part {
    private final Supplier<Selection> selection;
    private final boolean keepsParents;
    private final boolean inContext;
    private final String description;
    private final Optional<Object> identity;
    private final Optional<Entry> top;

    private Files(Supplier<Selection> selection, boolean keepsParents, boolean inContext, String description, Optional<Object> identity,
        Optional<Entry> top) {
      this.selection = selection;
      this.keepsParents = keepsParents;
      this.inContext = inContext;
      this.description = description;
      this.identity = identity;
      this.top = top;
    }

    /** Files that have been found already. */
    static Files of(Selection selection) {
      return of(selection, Optional.empty());
    }

    /** The contents of one directory, for a destination that gets the mode and owner which that directory has. */
    static Files withTop(Selection selection, Entry top) {
      return of(selection, Optional.of(top));
    }

    private static Files of(Selection selection, Optional<Entry> top) {
      return new Files(() -> selection, selection.keepsParents(), selection.tree() instanceof ContextSession,
          selection.tree().description(), Optional.empty(), top);
    }

    /**
     * Files of layers, looked for when somebody asks.
     *
     * @param identity the layers and what is looked for in them: equal for equal files
     */
    static Files ofLayers(String description, boolean keepsParents, Object identity, Supplier<Selection> selection) {
      return new Files(Suppliers.memoize(selection::get), keepsParents, false, description, Optional.of(identity), Optional.empty());
    }

    Selection selection() {
      return selection.get();
    }
  }

  /** The files of an archive. */
  record Archive(String name, Digest digest, Supplier<SourceTree> tree) implements Part {}

  /** One file that lies in no tree: a text of the instruction, or what an address delivered. */
  record Single(String name, Entry entry, Content content) implements Part {
    static Single text(String name, String content, EntryRules rules) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      Entry entry = Entry.file(ImagePath.ROOT.child(name)).withContent(bytes.length, Optional.of(Digest.sha256(bytes)));
      return new Single(name, rules.made(entry), new Content.InMemory(bytes));
    }

    String attributes() {
      return Integer.toOctalString(entry.mode()) + " " + entry.mtimeSeconds() + "." + entry.mtimeNanos();
    }
  }

  /** Where and how files arrive. What is unpacked is not listed, so the rule for its times is told here. */
  record Target(ImagePath destination, boolean intoDirectory, Optional<UserSpec> owner, Optional<ModeChange> mode, boolean link,
      Entry made, Timestamps timestamps) {
    ImmutableMap<String, Object> structure() {
      return ImmutableMap.of("destination", destination, "intoDirectory", intoDirectory, "owner", owner.map(UserSpec::toString), "mode",
          mode, "link", link,
          "time", made.mtimeSeconds() + "." + made.mtimeNanos(), "latest", timestamps.latest().map(Instant::toString));
    }
  }

  CopyStep(StageRun stage, Target target, List<Part> parts, String source, ImmutableMap<String, String> arguments) {
    this.stage = stage;
    this.target = target;
    this.parts = ImmutableList.copyOf(parts);
    this.source = source;
    this.arguments = arguments;
  }

  @Override
  public String operation() {
    ImmutableList.Builder<String> kinds = ImmutableList.builder();
    for (Part part : parts) {
      kinds.add(switch (part) {
        case Files files when files.top.isPresent() -> "files in " + Integer.toOctalString(files.top.get().mode()) + " "
            + files.top.get().uid() + ":" + files.top.get().gid();
        case Files files -> files.keepsParents ? "files with parents" : "files";
        case Archive archive -> "archive";
        case Single single -> "single";
      });
    }
    return Structure.json(ImmutableMap.of("copy", target.structure(), "parts", kinds.build()));
  }

  @Override
  public ImmutableMap<String, String> arguments() {
    return arguments;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String scene() {
    return Structure.json(parts.stream().map(part -> part instanceof Files files ? files.description : "").toList());
  }

  @Override
  public boolean isCheaperDoneThanKnown() {
    return parts.stream().anyMatch(part -> part instanceof Files files && files.inContext
        && files.selection().tree() instanceof ContextSession context
        && context.unknownBytes(files.selection().paths()) > 0);
  }

  @Override
  public Optional<SourceListing> listing() {
    for (Part part : parts) {
      if (part instanceof Files files && files.inContext && files.selection().tree() instanceof ContextSession context) {
        context.hash(files.selection().paths());
      }
    }
    Optional<Digest> fingerprint = fingerprint();
    Optional<Digest> known = fingerprint.flatMap(stage.cache()::listing);
    if (known.isPresent()) {
      return known.map(digest -> SourceListing.known(digest, this::text));
    }
    SourceListing listing = SourceListing.of(text());
    fingerprint.ifPresent(print -> stage.cache().putListing(print, listing.digest()));
    return Optional.of(listing);
  }

  /** A digest of all that the listing is made of, found without making it; empty where it would not be much cheaper. */
  private Optional<Digest> fingerprint() {
    ImmutableList.Builder<Object> prints = ImmutableList.<Object>builder().add(LISTING_FORMAT, stage.rules());
    for (Part part : parts) {
      Optional<Object> print = part instanceof Files files ? fingerprint(files) : Optional.empty();
      if (print.isEmpty()) {
        return Optional.empty();
      }
      prints.add(print.get());
    }
    return Optional.of(Structure.digest(prints.build()));
  }

  private static Optional<Object> fingerprint(Files files) {
    if (files.identity.isPresent() || !files.inContext) {
      return files.identity;
    }
    Selection selection = files.selection();
    return selection.isPlain() && selection.tree() instanceof ContextSession context
        ? Optional.of(selection.tops().stream()
            .map(top -> ImmutableList.of(top.name(), top.path(), top.node().isDirectory(), context.fingerprint(top.path()))).toList())
        : Optional.empty();
  }

  private byte[] text() {
    Listings listing = new Listings();
    for (Part part : parts) {
      switch (part) {
        case Files files -> listing.add(files.selection());
        case Archive archive -> listing.add(archive.name(), archive.digest(), "");
        case Single single -> listing.add(single.name(), single.entry().content().orElseThrow(), single.attributes());
      }
    }
    return listing.toBytes();
  }

  @Override
  public boolean finds(Facts facts) {
    return facts.holdOn(draft(), this::owner);
  }

  @Override
  public Made make(Optional<LayerToc> earlier) {
    LayerDraft draft = draft();
    Optional<Owner> owner = owner();
    Placement placement = new Placement(draft, target.destination(), target.intoDirectory(), owner, target.mode(), target.made());
    int ordinal = 0;
    for (Part part : parts) {
      switch (part) {
        case Files files -> {
          placement.place(files.selection(), ordinal);
          files.top.ifPresent(placement::placeTop);
        }
        case Archive archive -> placement.unpack(archive.tree().get(), ordinal);
        case Single single -> placement.place(single, ordinal);
      }
      ordinal += 1_000_000;
    }
    draft.listParents(target.made());
    return new Made(stage.assemble(draft, earlier), draft.facts(owner));
  }

  private LayerDraft draft() {
    return target.link() ? LayerDraft.onNothing() : stage.draft();
  }

  private Optional<Owner> owner() {
    return target.owner().map(spec -> target.link() ? Owners.onNothing().number(spec) : stage.owners().number(spec));
  }
}
