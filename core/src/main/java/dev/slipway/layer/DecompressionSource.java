package dev.slipway.layer;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Compressed bytes on their way in: buffered, counted, open to a look ahead; and failures to read them marked, so that
 * they are not taken for malformed content.
 */
final class DecompressionSource extends InputStream {
  /** A failure of the stream underneath, not of what it contains. */
  static final class Failure extends IOException {
    private static final long serialVersionUID = 1L;

    final IOException original;

    Failure(IOException original) {
      super(original);
      this.original = original;
    }
  }

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long count;

  DecompressionSource(InputStream in) {
    this.in = in;
  }

  /** The first bytes, without consuming them; fewer where there are no more. */
  byte[] peek(int length) throws IOException {
    limit = ByteStreams.read(in, buffer, 0, length);
    count = limit;
    return Arrays.copyOf(buffer, limit);
  }

  /** How many bytes wait in {@link #buffer} from {@link #position} on, after reading some if there are none; 0 at the end. */
  int fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = 0;
      try {
        limit = Math.max(0, in.read(buffer));
      } catch (IOException e) {
        throw new Failure(e);
      }
      count += limit;
    }
    return limit - position;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  void advance(int length) {
    position += length;
  }

  /** How many bytes were read from underneath. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    return fill() == 0 ? -1 : buffer[position++] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int size = Math.min(fill(), length);
    if (size == 0) {
      return -1;
    }
    System.arraycopy(buffer, position, bytes, offset, size);
    position += size;
    return size;
  }

  @Override
  public int available() {
    return limit - position;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
