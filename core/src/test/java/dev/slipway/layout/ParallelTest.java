package dev.slipway.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work on several things at once. */
@Timeout(30)
class ParallelTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BuildException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }

  @Test
  void resultsStandInTheOrderOfTheItems() {
    assertThat(Parallel.map(7, NUMBERS, number -> {
      sleep(number % 3);
      return number * 2;
    })).containsExactlyElementsOf(NUMBERS.stream().map(number -> number * 2).toList());
    assertThat(Parallel.map(7, List.of(), number -> number)).isEmpty();
  }

  @Test
  void noMoreRunAtOnceThanAsked() {
    AtomicInteger running = new AtomicInteger();
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Parallel.each(3, NUMBERS, number -> {
      seen.add(running.incrementAndGet());
      sleep(1);
      running.decrementAndGet();
    });
    assertThat(seen).isSubsetOf(1, 2, 3).contains(3);
  }

  @Test
  void theFirstFailureIsThrownAndEndsTheOthers() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(() -> Parallel.each(4, NUMBERS, number -> {
      begun.incrementAndGet();
      if (number == 2) {
        throw new IllegalStateException("on purpose");
      }
      sleep(20_000);
    })).isInstanceOf(IllegalStateException.class).hasMessage("on purpose");
    assertThat(begun.get()).isLessThanOrEqualTo(4);
    assertThat(threads()).isEmpty();
  }

  @Test
  void anInterruptEndsEverythingAndIsKept() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(2);
    AtomicBoolean kept = new AtomicBoolean();
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread caller = new Thread(() -> {
      try {
        Parallel.each(2, NUMBERS, number -> {
          running.countDown();
          sleep(20_000);
        });
      } catch (BuildException e) {
        cancelled.set(e.code() == ErrorCode.CANCELLED);
        kept.set(Thread.currentThread().isInterrupted());
      }
    });
    caller.start();
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join();
    assertThat(cancelled).isTrue();
    assertThat(kept).isTrue();
    assertThat(threads()).isEmpty();
  }

  private static List<String> threads() {
    sleep(50);
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("slipway-layers")).toList();
  }
}
