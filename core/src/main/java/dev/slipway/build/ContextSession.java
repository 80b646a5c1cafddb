package dev.slipway.build;

import com.google.common.collect.ImmutableSet;
import dev.slipway.ContextException;
import dev.slipway.ErrorCode;
import dev.slipway.context.ContentDigests;
import dev.slipway.context.ContentHasher;
import dev.slipway.context.ContextDirectory;
import dev.slipway.context.ContextEntry;
import dev.slipway.context.ContextEntry.Kind;
import dev.slipway.context.ContextReader;
import dev.slipway.context.ContextTree;
import dev.slipway.context.Ignore;
import dev.slipway.context.ScanOptions;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * One context directory during one build: listed once, hashed through its index, and read as it was listed. Safe for use
 * by several threads.
 */
final class ContextSession implements SourceTree, AutoCloseable {
  private static final int MAX_IGNORE_BYTES = 1 << 20;

  private final ContextDirectory directory;
  private final ContentHasher hasher;
  private final Ignore ignore;
  private final EntryRules rules;
  private final ImmutableSet<ImagePath> roots;
  /** Never replaced, so that what one step learnt of a file's bytes is there for the next one. */
  private final List<Listing> listings = new ArrayList<>();
  private final Object hashing = new Object();

  /** What was listed below some paths, and what is known of its bytes. */
  private record Listing(ImmutableSet<ImagePath> roots, ContextTree tree, ContentDigests digests, OptionalLong moment) {
    /** Whether all below the path is listed. */
    boolean covers(ImagePath path) {
      return roots.stream().anyMatch(path::startsWith);
    }

    /** Whether the path itself is listed if it is there: the directories on the way to the roots are too. */
    boolean shows(ImagePath path) {
      return covers(path) || roots.stream().anyMatch(root -> root.startsWith(path));
    }
  }

  /**
   * Opens a directory.
   *
   * @param roots the paths that the build is known to copy; others are listed when they turn out to be needed
   */
  ContextSession(Path path, Optional<IgnoreFile> ignoreFile, Path indexes, BuildOptions options, ImmutableSet<ImagePath> roots) {
    this.directory = ContextDirectory.open(path);
    this.rules = new EntryRules(options.modes(), options.timestamps());
    this.roots = roots;
    try {
      IgnoreFile file = ignoreFile.orElseGet(this::readIgnoreFile);
      this.ignore = ignore(file);
      this.hasher = directory.hasher(indexes, options.hashing());
    } catch (RuntimeException | Error failure) {
      directory.close();
      throw failure;
    }
  }

  private IgnoreFile readIgnoreFile() {
    ImagePath path = ImagePath.ROOT.child(IgnoreFile.NAME);
    Optional<ContextEntry> entry = directory.scan(ScanOptions.everything().below(path)).find(path);
    if (entry.isEmpty()) {
      return IgnoreFile.empty();
    }
    if (entry.get().kind() != Kind.FILE || entry.get().size() > MAX_IGNORE_BYTES) {
      throw new ContextException(ErrorCode.CONTEXT_UNREADABLE, "'" + IgnoreFile.NAME + "' in the build context '" + directory.root()
          + "' is not a regular file of at most " + MAX_IGNORE_BYTES + " bytes; put the patterns themselves there");
    }
    byte[] bytes = new byte[(int) entry.get().size()];
    try (ContextReader reader = directory.reader()) {
      int length = reader.read(entry.get(), bytes);
      return IgnoreFile.parse(IgnoreFile.NAME, new String(bytes, 0, length, StandardCharsets.UTF_8));
    }
  }

  private static Ignore ignore(IgnoreFile file) {
    return new Ignore() {
      @Override
      public boolean ignores(ImagePath path, boolean isDirectory) {
        return file.ignores(path);
      }

      @Override
      public boolean descends(ImagePath ignoredDirectory) {
        return file.mayReincludeBelow(ignoredDirectory);
      }
    };
  }

  @Override
  public String description() {
    return "the build context '" + directory.root() + "'";
  }

  @Override
  public Optional<SourceNode> find(ImagePath path) {
    Listing current = showing(path);
    OptionalInt index = current.tree().indexOf(path);
    if (index.isEmpty()) {
      current.tree().requireReadable(path);
      return Optional.empty();
    }
    return Optional.of(node(current, index.getAsInt()));
  }

  @Override
  public List<String> names(ImagePath path) {
    ContextTree tree = covering(path).tree();
    List<String> names = new ArrayList<>();
    OptionalInt start = tree.indexOf(path);
    if (start.isPresent() && tree.kind(start.getAsInt()) == Kind.DIRECTORY) {
      int end = tree.endOf(start.getAsInt());
      for (int i = start.getAsInt() + 1; i < end; i = tree.endOf(i)) {
        names.add(tree.path(i).name());
      }
    }
    return names;
  }

  @Override
  public void below(ImagePath path, Consumer<SourceNode> each) {
    Listing current = covering(path);
    current.tree().requireReadable(path);
    OptionalInt start = current.tree().indexOf(path);
    if (start.isPresent()) {
      int end = current.tree().endOf(start.getAsInt());
      for (int i = start.getAsInt() + 1; i < end; i++) {
        // as Docker does, sockets and pipes that happen to lie in a directory are passed over
        if (current.tree().kind(i) != Kind.SOCKET && current.tree().kind(i) != Kind.FIFO) {
          each.accept(node(current, i));
        }
      }
    }
  }

  /** How many bytes of the files at or below some paths would have to be read to know their digests. */
  long unknownBytes(Iterable<ImagePath> paths) {
    long bytes = 0;
    for (ImagePath path : paths) {
      Listing current = covering(path);
      BitSet wanted = wanted(current, path);
      for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
        bytes += current.digests().has(i) ? 0 : 1 + current.tree().length(i);
      }
    }
    return bytes;
  }

  /** Finds the digests of all files at or below some paths. One caller at a time, so that no file is read by two. */
  void hash(Iterable<ImagePath> paths) {
    for (ImagePath path : paths) {
      Listing current = covering(path);
      current.tree().requireReadable(path);
      BitSet wanted = wanted(current, path);
      synchronized (hashing) {
        hasher.hashAll(current.tree(), current.digests(), wanted::get);
      }
    }
  }

  /** A digest of everything at or below a path, all of it hashed before: equal as long as nothing there changes. */
  Digest fingerprint(ImagePath path) {
    Listing current = covering(path);
    current.tree().requireReadable(path);
    int from = current.tree().indexOf(path).orElseThrow();
    return current.tree().fingerprint(from, current.tree().endOf(from), current.digests());
  }

  /** Notes a digest that was found while the listed file was read for another purpose. */
  void learn(Content.OnDisk content, Digest digest) {
    Listing found = listingOf(content.tree());
    hasher.learn(found.tree(), found.digests(), content.number(), digest, found.moment());
  }

  /** A reader of listed files for one thread. */
  ContextReader reader() {
    return directory.reader();
  }

  /** Keeps the index for the next build. */
  @Override
  public void close() {
    try {
      hasher.close();
    } finally {
      directory.close();
    }
  }

  private static BitSet wanted(Listing current, ImagePath path) {
    BitSet wanted = new BitSet(current.tree().size());
    current.tree().indexOf(path).ifPresent(start -> wanted.set(start, current.tree().endOf(start)));
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      if (current.tree().kind(i) != Kind.FILE) {
        wanted.clear(i);
      }
    }
    return wanted;
  }

  /** A listing of all below a path. */
  private Listing covering(ImagePath path) {
    return listing(path, Listing::covers);
  }

  /** A listing that tells what lies at a path. */
  private Listing showing(ImagePath path) {
    return listing(path, Listing::shows);
  }

  private synchronized Listing listing(ImagePath path, BiPredicate<Listing, ImagePath> suffices) {
    if (listings.isEmpty()) {
      listings.add(list(roots));
    }
    Optional<Listing> known = listings.stream().filter(listing -> suffices.test(listing, path)).findFirst();
    if (known.isEmpty()) {
      listings.add(list(ImmutableSet.of(path)));
    }
    return known.orElseGet(() -> listings.get(listings.size() - 1));
  }

  private synchronized Listing listingOf(ContextTree tree) {
    return listings.stream().filter(listing -> listing.tree().equals(tree)).findFirst().orElseThrow();
  }

  private Listing list(ImmutableSet<ImagePath> below) {
    ContextTree tree = directory.scan(ScanOptions.everything().ignoring(ignore).below(below));
    return new Listing(below, tree, hasher.known(tree), hasher.moment(tree));
  }

  private SourceNode node(Listing current, int index) {
    ContextEntry file = current.tree().entry(index);
    boolean known = file.kind() == Kind.FILE && current.digests().has(index);
    Entry entry = rules.entry(file, known ? Optional.of(current.digests().of(index)) : Optional.empty());
    if (file.kind() != Kind.FILE) {
      return new SourceNode(entry, Content.None.INSTANCE, entry.path());
    }
    Object identity = file.hasHardLinks() ? new FileIdentity(file.device(), file.inode()) : entry.path();
    return new SourceNode(entry, new Content.OnDisk(this, current.tree(), index), identity);
  }

  /** Which file a name is one of. */
  private record FileIdentity(long device, long inode) {}
}
