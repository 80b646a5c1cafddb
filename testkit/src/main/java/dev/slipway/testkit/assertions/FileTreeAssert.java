package dev.slipway.testkit.assertions;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.Suggestions;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.TreeEntry;
import dev.slipway.store.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Assertions on the files of an image. Paths are absolute; symbolic links are followed inside the tree, as a process in
 * the container would see them.
 *
 * <p>Sizes, modes, owners and digests are known without reading a file; to look into files, say where their bytes are
 * with {@link #readingFrom(Store)}.
 */
public final class FileTreeAssert extends Checks<FileTreeAssert, FileTree> {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Optional<FileView.Bytes> bytes;
  private final String subject;

  FileTreeAssert(FileTree actual) {
    this(actual, Optional.empty(), "the tree");
  }

  FileTreeAssert(FileTree actual, Optional<FileView.Bytes> bytes, String subject) {
    super(actual, FileTreeAssert.class);
    this.bytes = bytes;
    this.subject = subject;
  }

  @Override
  String subject() {
    return subject;
  }

  /** The same assertions, with files' bytes read from the store in which the tree's layers are. */
  public FileTreeAssert readingFrom(Store store) {
    return alike(new FileTreeAssert(there(), Optional.of(entry -> FileTree.open(store, entry)), subject));
  }

  /** Expects a regular file at a path, links followed, and goes on with that file. */
  @CanIgnoreReturnValue
  public FileAssert<FileTreeAssert> hasFile(String path) {
    return file(path, this);
  }

  /** Expects a directory at a path, links followed, and goes on with it. */
  @CanIgnoreReturnValue
  public FileAssert<FileTreeAssert> hasDirectory(String path) {
    return directory(path, this);
  }

  /** Expects that the path itself is a symbolic link, wherever it leads, and goes on with it. */
  @CanIgnoreReturnValue
  public FileAssert<FileTreeAssert> hasSymlink(String path) {
    return symlink(path, this);
  }

  /**
   * Expects a regular file that somebody may execute, and goes on with it.
   *
   * @param program a path, or a name that is looked for in {@value #DEFAULT_PATH}
   */
  @CanIgnoreReturnValue
  public FileAssert<FileTreeAssert> hasExecutable(String program) {
    return executable(program, DEFAULT_PATH, this);
  }

  /** Expects that there is nothing at a path, not even a link that leads nowhere. */
  @CanIgnoreReturnValue
  public FileTreeAssert hasNoFile(String path) {
    Optional<TreeEntry> found = view().at(ImagePath.of(path));
    if (found.isPresent()) {
      throw failed("Expected " + subject() + " to have nothing at\n  " + path + "\nbut there is " + FileView.kind(found.get().entry())
          + ":\n  " + FileView.line(found.get().entry()));
    }
    return this;
  }

  /** Expects that a path leads to something when all links are followed. */
  @CanIgnoreReturnValue
  public FileTreeAssert resolves(String path) {
    ImagePath place = ImagePath.of(path);
    if (there().resolve(place).isEmpty()) {
      ImagePath end = there().resolvePath(place);
      throw failed("Expected that\n  " + path + "\nleads to something in " + subject()
          + (end.equals(place) ? ", but there is nothing" : ", but it leads to '" + end + "', where nothing is") + view().nearby(end));
    }
    return this;
  }

  /** Expects that a path leads to another one when all links are followed, and that something is there. */
  @CanIgnoreReturnValue
  public FileTreeAssert resolves(String path, String target) {
    resolves(path);
    return equal("the end of '" + path + "'", ImagePath.of(target), there().resolvePath(ImagePath.of(path)));
  }

  /**
   * Expects files, links or devices that fit a pattern.
   *
   * @param pattern as in {@code .dockerignore}: {@code *} and {@code ?} within a name, {@code **} across directories; what a
   *     directory holds fits if the directory does
   */
  @CanIgnoreReturnValue
  public FileTreeAssert hasFilesMatching(String pattern) {
    if (view().matching(pattern).isEmpty()) {
      throw failed("Expected files in " + subject() + " that match\n  " + pattern + "\nbut there are none"
          + view().holding(ImagePath.of(beforeWildcards(pattern))));
    }
    return this;
  }

  /**
   * Expects that no file, link or device fits a pattern.
   *
   * @param pattern as for {@link #hasFilesMatching}
   */
  @CanIgnoreReturnValue
  public FileTreeAssert hasNoFilesMatching(String pattern) {
    return none("Expected no file in " + subject() + " that matches\n  " + pattern, view().matching(pattern));
  }

  /** Expects no file that runs as somebody else than who starts it: neither the set-user nor the set-group bit. */
  @CanIgnoreReturnValue
  public FileTreeAssert hasNoSetuidFiles() {
    return none("Expected no file in " + subject() + " with the set-user or set-group bit (clear them with mode(\"0755\") or chmod a-s)",
        view().all(entry -> isRegular(entry) && (entry.mode() & 06000) != 0));
  }

  /** Expects no file, link or device that everybody may write to; directories with the sticky bit are fine. */
  @CanIgnoreReturnValue
  public FileTreeAssert hasNoWorldWritableFiles() {
    return none("Expected nothing in " + subject() + " that everybody may write to",
        view().all(entry -> entry.type() != EntryType.SYMLINK && (entry.mode() & 02) != 0
            && (entry.type() != EntryType.DIRECTORY || (entry.mode() & 01000) == 0)));
  }

  /** Expects no modification time after an instant, such as that of the commit from which the image was built. */
  @CanIgnoreReturnValue
  public FileTreeAssert hasNoFilesNewerThan(Instant latest) {
    return none("Expected nothing in " + subject() + " that is newer than " + latest,
        view().all(entry -> Instant.ofEpochSecond(entry.mtimeSeconds(), entry.mtimeNanos()).isAfter(latest)));
  }

  <P> FileAssert<P> file(String path, P origin) {
    return found(path, origin, there().resolve(ImagePath.of(path)), "file", FileTreeAssert::isRegular);
  }

  <P> FileAssert<P> directory(String path, P origin) {
    return found(path, origin, there().resolve(ImagePath.of(path)), "directory", entry -> entry.type() == EntryType.DIRECTORY);
  }

  <P> FileAssert<P> symlink(String path, P origin) {
    return found(path, origin, view().at(ImagePath.of(path)), "symbolic link", entry -> entry.type() == EntryType.SYMLINK);
  }

  <P> FileAssert<P> executable(String program, String searchPath, P origin) {
    if (program.indexOf('/') >= 0) {
      return file(program, origin).isExecutable();
    }
    ImmutableList<String> places = Splitter.on(':').omitEmptyStrings().splitToStream(searchPath).map(place -> place + "/" + program)
        .collect(ImmutableList.toImmutableList());
    for (String place : places) {
      Optional<TreeEntry> entry = there().resolve(ImagePath.of(place));
      if (entry.filter(found -> found.isFile() && (found.entry().mode() & 0111) != 0).isPresent()) {
        return file(place, origin);
      }
    }
    String elsewhere = Suggestions.sentence(view().all(entry -> isRegular(entry) && entry.path().name().equals(program)).stream()
        .map(entry -> entry.path().toString()).toList());
    throw failed("Expected a program '" + program + "' in " + subject() + ", but there is none that may be executed" + elsewhere + "\n"
        + lines("looked for", places));
  }

  private <P> FileAssert<P> found(String path, P origin, Optional<TreeEntry> entry, String kind,
      Predicate<Entry> fits) {
    String expected = "Expected " + subject() + " to have a " + kind + "\n  " + path + "\nbut ";
    if (entry.isEmpty()) {
      ImagePath end = there().resolvePath(ImagePath.of(path));
      throw failed(
          expected + (view().at(ImagePath.of(path)).isPresent() ? "it leads to '" + end + "', where nothing is" : "there is nothing")
              + view().nearby(end));
    }
    if (!fits.test(entry.get().entry())) {
      throw failed(expected + "there is " + FileView.kind(entry.get().entry()) + ":\n  " + FileView.line(entry.get().entry()));
    }
    return alike(new FileAssert<>(entry.get(), path, view(), origin));
  }

  private FileTreeAssert none(String expectation, ImmutableList<Entry> found) {
    if (!found.isEmpty()) {
      throw failed(expectation + "\n" + lines("but there is", found.stream().map(FileView::lineWithPath).toList()));
    }
    return this;
  }

  private FileView view() {
    return new FileView(there(), bytes);
  }

  private static boolean isRegular(Entry entry) {
    return entry.type() == EntryType.FILE || entry.type() == EntryType.HARD_LINK;
  }

  private static String beforeWildcards(String pattern) {
    int wildcard = CharMatcher.anyOf("*?[").indexIn(pattern);
    return wildcard < 0 ? pattern : pattern.substring(0, pattern.lastIndexOf('/', wildcard) + 1);
  }
}
