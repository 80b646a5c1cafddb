package dev.slipway.build;

import dev.slipway.context.ContextEntry;
import dev.slipway.image.Digest;

/** Where the bytes of a file that goes into a layer come from. */
sealed interface Content permits Content.None, Content.OnDisk, Content.InLayer, Content.InMemory {
  /** Nowhere: the entry is no file. */
  enum None implements Content {
    INSTANCE
  }

  /** A file of a build context, with the number that it had in its listing. */
  record OnDisk(ContextSession context, ContextEntry file, int number) implements Content {}

  /** A range of a layer's tar in the store. */
  record InLayer(Digest tar, long offset) implements Content {}

  /** Bytes that stood in the instruction. */
  final class InMemory implements Content {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }
}
