package dev.slipway.build;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A stream from the network that is closed, and so fails, when it delivers nothing for a time. */
final class StallGuard extends FilterInputStream {
  private final Duration longest;
  private volatile long lastProgress = System.nanoTime();
  private volatile boolean stalled;
  private volatile boolean closed;

  StallGuard(InputStream in, Duration longest) {
    super(in);
    this.longest = longest;
    watch();
  }

  private void watch() {
    Executor later = CompletableFuture.delayedExecutor(longest.toNanos() / 4 + 1, TimeUnit.NANOSECONDS);
    later.execute(() -> {
      if (closed) {
        return;
      }
      if (System.nanoTime() - lastProgress < longest.toNanos()) {
        watch();
        return;
      }
      stalled = true;
      try {
        in.close();
      } catch (IOException ignored) {
        // the reader is told what matters
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
    Cancellation.check();
    try {
      int count = super.read(bytes, offset, length);
      lastProgress = System.nanoTime();
      if (!stalled) {
        return count;
      }
    } catch (IOException failure) {
      if (!stalled) {
        throw failure;
      }
    }
    throw new IOException("the server sent nothing for " + longest.toSeconds() + " s");
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }
}
