package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** The failures of one operation so far, and the waiting between them. For one thread. */
final class Effort {
  private final Patience patience;
  private final Timeline timeline;
  private int failures;
  private Duration lost = Duration.ZERO;

  Effort(Patience patience, Timeline timeline) {
    this.patience = patience;
    this.timeline = timeline;
  }

  /** A request had a proper answer: what went before does not count any more. */
  void succeeded() {
    failures = 0;
    lost = Duration.ZERO;
  }

  /** Waits before another attempt, or throws what the last failure means. */
  void failed(Supplier<RegistryException> meaning) {
    failed(meaning, Optional.empty(), Duration.ZERO);
  }

  /**
   * As {@link #failed(Supplier)}.
   *
   * @param retryAfter what the registry asks for
   * @param silence what the failed attempt has cost already without anything moving
   */
  void failed(Supplier<RegistryException> meaning, Optional<Duration> retryAfter, Duration silence) {
    failures++;
    lost = lost.plus(silence);
    Duration wait = retryAfter.map(asked -> max(asked, backOff())).orElseGet(this::backOff);
    if (failures >= patience.attempts() || lost.plus(wait).compareTo(patience.totalWait()) > 0) {
      throw meaning.get();
    }
    lost = lost.plus(wait);
    sleep(wait);
  }

  private Duration backOff() {
    Duration full = patience.firstWait().multipliedBy(1L << Math.min(failures - 1, 20));
    Duration bounded = full.compareTo(patience.longestWait()) > 0 ? patience.longestWait() : full;
    // clients that failed together must not come back together
    return Duration.ofNanos((long) (bounded.toNanos() * (0.5 + ThreadLocalRandom.current().nextDouble() / 2)));
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void sleep(Duration wait) {
    try {
      timeline.sleep(wait);
    } catch (InterruptedException interrupted) {
      throw cancelled(interrupted);
    }
  }

  static RegistryException cancelled(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new RegistryException(ErrorCode.CANCELLED, "talking to a registry was interrupted", interrupted);
  }
}
