package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.Suggestions;
import dev.slipway.build.Timestamps;
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
public final class TocAssert extends Checks<TocAssert, Toc> {
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
  @CanIgnoreReturnValue
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
  @CanIgnoreReturnValue
  public FileAssert<TocAssert> hasEntry(String path) {
    int index = there().find(ImagePath.of(path));
    if (index < 0 || !there().isEntry(index)) {
      String why = index < 0 ? "" : there().isWhiteout(index) ? ", which it removes" : ", which it only implies by what is below";
      throw failed("Expected " + subject() + " to have an entry\n  " + path + why
          + Suggestions.sentence(Suggestions.similar(ImagePath.of(path).toString(), paths())) + "\n" + lines("there is", paths()));
    }
    return alike(new FileAssert<>(new TreeEntry(there().entry(index), Optional.empty()), path, view, this));
  }

  /** Expects no entry of its own at a path. */
  @CanIgnoreReturnValue
  public TocAssert hasNoEntry(String path) {
    int index = there().find(ImagePath.of(path));
    if (index >= 0 && there().isEntry(index)) {
      throw failed(
          "Expected " + subject() + " to have no entry\n  " + path + "\nbut there is " + FileView.kind(there().entry(index)) + ":\n  "
              + FileView.line(there().entry(index)));
    }
    return this;
  }

  /** Expects that the layer removes what lower ones have at a path. */
  @CanIgnoreReturnValue
  public TocAssert whitesOut(String path) {
    return member("whiteout", ImagePath.of(path).toString(), there().whiteouts().stream().map(ImagePath::toString).toList());
  }

  /** Expects that the layer hides what lower ones have below a directory. */
  @CanIgnoreReturnValue
  public TocAssert isOpaque(String directory) {
    return member("opaque directory", ImagePath.of(directory).toString(),
        there().opaqueDirectories().stream().map(ImagePath::toString).toList());
  }

  /** Expects that the layer removes nothing: neither whiteouts nor opaque directories. */
  @CanIgnoreReturnValue
  public TocAssert hasNoWhiteouts() {
    List<String> removed = Stream.concat(there().whiteouts().stream(), there().opaqueDirectories().stream())
        .map(ImagePath::toString).toList();
    if (!removed.isEmpty()) {
      throw failed("Expected " + subject() + " to remove nothing\n" + lines("it removes", removed));
    }
    return this;
  }

  /** Expects no modification time after 1970-01-01T00:00:01Z, as builds make it that are told nothing else. */
  @CanIgnoreReturnValue
  public TocAssert isReproducible() {
    return hasNoEntriesNewerThan(Timestamps.REPRODUCIBLE.latest().orElseThrow());
  }

  /** Expects no modification time after an instant. */
  @CanIgnoreReturnValue
  public TocAssert hasNoEntriesNewerThan(Instant latest) {
    List<String> newer = there().entries().filter(entry -> time(entry).isAfter(latest)).map(entry -> time(entry) + "  " + entry.path())
        .toList();
    if (!newer.isEmpty()) {
      throw failed("Expected nothing in " + subject() + " that is newer than " + latest + "\n" + lines("newer", newer));
    }
    return this;
  }

  private List<String> paths() {
    return there().entries().map(entry -> entry.path().toString()).toList();
  }

  private static Instant time(Entry entry) {
    return Instant.ofEpochSecond(entry.mtimeSeconds(), entry.mtimeNanos());
  }
}
