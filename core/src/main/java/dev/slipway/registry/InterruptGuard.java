package dev.slipway.registry;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Ends blocking reads and writes of sockets, which do not heed interrupts, when the thread that waits is interrupted. */
final class InterruptGuard {
  private static final Executor LATER = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  private final Thread thread;
  private final Runnable end;
  private volatile boolean done;

  private InterruptGuard(Thread thread, Runnable end) {
    this.thread = thread;
    this.end = end;
  }

  /** Something that blocks. */
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T guarding(Runnable end, Work<T> work) throws IOException {
    InterruptGuard guard = new InterruptGuard(Thread.currentThread(), end);
    guard.watch();
    try {
      return work.run();
    } finally {
      guard.done = true;
    }
  }

  private void watch() {
    LATER.execute(() -> {
      if (!done && thread.isInterrupted()) {
        end.run();
      } else if (!done) {
        watch();
      }
    });
  }
}
