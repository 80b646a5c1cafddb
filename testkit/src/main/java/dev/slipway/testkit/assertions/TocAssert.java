package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Toc;
import dev.slipway.layer.TreeEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Assertions on the table of contents of one layer: what the layer itself brings, replaces and removes. */
@CanIgnoreReturnValue
public final class TocAssert extends Checks<TocAssert, Toc> {
  /** The time that builds give to files which are newer, unless told otherwise. */
  private static final Instant REPRODUCIBLE = Instant.ofEpochSecond(1);

  private final FileView view;

  TocAssert(Toc actual) {
    super(actual, TocAssert.class);
    // an entry of a layer is looked at by itself: what lies below is not known
    this.view = new FileView(FileTree.empty(), Optional.empty());
  }

  @Override
  String subject() {
    return "the layer";
  }

  /** Expects exactly these entries, in this order; directories that are only implied and whiteouts do not count. */
  public TocAssert hasExactlyEntries(String... paths) {
    List<String> expected = Arrays.stream(paths).map(path -> ImagePath.of(path).toString()).toList();
    List<String> found = paths();
    if (!found.equals(expected)) {
      throw failureWithActualExpected(found, expected, "%s",
          "Expected " + subject() + " to have other entries\n" + lines("expected", expected) + "\n" + lines("there is", found));
    }
    return this;
  }

  /** Expects an entry at a path, and goes on with it. */
  public FileAssert<TocAssert> hasEntry(String path) {
    int index = actual.find(ImagePath.of(path));
    if (index < 0 || !actual.isEntry(index)) {
      String why = index < 0 ? "" : actual.isWhiteout(index) ? ", which it removes" : ", which it only implies by what is below";
      throw failed("Expected " + subject() + " to have an entry\n  " + path + why
          + Suggestions.sentence(Suggestions.similar(ImagePath.of(path).toString(), paths())) + "\n" + lines("there is", paths()));
    }
    return alike(new FileAssert<>(new TreeEntry(actual.entry(index), Optional.empty()), path, view, this));
  }

  /** Expects no entry of its own at a path. */
  public TocAssert hasNoEntry(String path) {
    int index = actual.find(ImagePath.of(path));
    if (index >= 0 && actual.isEntry(index)) {
      throw failed(
          "Expected " + subject() + " to have no entry\n  " + path + "\nbut there is " + FileView.kind(actual.entry(index)) + ":\n  "
              + FileView.line(actual.entry(index)));
    }
    return this;
  }

  /** Expects that the layer removes what lower ones have at a path. */
  public TocAssert whitesOut(String path) {
    return member("whiteout", ImagePath.of(path).toString(), actual.whiteouts().stream().map(ImagePath::toString).toList());
  }

  /** Expects that the layer hides what lower ones have below a directory. */
  public TocAssert isOpaque(String directory) {
    return member("opaque directory", ImagePath.of(directory).toString(),
        actual.opaqueDirectories().stream().map(ImagePath::toString).toList());
  }

  /** Expects that the layer removes nothing: neither whiteouts nor opaque directories. */
  public TocAssert hasNoWhiteouts() {
    List<String> removed = Stream.concat(actual.whiteouts().stream(), actual.opaqueDirectories().stream())
        .map(ImagePath::toString).toList();
    if (!removed.isEmpty()) {
      throw failed("Expected " + subject() + " to remove nothing\n" + lines("it removes", removed));
    }
    return this;
  }

  /** Expects no modification time after 1970-01-01T00:00:01Z, as builds make it that are told nothing else. */
  public TocAssert isReproducible() {
    return hasNoEntriesNewerThan(REPRODUCIBLE);
  }

  /** Expects no modification time after an instant. */
  public TocAssert hasNoEntriesNewerThan(Instant latest) {
    List<String> newer = actual.entries().filter(entry -> time(entry).isAfter(latest)).map(entry -> time(entry) + "  " + entry.path())
        .toList();
    if (!newer.isEmpty()) {
      throw failed("Expected nothing in " + subject() + " that is newer than " + latest + "\n" + lines("newer", newer));
    }
    return this;
  }

  private List<String> paths() {
    return actual.entries().map(entry -> entry.path().toString()).toList();
  }

  private static Instant time(Entry entry) {
    return Instant.ofEpochSecond(entry.mtimeSeconds(), entry.mtimeNanos());
  }
}
