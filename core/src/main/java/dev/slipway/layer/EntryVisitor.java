package dev.slipway.layer;

import dev.slipway.image.ImagePath;

/** What a reader of a tar tells about each entry, in the order of the archive. */
interface EntryVisitor {
  /** An entry; of a file with size, digest and offset of its bytes, which were read already. */
  void entry(Entry entry);

  /** A marker that removes what lower layers have at a path. */
  void whiteout(ImagePath path);

  /** A marker that hides what lower layers have below a directory. */
  void opaque(ImagePath directory);
}
