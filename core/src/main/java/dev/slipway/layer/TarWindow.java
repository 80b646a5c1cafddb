package dev.slipway.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of other layers' tars. Small files that are taken over mostly lie one after the other there, so that one
 * read serves many of them. For one thread.
 */
final class TarWindow {
  private static final int SIZE = 1 << 18;

  private @Nullable FileChannel tar;
  private @Nullable ByteBuffer bytes;
  private long start;

  /** Fills a part of a buffer from a position; how many bytes that are, or −1 at the end of the tar. */
  int read(FileChannel from, long position, ByteBuffer into) throws IOException {
    if (into.remaining() >= SIZE) {
      return from.read(into, position);
    }
    ByteBuffer window = window(from, position);
    int offset = (int) (position - start);
    int count = Math.min(window.limit() - offset, into.remaining());
    if (count <= 0) {
      return -1;
    }
    into.put(into.position(), window, offset, count);
    into.position(into.position() + count);
    return count;
  }

  @SuppressWarnings("ReferenceEquality") // a channel is the same only as itself
  private ByteBuffer window(FileChannel from, long position) throws IOException {
    ByteBuffer window = bytes;
    if (window == null) {
      window = ByteBuffer.allocateDirect(SIZE).limit(0);
      bytes = window;
    }
    if (tar != from || position < start || position >= start + window.limit()) {
      // nothing is known until the read has succeeded
      tar = null;
      window.clear();
      int count = from.read(window, position);
      window.position(0).limit(Math.max(0, count));
      start = position;
      tar = from;
    }
    return window;
  }
}
