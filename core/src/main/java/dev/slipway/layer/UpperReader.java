package dev.slipway.layer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the entries in the tar of an overlay's upper directory mean (Linux, "Overlay Filesystem").
 *
 * <p>A removed path is a character device 0:0; later ones are often hard links of one. In directories marked with {@code x} it
 * may also be an empty file with an attribute.
 */
final class UpperReader implements StrictTarReader.Visitor {
  private final OverlayForm form;
  private final ChangeWriter changes;
  private final String opaque;
  private final String whiteout;
  private final Set<ImagePath> removed = new HashSet<>();
  private final Set<ImagePath> withMarkedFiles = new HashSet<>();
  private final Optional<Instant> latest;
  private final ImmutableList.Builder<ImagePath> late = ImmutableList.builder();
  private @Nullable ImagePath last;

  UpperReader(OverlayForm form, ChangeWriter changes, Optional<Instant> latest) {
    this.form = form;
    this.changes = changes;
    this.latest = latest;
    this.opaque = form.prefix() + "opaque";
    this.whiteout = form.prefix() + "whiteout";
  }

  @Override
  public void entry(Entry found, StrictTarReader reader) {
    ImagePath path = found.path();
    requireOrder(path, reader);
    noteTime(found);
    if (EntryNames.isMarker(path)) {
      throw reader.failure(ErrorCode.ENTRY_REFUSED,
          "names starting with '.wh.' mean removed files in a layer, so that no file can be called so: let the command give it another name");
    }
    Entry entry = found.xattrs().isEmpty() ? found : decoded(found);
    if (entry.type() == EntryType.HARD_LINK) {
      link(entry, reader);
    } else if (isRemoval(entry, reader)) {
      removed.add(path);
      changes.whiteout(path);
    } else if (entry.type() == EntryType.DIRECTORY) {
      directory(entry, reader);
    } else {
      requireWhole(entry, reader);
      changes.file(entry, reader);
    }
  }

  private void noteTime(Entry found) {
    boolean counts = found.type() != EntryType.HARD_LINK && !found.isRemovalMark();
    if (counts && latest.isPresent() && Instant.ofEpochSecond(found.mtimeSeconds(), found.mtimeNanos()).isAfter(latest.get())) {
      late.add(found.path());
    }
  }

  /** What is newer than it may be: of several names of a file the first one. */
  ImmutableList<ImagePath> late() {
    return late.build();
  }

  private void requireOrder(ImagePath path, StrictTarReader reader) {
    ImagePath before = last;
    last = path;
    if (before == null ? !path.isRoot() : path.compareTo(before) <= 0) {
      throw reader.malformed(before == null
          ? "the tar of a directory begins with './'"
          : "it comes after '" + before + "', but the entries must be sorted by name");
    }
    if (before != null && !changes.isOpen(path.parent().orElse(ImagePath.ROOT))) {
      throw reader.malformed("it does not come after the directory that it is in");
    }
  }

  private void link(Entry link, StrictTarReader reader) {
    ImagePath target = ImagePath.of(link.linkTarget());
    if (removed.contains(target)) {
      changes.whiteout(link.path());
    } else if (!changes.hardLink(link.path(), target)) {
      throw reader.malformed("it is a hard link to '" + target + "', which does not come before it");
    }
  }

  private boolean isRemoval(Entry entry, StrictTarReader reader) {
    if (entry.isRemovalMark()) {
      if (entry.type() == EntryType.BLOCK_DEVICE) {
        throw reader.failure(ErrorCode.ENTRY_REFUSED, "there is no block device 0:0");
      }
      return true;
    }
    return entry.type() == EntryType.FILE && entry.size() == 0 && entry.xattrs().containsKey(whiteout)
        && withMarkedFiles.contains(entry.path().parent().orElse(ImagePath.ROOT));
  }

  private void directory(Entry entry, StrictTarReader reader) {
    requireWhole(entry, reader);
    XattrValue mark = entry.xattrs().get(opaque);
    String text = mark == null ? "" : ImagePath.textOfBytes(mark.toBytes());
    if (text.equals("x")) {
      withMarkedFiles.add(entry.path());
    }
    changes.directory(entry, text.equals("y"));
  }

  /** A layer has no way to say that something is elsewhere. */
  private void requireWhole(Entry entry, StrictTarReader reader) {
    for (String mark : entry.xattrs().keySet()) {
      if (mark.equals(form.prefix() + "redirect") || mark.equals(form.prefix() + "metacopy")) {
        throw reader.failure(ErrorCode.ENTRY_REFUSED, "its attribute '" + mark
            + "' says that its content is elsewhere: mount the overlay with redirect_dir=off and metacopy=off");
      }
    }
  }

  private static Entry decoded(Entry entry) {
    ImmutableSortedMap.Builder<String, XattrValue> xattrs = ImmutableSortedMap.naturalOrder();
    entry.xattrs().forEach((key, value) -> xattrs.put(GnuNames.decoded(key), value));
    return entry.withXattrs(xattrs.buildOrThrow());
  }
}
