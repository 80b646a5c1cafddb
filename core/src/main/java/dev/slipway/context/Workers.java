package dev.slipway.context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A few threads that run one job together; the caller is one of them. The first failure stops all. */
final class Workers {
  static final int MAXIMUM = 64;

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** As many threads as serve: file work gains nothing beyond two, and a build has other steps to run. */
  static int usual() {
    return Math.min(2, Runtime.getRuntime().availableProcessors());
  }

  /** Whether some thread failed, so that the others should end. */
  boolean stopped() {
    return failure.get() != null;
  }

  /** Runs a job on several threads at once and returns when all have ended; throws what the first failing one threw, or {@code CANCELLED}. */
  void run(int threads, Runnable job) {
    // looked at here because the helpers may otherwise have done everything before this thread looks
    if (Thread.currentThread().isInterrupted()) {
      throw ContextFailures.interrupted();
    }
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      Thread helper = new Thread(() -> attempt(job), "slipway-context-" + i);
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
    attempt(job);
    join(helpers);
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  private void attempt(Runnable job) {
    try {
      job.run();
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  /** Waits without giving up: a helper left behind would use descriptors that the caller closes. */
  private static void join(List<Thread> helpers) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
