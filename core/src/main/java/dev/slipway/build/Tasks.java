package dev.slipway.build;

import static com.google.common.base.MoreObjects.firstNonNull;

import com.google.common.base.Throwables;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The work of one build: each piece done once, independent ones at the same time, and all ended by the first failure. */
final class Tasks {
  private final Semaphore slots;
  private final ExecutorService threads;
  private final Set<CompletableFuture<?>> begun = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

  /** Work of which so much at once may need the machine. */
  Tasks(int parallelism) {
    this.slots = new Semaphore(parallelism);
    this.threads = Executors.newCachedThreadPool(task -> {
      Thread thread = new Thread(task, "slipway-build");
      thread.setDaemon(true);
      return thread;
    });
  }

  /** The result of some work, which begins now unless it has begun before. */
  <K, V> CompletableFuture<V> once(Map<K, CompletableFuture<V>> known, K key, Supplier<V> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> others = known.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    begun.add(mine);
    try {
      threads.execute(() -> {
        try {
          mine.complete(work.get());
        } catch (Throwable failure) {
          stop(failure);
        }
      });
    } catch (RejectedExecutionException stopped) {
      Throwable cancelled = new BuildException(ErrorCode.CANCELLED, "the build was stopped", stopped);
      mine.completeExceptionally(firstNonNull(firstFailure.get(), cancelled));
    }
    return mine;
  }

  /** The first failure ends everything: whoever waits gets it, and what runs is interrupted. */
  void stop(Throwable failure) {
    if (firstFailure.compareAndSet(null, failure)) {
      var unused = threads.shutdownNow();
    }
    Throwable first = firstNonNull(firstFailure.get(), failure);
    begun.forEach(each -> each.completeExceptionally(first));
  }

  /** Runs something that needs the machine, as many at once as there are slots. */
  <T> T limited(Supplier<T> work) {
    try {
      slots.acquire();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BuildException(ErrorCode.CANCELLED, "the build was interrupted", interrupted);
    }
    try {
      return work.get();
    } finally {
      slots.release();
    }
  }

  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BuildException(ErrorCode.CANCELLED, "the build was interrupted", interrupted);
    } catch (ExecutionException failure) {
      Throwable cause = firstNonNull(failure.getCause(), failure);
      Throwables.throwIfUnchecked(cause);
      throw new BuildException(ErrorCode.STEP_FAILED, "a step failed: " + cause, failure);
    }
  }

  /**
   * Interrupts what still runs and waits for its end, interrupted or not.
   *
   * @return whether the waiting thread was interrupted meanwhile; it no longer is
   */
  boolean close() {
    boolean interrupted = false;
    var unused = threads.shutdownNow();
    while (!threads.isTerminated()) {
      try {
        var unusedEnd = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}
