package dev.slipway.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What comes before a mark: the tar that a script writes to a pipe, which is followed by a text that nobody could know in advance,
 * a space, and in three digits and a line feed how the tar ended. Nothing follows those until they are answered.
 */
final class MarkedInput extends InputStream {
  private static final int BUFFER = 1 << 16;
  /** Three digits and a line feed. */
  private static final int STATUS = 4;

  private final InputStream source;
  private final byte[] mark;
  private final int held;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private boolean ended;

  MarkedInput(InputStream source, String mark) {
    this.source = source;
    this.mark = (mark + " ").getBytes(StandardCharsets.US_ASCII);
    this.held = this.mark.length + STATUS;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (to - from <= held && !ended) {
      fill();
    }
    int count = Math.min(length, to - from - held);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(buffer, from, bytes, offset, count);
    from += count;
    return count;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    int count = source.read(buffer, to, buffer.length - to);
    to += Math.max(count, 0);
    ended = count < 0 || isMarked();
  }

  private boolean isMarked() {
    int start = to - held;
    return start >= from && buffer[to - 1] == '\n' && Arrays.equals(buffer, start, start + mark.length, mark, 0, mark.length);
  }

  /**
   * Reads what nobody has read, and says how the tar ended.
   *
   * @throws IOException if the mark never came
   */
  int status() throws IOException {
    while (!ended) {
      from = Math.max(from, to - held);
      fill();
    }
    if (!isMarked()) {
      throw new IOException("its end is missing");
    }
    return Integer.parseInt(new String(buffer, to - STATUS, STATUS - 1, StandardCharsets.US_ASCII));
  }
}
