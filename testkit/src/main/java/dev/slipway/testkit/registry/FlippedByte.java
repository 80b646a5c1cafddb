package dev.slipway.testkit.registry;

import com.google.common.base.Optional;
import com.google.common.io.ByteSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of which one is another one: all its bits are turned. */
final class FlippedByte extends ByteSource {
  private final ByteSource source;
  private final long offset;

  FlippedByte(ByteSource source, long offset) {
    this.source = source;
    this.offset = offset;
  }

  @Override
  public Optional<Long> sizeIfKnown() {
    return source.sizeIfKnown();
  }

  @Override
  public InputStream openStream() throws IOException {
    return new Flipping(source.openStream(), offset);
  }

  private static final class Flipping extends FilterInputStream {
    private long left;

    Flipping(InputStream in, long offset) {
      super(in);
      left = offset;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int n = in.read(bytes, from, length);
      if (left >= 0 && left < n) {
        bytes[from + (int) left] ^= (byte) 0xff;
      }
      left -= Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(count);
      left -= skipped;
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
