package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.build.CopyStep.Part;
import dev.slipway.build.CopyStep.Single;
import dev.slipway.build.CopyStep.Target;
import dev.slipway.dockerfile.HeredocWords;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Digest;
import dev.slipway.image.Heredoc;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ModeChange;
import dev.slipway.image.UserSpec;
import dev.slipway.image.Word;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes steps of COPY and ADD: variables replaced, sources found, nothing read yet. */
final class CopyPlanner {
  private final BuildRun build;
  private final StageRun stage;
  private final StageState state;

  CopyPlanner(BuildRun build, StageRun stage, StageState state) {
    this.build = build;
    this.stage = stage;
    this.state = state;
  }

  Step copy(Copy copy) {
    Origin origin = build.origin(copy.from(), stage.platform());
    List<Word> words = words(copy.destination(), copy.options());
    List<Part> parts = new ArrayList<>();
    for (Copy.Source source : textsLast(copy.sources(), Copy.Text.class)) {
      switch (source) {
        case Copy.Path path -> {
          words.add(path.path());
          parts.add(files(copy, path.path(), origin));
        }
        case Copy.Text text -> parts.add(text(text.text(), words));
      }
    }
    String source = copy.sources().stream().allMatch(Copy.Text.class::isInstance)
        ? "text"
        : origin.name();
    return new CopyStep(stage, target(copy.destination(), copy.options(), parts.size()), parts, source, stage.used(words));
  }

  /** What layers hold is known by their chain, so that nothing of them is read as long as nothing changes. */
  private Part files(Copy copy, Word path, Origin origin) {
    Supplier<Selection> selection = () -> select(origin.tree().get(), path, copy.options(), copy.parents());
    if (origin.layers().isEmpty()) {
      return CopyStep.Files.of(selection.get());
    }
    List<String> excludes = copy.options().excludes().stream().map(word -> Settings.expand(word, state)).toList();
    ImmutableList<Object> identity = ImmutableList.of(origin.layers().get().chain(), Settings.expand(path, state), excludes,
        copy.parents());
    return CopyStep.Files.ofLayers(origin.name(), copy.parents(), identity, selection);
  }

  Step add(Add add) {
    Origin context = build.origin(Optional.empty(), stage.platform());
    List<Word> words = words(add.destination(), add.options());
    add.checksum().ifPresent(words::add);
    List<Part> parts = new ArrayList<>();
    for (Add.Source source : textsLast(add.sources(), Add.Text.class)) {
      switch (source) {
        case Add.Path path -> {
          words.add(path.path());
          if (Add.Address.isAddress(Settings.expand(path.path(), state))) {
            parts.add(fetched(add, path.path()));
          } else {
            Selection selection = select(context.tree().get(), path.path(), add.options(), false);
            selection.tops().forEach(top -> parts.add(local(selection, top, add.unpack().orElse(true))));
          }
        }
        case Add.Text text -> parts.add(text(text.text(), words));
        case Add.Address address -> {
          words.add(address.url());
          parts.add(fetched(add, address.url()));
        }
      }
    }
    String source = switch (add.sources().get(0)) {
      case Add.Path path -> "context";
      case Add.Text text -> "text";
      case Add.Address address -> "download";
    };
    return new CopyStep(stage, target(add.destination(), add.options(), add.sources().size()), parts, source, stage.used(words));
  }

  /** As in BuildKit, texts in place come behind all other sources. */
  private static <T> ImmutableList<T> textsLast(List<T> sources, Class<? extends T> text) {
    return Stream.concat(sources.stream().filter(source -> !text.isInstance(source)), sources.stream().filter(text::isInstance))
        .collect(ImmutableList.toImmutableList());
  }

  private Part fetched(Add add, Word url) {
    Optional<Digest> checksum = add.checksum().map(word -> Settings.expand(word, state)).filter(text -> !text.isEmpty()).map(Digest::parse);
    Single fetched = build.downloads().fetch(Settings.expand(url, state), checksum, build.rules());
    return add.unpack().orElse(false) ? archive(fetched) : fetched;
  }

  private Part archive(Single fetched) {
    Digest digest = fetched.entry().content().orElseThrow();
    Archives archives = build.archives();
    return archives.isArchive(digest) ? new CopyStep.Archive(fetched.name(), digest, () -> archives.unpacked(digest)) : fetched;
  }

  /** An archive is recognised by its content, whatever it is called. */
  private Part local(Selection selection, Selection.Top top, boolean unpack) {
    SourceNode node = top.node();
    boolean candidate = unpack && node.entry().type() == EntryType.FILE && !selection.isExcluded(top);
    if (candidate && node.content() instanceof Content.OnDisk file && build.archives().isArchive(file)) {
      file.context().hash(ImmutableList.of(top.path()));
      Digest digest = file.context().find(top.path()).flatMap(found -> found.entry().content()).orElseThrow();
      return new CopyStep.Archive(top.name(), digest, () -> build.archives().unpacked(file, digest));
    }
    return CopyStep.Files.of(selection.only(top));
  }

  private Selection select(SourceTree tree, Word path, CopyOptions options, boolean parents) {
    List<String> excludes = options.excludes().stream().map(word -> Settings.expand(word, state)).toList();
    return Selection.of(tree, Settings.expand(path, state), excludes, parents);
  }

  private Single text(Heredoc text, List<Word> words) {
    Word content = HeredocWords.of(text);
    words.add(content);
    return Single.text(text.name(), Settings.expand(content, state), build.rules());
  }

  private Target target(Word destination, CopyOptions options, int sources) {
    String text = Settings.expand(destination, state);
    boolean directory = text.isEmpty() || text.endsWith("/") || text.equals(".") || text.endsWith("/.") || text.equals("..") || text.endsWith("/..");
    if (sources > 1 && !directory) {
      throw new BuildException(ErrorCode.INVALID_VALUE, "several sources need a directory, and '" + text + "' does not end with a slash");
    }
    ImagePath path = Settings.workingDirectory(state).resolve(text);
    Optional<UserSpec> owner = options.owner().map(word -> Settings.expand(word, state)).filter(name -> !name.isEmpty()).map(UserSpec::parse);
    Optional<ModeChange> mode = options.mode().map(word -> Settings.expand(word, state)).filter(bits -> !bits.isEmpty()).map(ModeChange::parse);
    return new Target(path, directory, owner, mode, options.link(), build.rules().made(Entry.directory(path)),
        build.options().timestamps());
  }

  private static List<Word> words(Word destination, CopyOptions options) {
    List<Word> words = new ArrayList<>(List.of(destination));
    options.owner().ifPresent(words::add);
    options.mode().ifPresent(words::add);
    words.addAll(options.excludes());
    return words;
  }
}
