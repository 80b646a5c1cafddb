package dev.slipway.store;

import dev.slipway.InvalidValueException;
import java.time.Duration;

/**
 * What a store may keep of the things that nobody holds.
 *
 * @param maximumBytes least recently used records go until blobs and records together take no more than this
 * @param maximumAge records go that were not used for so long
 * @param minimumBytes age alone takes nothing while blobs and records together take no more than this
 * @param maximumTreeBytes least recently used unpacked layers go until the rest of them takes no more than this; those
 *     whose layer is gone go in any case
 * @param maximumTreeAge unpacked layers go that were not used for so long
 */
public record CollectionPolicy(long maximumBytes, Duration maximumAge, long minimumBytes, long maximumTreeBytes,
    Duration maximumTreeAge) {
  static final Duration FOREVER = Duration.ofDays(365_000);

  /** Checks that nothing is negative. */
  public CollectionPolicy {
    if (maximumBytes < 0 || minimumBytes < 0 || maximumAge.isNegative() || maximumTreeBytes < 0 || maximumTreeAge.isNegative()) {
      throw new InvalidValueException("collection policy with maximumBytes " + maximumBytes + ", maximumAge " + maximumAge
          + ", minimumBytes " + minimumBytes + ", maximumTreeBytes " + maximumTreeBytes + " and maximumTreeAge " + maximumTreeAge
          + ": none of them may be negative");
    }
  }

  /** Keeps what is referred to by any record, however old and large: only orphans, left-overs, damage and
   * unpacked layers whose layer is gone go. */
  public static CollectionPolicy orphansOnly() {
    return new CollectionPolicy(Long.MAX_VALUE, FOREVER, 0, Long.MAX_VALUE, FOREVER);
  }

  /** Keeps nothing but what leases and {@code index.json} hold. */
  public static CollectionPolicy everything() {
    return new CollectionPolicy(0, FOREVER, 0, 0, FOREVER);
  }

  /** This policy with another bound on the size. */
  public CollectionPolicy withMaximumBytes(long bytes) {
    return new CollectionPolicy(bytes, maximumAge, minimumBytes, maximumTreeBytes, maximumTreeAge);
  }

  /** This policy with another bound on the age. */
  public CollectionPolicy withMaximumAge(Duration age) {
    return new CollectionPolicy(maximumBytes, age, minimumBytes, maximumTreeBytes, maximumTreeAge);
  }

  /** This policy with another size below which age does not matter. */
  public CollectionPolicy withMinimumBytes(long bytes) {
    return new CollectionPolicy(maximumBytes, maximumAge, bytes, maximumTreeBytes, maximumTreeAge);
  }

  /** This policy with another bound on the size of unpacked layers. */
  public CollectionPolicy withMaximumTreeBytes(long bytes) {
    return new CollectionPolicy(maximumBytes, maximumAge, minimumBytes, bytes, maximumTreeAge);
  }

  /** This policy with another bound on the age of unpacked layers. */
  public CollectionPolicy withMaximumTreeAge(Duration age) {
    return new CollectionPolicy(maximumBytes, maximumAge, minimumBytes, maximumTreeBytes, age);
  }
}
