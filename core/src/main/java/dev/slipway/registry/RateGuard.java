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
  /** How often somebody looks within a window whether a read still waits. */
  private static final int LOOKS = 3;

  private final Runnable end;
  private final Duration window;
  private final Executor later;
  private long waited;
  private long received;
  /** When the present wait began; 0 while nobody waits. */
  private volatile long waitingSince;
  private volatile boolean stalled;
  private volatile boolean closed;
  private boolean watched;

  /** Guards a body; the second argument ends a read that waits, from another thread. */
  RateGuard(InputStream in, Runnable end) {
    this(in, end, WINDOW);
  }

  RateGuard(InputStream in, Runnable end, Duration window) {
    super(in);
    this.end = end;
    this.window = window;
    this.later = CompletableFuture.delayedExecutor(window.toMillis() / LOOKS, TimeUnit.MILLISECONDS);
  }

  private void watch() {
    later.execute(() -> {
      long since = waitingSince;
      if (since != 0 && System.nanoTime() - since > window.toNanos()) {
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
    if (waited > window.toNanos()) {
      if (received < RATE * window.toMillis() / 1000 && count >= 0) {
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
