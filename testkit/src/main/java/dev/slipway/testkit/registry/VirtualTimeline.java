package dev.slipway.testkit.registry;

import dev.slipway.registry.Timeline;
import java.time.Duration;
import java.time.Instant;

/**
 * Time that passes only when somebody waits, and then at once. Waits of several threads add up. Safe for use by several
 * threads.
 */
public final class VirtualTimeline implements Timeline {
  /** When every virtual time begins. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;

  /** A time that begins at {@link #START}. */
  public static VirtualTimeline start() {
    return new VirtualTimeline();
  }

  private VirtualTimeline() {}

  @Override
  public synchronized Instant now() {
    return now;
  }

  /** Moves time on. */
  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while waiting in virtual time");
    }
    advance(duration);
  }

  /** Moves time on, as if something had taken that long. */
  public synchronized void advance(Duration duration) {
    if (duration.isPositive()) {
      now = now.plus(duration);
    }
  }

  /** How much time has passed since the start. */
  public synchronized Duration elapsed() {
    return Duration.between(START, now);
  }

  /** The present. */
  @Override
  public String toString() {
    return "virtual time " + now();
  }
}
