package dev.slipway.build;

import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;

/**
 * A file, directory or link that may be copied.
 *
 * @param entry what it is; its path is the one in its source, and a file's digest may still be missing
 * @param content where its bytes are
 * @param file equal for all names of one file; the node's own path where it has only one name
 */
record SourceNode(Entry entry, Content content, Object file) {
  boolean isDirectory() {
    return entry.type() == EntryType.DIRECTORY;
  }

  /** Whether no other node can be the same file. */
  boolean hasOneName() {
    return file instanceof ImagePath;
  }

  SourceNode withEntry(Entry newEntry) {
    return new SourceNode(newEntry, content, file);
  }
}
