package dev.slipway.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A body that fails when whoever reads it has to wait too long for too little: less than 1 KiB for each second, over 30
 * seconds of waiting. The time that the reader takes for itself does not count.
 */
final class RateGuard extends FilterInputStream {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final long RATE = 1 << 10;
  private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS);

  private final Runnable end;
  private long waited;
  private long received;
  /** When the present wait began; 0 while nobody waits. */
  private volatile long waitingSince;
  private volatile boolean stalled;
  private volatile boolean closed;
  private boolean watched;

  /** Guards a body; the second argument ends a read that waits, from another thread. */
  RateGuard(InputStream in, Runnable end) {
    super(in);
    this.end = end;
  }

  private void watch() {
    LATER.execute(() -> {
      long since = waitingSince;
      if (since != 0 && System.nanoTime() - since > WINDOW.toNanos()) {
        stalled = true;
        end.run();
      } else if (!closed) {
        watch();
      }
    });
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (!watched) {
      watched = true;
      watch();
    }
    long start = System.nanoTime();
    waitingSince = start;
    try {
      int count = in.read(bytes, offset, length);
      if (!stalled) {
        account(System.nanoTime() - start, count);
        return count;
      }
    } catch (IOException failure) {
      if (!stalled) {
        throw failure;
      }
    } finally {
      waitingSince = 0;
    }
    throw new IOException("the server sends less than " + RATE + " bytes a second");
  }

  private void account(long nanos, int count) throws IOException {
    waited += nanos;
    received += Math.max(count, 0);
    if (waited > WINDOW.toNanos()) {
      if (received < RATE * WINDOW.toSeconds() && count >= 0) {
        throw new IOException("the server sends less than " + RATE + " bytes a second");
      }
      waited = 0;
      received = 0;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }
}
