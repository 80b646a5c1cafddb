package dev.slipway.layer;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A tar's bytes through one buffer, counted, bounded, and passed on to whoever keeps them. */
final class TarInput {
  /** Receives every byte that is read, once and in order. */
  @FunctionalInterface
  interface Tee {
    void accept(byte[] bytes, int offset, int length);
  }

  private final InputStream in;
  private final Tee tee;
  private final long maxBytes;
  final byte[] buffer = new byte[1 << 18];
  private int position;
  private int limit;
  private long filled;

  TarInput(InputStream in, long maxBytes, Tee tee) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.tee = tee;
  }

  /** How many bytes were consumed. */
  long consumed() {
    return filled - (limit - position);
  }

  /** Where in the buffer the next byte is. */
  int position() {
    return position;
  }

  void skip(int count) {
    position += count;
  }

  /** Makes up to {@code wanted} bytes available; fewer only at the end of the stream. */
  int require(int wanted) {
    if (limit - position < wanted) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
      while (limit < wanted && fill()) {
        // until enough is there
      }
    }
    return Math.min(wanted, limit - position);
  }

  /** How many bytes are available without another block being put together, at least one unless the stream ended. */
  int some() {
    if (position == limit) {
      position = 0;
      limit = 0;
      while (limit == 0 && fill()) {
        // a stream may give nothing at times
      }
    }
    return limit - position;
  }

  /**
   * Puts up to {@code most} bytes into a buffer backed by an array: how many, 0 only at the end of the stream. Where much is
   * wanted and nothing was read ahead, the bytes come without a stop in this object's buffer.
   */
  int read(ByteBuffer target, long most) {
    int wanted = (int) Math.min(target.remaining(), most);
    int count;
    if (position == limit && wanted >= buffer.length / 4) {
      position = 0;
      limit = 0;
      do {
        count = fill(target.array(), target.arrayOffset() + target.position(), wanted);
      } while (count == 0);
      count = Math.max(0, count);
    } else {
      count = Math.min(some(), wanted);
      System.arraycopy(buffer, position, target.array(), target.arrayOffset() + target.position(), count);
      position += count;
    }
    target.position(target.position() + count);
    return count;
  }

  private boolean fill() {
    int count = fill(buffer, limit, buffer.length - limit);
    limit += Math.max(0, count);
    return count >= 0;
  }

  /** Reads some bytes; −1 at the end of the stream. */
  private int fill(byte[] target, int offset, int length) {
    try {
      int count = in.read(target, offset, length);
      if (count > 0) {
        filled += count;
        if (filled > maxBytes) {
          throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED, "archive has more than " + maxBytes
              + " bytes: raise the limit of the policy if it is to be trusted");
        }
        tee.accept(target, offset, count);
      }
      return count;
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "archive cannot be read after " + filled + " bytes: " + e.getMessage(), e);
    }
  }
}
