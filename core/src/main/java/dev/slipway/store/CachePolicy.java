package dev.slipway.store;

import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * Which cache directories a pruning may keep.
 *
 * @param only if present, all others stay whatever their age and size
 * @param maximumAge directories go that were not used for so long
 * @param maximumBytes least recently used directories go until the rest takes no more than this
 */
public record CachePolicy(Optional<CacheName> only, Duration maximumAge, long maximumBytes) {
  /** Checks that nothing is negative. */
  public CachePolicy {
    if (maximumBytes < 0 || maximumAge.isNegative()) {
      throw new InvalidValueException(
          "cache policy with maximumAge " + maximumAge + " and maximumBytes " + maximumBytes + ": none of them may be negative");
    }
  }

  /** Takes nothing away until it is given a bound. */
  public static CachePolicy nothing() {
    return new CachePolicy(Optional.empty(), CollectionPolicy.FOREVER, Long.MAX_VALUE);
  }

  /** Keeps nothing but what is in use. */
  public static CachePolicy everything() {
    return new CachePolicy(Optional.empty(), CollectionPolicy.FOREVER, 0);
  }

  /** Keeps nothing of one name, and everything else. */
  public static CachePolicy all(CacheName name) {
    return everything().withOnly(name);
  }

  /** This policy for the directories of one name. */
  public CachePolicy withOnly(CacheName name) {
    return new CachePolicy(Optional.of(name), maximumAge, maximumBytes);
  }

  /** This policy with another bound on the age. */
  public CachePolicy withMaximumAge(Duration age) {
    return new CachePolicy(only, age, maximumBytes);
  }

  /** This policy with another bound on the size. */
  public CachePolicy withMaximumBytes(long bytes) {
    return new CachePolicy(only, maximumAge, bytes);
  }
}
