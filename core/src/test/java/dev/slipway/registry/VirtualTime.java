package dev.slipway.registry;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when somebody sleeps. */
final class VirtualTime implements Timeline {
  private final Instant start = Instant.parse("2026-01-01T00:00:00Z");
  private Duration passed = Duration.ZERO;

  @Override
  public synchronized Instant now() {
    return start.plus(passed);
  }

  @Override
  public synchronized void sleep(Duration duration) {
    passed = passed.plus(duration);
  }

  synchronized Duration passed() {
    return passed;
  }
}
