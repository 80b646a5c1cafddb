package dev.slipway.layer;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the bytes of one file come from, read once from start to end. {@code channel::read} of a channel is one.
 */
@FunctionalInterface
public interface ContentSource {
  /**
   * Puts bytes into the buffer, which is backed by an array.
   *
   * @return how many, or −1 after the last
   */
  int read(ByteBuffer target) throws IOException;
}
