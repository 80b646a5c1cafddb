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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
  private ImmutableSet<ImagePath> roots;
  private @Nullable Listing listing;

  /** What was listed, and what is known of its bytes. */
  private record Listing(ContextTree tree, ContentDigests digests, OptionalLong moment) {}

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

  Path root() {
    return directory.root();
  }

  @Override
  public Optional<SourceNode> find(ImagePath path) {
    Listing current = listing(path);
    OptionalInt index = current.tree().indexOf(path);
    return index.isEmpty() ? Optional.empty() : Optional.of(node(current, index.getAsInt()));
  }

  @Override
  public List<String> names(ImagePath path) {
    ContextTree tree = listing(path).tree();
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
    Listing current = listing(path);
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
      Listing current = listing(path);
      BitSet wanted = wanted(current, path);
      for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
        bytes += current.digests().has(i) ? 0 : 1 + current.tree().length(i);
      }
    }
    return bytes;
  }

  /** Finds the digests of all files at or below some paths. */
  void hash(Iterable<ImagePath> paths) {
    for (ImagePath path : paths) {
      Listing current = listing(path);
      current.tree().requireReadable(path);
      BitSet wanted = wanted(current, path);
      hasher.hashAll(current.tree(), current.digests(), wanted::get);
    }
  }

  /** Notes a digest that was found while the listed file was read for another purpose. */
  void learn(Content.OnDisk content, Digest digest) {
    Listing current = listing(content.file().path());
    int number = content.number();
    if (number >= current.tree().size() || !current.tree().entry(number).equals(content.file())) {
      // listed again since, with more files before this one
      number = current.tree().indexOf(content.file().path()).orElse(0);
    }
    if (current.tree().entry(number).equals(content.file())) {
      hasher.learn(current.tree(), current.digests(), number, digest, current.moment());
    }
  }

  /** A reader of listed files for one thread. */
  ContextReader reader() {
    return directory.reader();
  }

  /** Keeps the index for the next build. */
  void save() {
    hasher.save();
  }

  @Override
  public void close() {
    hasher.close();
    directory.close();
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

  private synchronized Listing listing(ImagePath path) {
    Listing current = listing;
    boolean covered = roots.stream().anyMatch(path::startsWith);
    if (current == null || !covered) {
      if (!covered) {
        roots = ImmutableSet.<ImagePath>builder().addAll(roots).add(path).build();
      }
      ContextTree tree = directory.scan(ScanOptions.everything().ignoring(ignore).below(roots));
      current = new Listing(tree, hasher.known(tree), hasher.moment(tree));
      listing = current;
    }
    return current;
  }

  private SourceNode node(Listing current, int index) {
    ContextEntry file = current.tree().entry(index);
    boolean known = file.kind() == Kind.FILE && current.digests().has(index);
    Entry entry = rules.entry(file, known ? Optional.of(current.digests().of(index)) : Optional.empty());
    if (file.kind() != Kind.FILE) {
      return new SourceNode(entry, Content.None.INSTANCE, entry.path());
    }
    Object identity = file.hasHardLinks() ? new FileIdentity(file.device(), file.inode()) : entry.path();
    return new SourceNode(entry, new Content.OnDisk(this, file, index), identity);
  }

  /** Which file a name is one of. */
  private record FileIdentity(long device, long inode) {}
}
