package dev.slipway.layer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * What a command changed, read from the upper directory of the overlay that it ran on, as a layer.
 *
 * <p>The layer has what is not as it was: files by their bytes, everything by type, mode, owner, attributes, target or device
 * numbers, and by its time where that is not clamped. Times of directories do not count. Directories that are as they were
 * are listed where something below them is, because Docker's storage gives unlisted ones the mode 0755. The root is listed only
 * where it changed. Equal changes on equal trees give equal layers.
 */
public final class OverlayChanges {
  /**
   * The result.
   *
   * @param layer the layer, in the store; empty if nothing changed
   * @param exact whether the upper directory, once times newer than {@code latest} in it are set to {@code latest}, shows the
   *     same on the same tree as the layer unpacked by {@link OverlayLayer}, times of directories apart. On another tree it may not:
   *     directories in it are opaque where nothing had to be hidden
   * @param late what has times newer than {@code latest}
   */
  public record Changed(Optional<Layer> layer, boolean exact, ImmutableList<ImagePath> late) {}

  /** One for each entry that a table can hold, and one for its extended records. */
  private static final int MAX_HEADERS = 2 * Toc.MAX_ENTRIES;

  private OverlayChanges() {}

  /**
   * Reads the tar to its end, in one pass.
   *
   * @param tar as GNU tar makes it inside the upper directory with
   *     {@code --format=pax --sort=name --numeric-owner --xattrs --xattrs-include='*' -c .}; not closed
   * @param below the tree that the command ran on; its layers are in the store
   * @param form in which the overlay was mounted
   * @param stubs paths that were made only so that something could be mounted there; left out, with the directories made for
   *     them, if the tree did not have them and they are empty
   * @param latest newer times are set to this one
   * @param ownersKept whether owners in the tar are those that the command set; otherwise what existed keeps its owner, and
   *     what is new belongs to root
   * @param lease protects the layer
   * @throws dev.slipway.ArchiveException if the tar is not such a one, or has something that a layer cannot express: a name that
   *     starts with {@code .wh.}, or a directory that the overlay only moved
   * @throws IOException never for the tar itself, whose failures come as {@link dev.slipway.ArchiveException}
   */
  public static Changed read(InputStream tar, FileTree below, OverlayForm form, ImmutableSet<ImagePath> stubs, Optional<Instant> latest,
      boolean ownersKept, Store store, Lease lease) throws IOException {
    try (ChangeWriter changes = new ChangeWriter(below, form, stubs, latest, ownersKept, store, lease)) {
      UpperReader reader = new UpperReader(form, changes, latest);
      StrictTarReader.read(tar, MAX_HEADERS, Long.MAX_VALUE, (bytes, offset, length) -> {}, reader);
      return changes.finish(reader.late());
    }
  }
}
