package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The same work on several things at once, begun in their order. The first failure interrupts what still runs and is what
 * the caller gets; an interrupt of the caller does the same. When a call returns, none of its threads runs any more.
 */
public final class Parallel {
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicInteger next = new AtomicInteger();

  private Parallel() {}

  /**
   * What the work makes of each item, in the order of the items.
   *
   * @param atOnce how many threads work; with one item or one thread it is the caller's own
   * @throws BuildException with {@code CANCELLED} if the caller is interrupted; else whatever the work throws first
   */
  public static <T, R> ImmutableList<R> map(int atOnce, Collection<? extends T> items, Function<? super T, ? extends R> work) {
    ImmutableList<T> list = ImmutableList.copyOf(items);
    int threads = Math.min(atOnce, list.size());
    if (threads <= 1) {
      return list.stream().<R>map(work).collect(ImmutableList.toImmutableList());
    }
    AtomicReferenceArray<R> results = new AtomicReferenceArray<>(list.size());
    new Parallel().run(threads, list.size(), index -> results.set(index, work.apply(list.get(index))));
    ImmutableList.Builder<R> ordered = ImmutableList.builderWithExpectedSize(list.size());
    for (int i = 0; i < list.size(); i++) {
      ordered.add(results.get(i));
    }
    return ordered.build();
  }

  /** As {@link #map} for work that makes nothing. */
  public static <T> void each(int atOnce, Collection<? extends T> items, Consumer<? super T> work) {
    var unused = map(atOnce, items, item -> {
      work.accept(item);
      return true;
    });
  }

  private void run(int threads, int count, Consumer<Integer> work) {
    CountDownLatch ended = new CountDownLatch(threads);
    List<Thread> helpers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread helper = new Thread(() -> {
        try {
          work(count, work);
        } catch (Throwable thrown) {
          fail(thrown, helpers);
        } finally {
          ended.countDown();
        }
      }, "slipway-layers-" + i);
      helper.setDaemon(true);
      helpers.add(helper);
    }
    synchronized (helpers) {
      helpers.forEach(Thread::start);
    }
    await(ended, helpers);
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void work(int count, Consumer<Integer> work) {
    for (int index = next.getAndIncrement(); index < count && failure.get() == null; index = next.getAndIncrement()) {
      work.accept(index);
    }
  }

  private void fail(Throwable thrown, List<Thread> helpers) {
    if (failure.compareAndSet(null, thrown)) {
      synchronized (helpers) {
        helpers.stream().filter(helper -> !helper.equals(Thread.currentThread())).forEach(Thread::interrupt);
      }
    }
  }

  /** Waits without giving up: a thread left behind would use what the caller closes. */
  private void await(CountDownLatch ended, List<Thread> helpers) {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        fail(new BuildException(ErrorCode.CANCELLED, "the transfer of layers was interrupted", e), helpers);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
