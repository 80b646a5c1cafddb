package dev.slipway.context;

import java.nio.ByteBuffer;

/** Takes the bytes of a file, piece by piece and in order. */
@FunctionalInterface
public interface ByteSink {
  /** One piece of at most 256 KiB; the buffer is direct, and used again after this call. */
  void accept(ByteBuffer piece);
}
