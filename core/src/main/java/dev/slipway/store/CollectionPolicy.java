package dev.slipway.store;

import dev.slipway.InvalidValueException;
import java.time.Duration;

/**
 * What a store may keep of the things that nobody holds.
 *
 * @param maximumBytes least recently used records go until blobs and records together take no more than this
 * @param maximumAge records go that were not used for so long
 * @param minimumBytes age alone takes nothing while blobs and records together take no more than this
 */
public record CollectionPolicy(long maximumBytes, Duration maximumAge, long minimumBytes) {
  private static final Duration FOREVER = Duration.ofDays(365_000);

  /** Checks that nothing is negative. */
  public CollectionPolicy {
    if (maximumBytes < 0 || minimumBytes < 0 || maximumAge.isNegative()) {
      throw new InvalidValueException("collection policy with maximumBytes " + maximumBytes + ", maximumAge " + maximumAge
          + " and minimumBytes " + minimumBytes + ": none of them may be negative");
    }
  }

  /** Keeps what is referred to by any record, however old and large: only orphans, left-overs and damage go. */
  public static CollectionPolicy orphansOnly() {
    return new CollectionPolicy(Long.MAX_VALUE, FOREVER, 0);
  }

  /** Keeps nothing but what leases and {@code index.json} hold. */
  public static CollectionPolicy everything() {
    return new CollectionPolicy(0, FOREVER, 0);
  }

  /** This policy with another bound on the size. */
  public CollectionPolicy withMaximumBytes(long bytes) {
    return new CollectionPolicy(bytes, maximumAge, minimumBytes);
  }

  /** This policy with another bound on the age. */
  public CollectionPolicy withMaximumAge(Duration age) {
    return new CollectionPolicy(maximumBytes, age, minimumBytes);
  }

  /** This policy with another size below which age does not matter. */
  public CollectionPolicy withMinimumBytes(long bytes) {
    return new CollectionPolicy(maximumBytes, maximumAge, bytes);
  }
}
