package dev.slipway.registry;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The failures of one request so far, and the waiting between them. Requests that are made on the way to the same end
 * (a token for a download, a look whether an upload arrived after all) count their failures for themselves, but all of them
 * together wait no longer for a proper answer than patience lasts. For one thread.
 */
final class Effort {
  /** What an attempt gets at least before it is given up, so that all of them fit into the time. */
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(5);
  /** Where patience is short, an attempt is that part of it. */
  private static final int LEAST_PART = 12;

  private final Patience patience;
  private final Timeline timeline;
  private final int attempts;
  private final Lost sinceAnswer;
  private int failures;
  private int refusals;
  private Duration lost = Duration.ZERO;

  /** Time that passed without a proper answer to any of the requests that belong together. */
  private static final class Lost {
    Duration time = Duration.ZERO;
  }

  Effort(Patience patience, Timeline timeline) {
    this(patience, timeline, patience.attempts(), new Lost());
  }

  private Effort(Patience patience, Timeline timeline, int attempts, Lost sinceAnswer) {
    this.patience = patience;
    this.timeline = timeline;
    this.attempts = attempts;
    this.sinceAnswer = sinceAnswer;
  }

  /** For another request that serves the same end. */
  Effort part() {
    return new Effort(patience, timeline, patience.attempts(), sinceAnswer);
  }

  /**
   * For work that is begun anew by several requests, of which the last one fails: only the total of all waiting bounds it,
   * so that it ends whatever the other requests come to.
   */
  Effort ofRestarts() {
    return new Effort(patience, timeline, Integer.MAX_VALUE, sinceAnswer);
  }

  /** The request had a proper answer: what went before does not count any more. */
  void succeeded() {
    failures = 0;
    refusals = 0;
    lost = Duration.ZERO;
    sinceAnswer.time = Duration.ZERO;
  }

  /** The registry asked for credentials, as it does once: it is there, and what failed before does not count any more. */
  void challenged() {
    failures = 0;
    lost = Duration.ZERO;
    sinceAnswer.time = Duration.ZERO;
  }

  /** Waits before another attempt, or throws what the last failure means. */
  void failed(Supplier<? extends SlipwayException> meaning) {
    failed(meaning, Optional.empty(), Duration.ZERO);
  }

  /**
   * As {@link #failed(Supplier)}.
   *
   * @param retryAfter what the registry asks for
   * @param silence what the failed attempt has cost already without anything moving
   */
  void failed(Supplier<? extends SlipwayException> meaning, Optional<Duration> retryAfter, Duration silence) {
    failures++;
    lose(silence);
    Duration wait = retryAfter.map(asked -> max(asked, backOff(failures))).orElseGet(() -> backOff(failures));
    if (failures >= attempts || !affords(wait)) {
      throw meaning.get();
    }
    pass(wait);
  }

  /**
   * As {@link #failed(Supplier)} for a token that is not accepted although it should be. The registry answers, so what failed
   * before does not count any more; but tokens are not fetched without end.
   */
  void refused(Supplier<? extends SlipwayException> meaning) {
    failures = 0;
    refusals++;
    Duration wait = backOff(refusals);
    if (refusals >= patience.attempts() || !affords(wait)) {
      throw meaning.get();
    }
    pass(wait);
  }

  /** How long the next attempt may be silent so that the remaining ones have some time too. */
  Duration silence(Duration wanted) {
    Duration left = patience.totalWait().minus(max(lost, sinceAnswer.time));
    long later = Math.max(0, (long) patience.attempts() - 1 - failures);
    Duration waits = Duration.ZERO;
    for (int i = 1; i <= later; i++) {
      waits = waits.plus(longest(failures + i));
    }
    Duration fair = left.minus(waits).minus(LEAST_SILENCE.multipliedBy(later));
    return min(wanted, max(fair, LEAST_SILENCE));
  }

  /** Whether there is time for a wait, and for another attempt after it. */
  private boolean affords(Duration wait) {
    Duration attempt = min(LEAST_SILENCE, patience.totalWait().dividedBy(LEAST_PART));
    return max(lost, sinceAnswer.time).plus(wait).plus(attempt).compareTo(patience.totalWait()) <= 0;
  }

  private void pass(Duration wait) {
    lose(wait);
    try {
      timeline.sleep(wait);
    } catch (InterruptedException interrupted) {
      throw cancelled(interrupted);
    }
  }

  private void lose(Duration time) {
    lost = lost.plus(time);
    sinceAnswer.time = sinceAnswer.time.plus(time);
  }

  private Duration longest(int failure) {
    return min(patience.firstWait().multipliedBy(1L << Math.min(failure - 1, 20)), patience.longestWait());
  }

  private Duration backOff(int failure) {
    // clients that failed together must not come back together
    return Duration.ofNanos((long) (longest(failure).toNanos() * (0.5 + ThreadLocalRandom.current().nextDouble() / 2)));
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  static RegistryException cancelled(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new RegistryException(ErrorCode.CANCELLED, "talking to a registry was interrupted", interrupted);
  }
}
