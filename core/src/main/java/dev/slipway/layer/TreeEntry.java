package dev.slipway.layer;

import dev.slipway.image.Digest;
import java.util.Optional;

/**
 * An entry as it is seen in a tree of stacked layers.
 *
 * @param entry what it is. Directories that are only implied have mode 0755, owner root and the time 0. A hard link
 *     stays one, with size, digest and offset of its file
 * @param blob the layer's tar that holds the bytes of a file or hard link, at {@link Entry#offset()}; empty for others
 */
public record TreeEntry(Entry entry, Optional<Digest> blob) {
  /** Whether it is a regular file, under whichever of its names. */
  public boolean isFile() {
    return entry.type() == EntryType.FILE || entry.type() == EntryType.HARD_LINK;
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return entry.type() == EntryType.DIRECTORY;
  }
}
