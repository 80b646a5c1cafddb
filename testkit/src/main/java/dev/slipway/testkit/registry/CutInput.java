package dev.slipway.testkit.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that breaks off after some bytes, unless it is over by then. */
final class CutInput extends FilterInputStream {
  private long left;

  /** Says that the break was asked for. */
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;

    Cut() {
      super("the connection was cut on purpose");
    }
  }

  CutInput(InputStream in, long after) {
    super(in);
    left = after;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      if (in.read() < 0) {
        return -1;
      }
      throw new Cut();
    }
    int n = in.read(bytes, from, (int) Math.min(length, left));
    left -= Math.max(0, n);
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
