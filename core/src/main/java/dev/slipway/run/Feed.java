package dev.slipway.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a process prints, read by a thread of its own, so that whoever waits for it can be interrupted (reading a pipe cannot).
 * Holds a few blocks at most; once discarded, the rest is read and thrown away, so that the process is never kept waiting.
 */
final class Feed extends InputStream {
  private static final int BLOCK = 1 << 16;
  private static final int BLOCKS = 4;
  private static final long LONG_TIME = TimeUnit.DAYS.toNanos(365);
  private static final byte[] END = new byte[0];

  private final InputStream source;
  private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(BLOCKS);
  private volatile boolean discarded;
  private byte[] current = new byte[0];
  private int position;
  private boolean ended;

  Feed(InputStream source, Executor threads) {
    this.source = source;
    threads.execute(this::pump);
  }

  private void pump() {
    try (source) {
      byte[] buffer = new byte[BLOCK];
      for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
        pass(Arrays.copyOf(buffer, count));
      }
    } catch (IOException gone) {
      // the process was killed and its pipe closed: the same as its end
    } finally {
      pass(END);
    }
  }

  private void pass(byte[] block) {
    boolean taken = false;
    while (!taken && !discarded) {
      try {
        taken = blocks.offer(block, 100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException nobodyDoesThat) {
        discarded = true;
      }
    }
  }

  /** Reads no more of it. */
  void discard() {
    discarded = true;
    blocks.clear();
  }

  /**
   * One line without its end, or what there is of it before the end of everything.
   *
   * @param nanos how long to wait for each block of it
   */
  String line(long nanos) throws InterruptedIOException, TimeoutException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (fill(nanos)) {
      byte next = current[position++];
      if (next == '\n') {
        break;
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private boolean fill(long nanos) throws InterruptedIOException, TimeoutException {
    if (position < current.length) {
      return true;
    }
    if (ended) {
      return false;
    }
    try {
      byte[] next = blocks.poll(nanos, TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new TimeoutException();
      }
      current = next;
      position = 0;
      ended = next.length == 0;
      return !ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a command's files were read");
    }
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
    try {
      if (!fill(LONG_TIME)) {
        return -1;
      }
    } catch (TimeoutException cannotBe) {
      throw new IOException(cannotBe);
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, bytes, offset, count);
    position += count;
    return count;
  }
}
