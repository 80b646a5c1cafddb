package dev.slipway.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A stream that reports how far it was read: at the start, every {@value #STEP} bytes and at the end. */
class CountedInput extends FilterInputStream {
  private static final long STEP = 1 << 20;

  private final LongConsumer report;
  private long count;
  private long next = STEP;

  CountedInput(InputStream in, LongConsumer report) {
    super(in);
    this.report = report;
    report.accept(0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    count += Math.max(0, read);
    if (count >= next) {
      next = count + STEP;
      report.accept(count);
    }
    return read;
  }

  long count() {
    return count;
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] skipped = new byte[(int) Math.min(Math.max(wanted, 0), 1 << 13)];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
