package dev.slipway.registry;

import dev.slipway.InvalidValueException;
import java.time.Duration;

/**
 * How long failures that may pass are borne with: status 408, 429 and 5xx, connections that are refused, reset or time
 * out, transfers that break off, lost upload sessions, bytes that arrive damaged.
 *
 * @param attempts how often in a row a request may fail before its failure counts
 * @param firstWait the wait after a first failure; it doubles with each further one and is shortened by chance, up to half.
 *     A {@code Retry-After} of the registry's counts instead where it is longer
 * @param longestWait bound of a single wait
 * @param totalWait bound of all waiting of one operation; a {@code Retry-After} beyond it ends the operation at once
 */
public record Patience(int attempts, Duration firstWait, Duration longestWait, Duration totalWait) {
  /** Five attempts, waits from 250 ms to 20 s, 60 s in all. */
  public static final Patience DEFAULT = new Patience(5, Duration.ofMillis(250), Duration.ofSeconds(20), Duration.ofSeconds(60));

  /** Checks the bounds. */
  public Patience {
    if (attempts < 1 || attempts > 100) {
      throw new InvalidValueException("'" + attempts + "' attempts is not between 1 and 100");
    }
    if (firstWait.isNegative() || longestWait.compareTo(firstWait) < 0 || totalWait.isNegative()) {
      throw new InvalidValueException(
          "waits of '" + firstWait + "', at most '" + longestWait + "', '" + totalWait
              + "' in all: they must not be negative, nor the longest"
              + " below the first");
    }
  }
}
