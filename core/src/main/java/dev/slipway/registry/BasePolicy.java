package dev.slipway.registry;

import dev.slipway.InvalidValueException;
import java.time.Duration;

/**
 * When a registry is asked what a tag stands for. What is pinned to a digest and lies in the store is never asked for;
 * whatever the policy, a layer is fetched at most once.
 */
public sealed interface BasePolicy {
  /** Each time. A registry that does not answer is an error: what was known before is never taken silently. */
  static BasePolicy always() {
    return Always.INSTANCE;
  }

  /** If it was asked longer ago than that, or never. */
  static BasePolicy ifOlderThan(Duration age) {
    return new IfOlderThan(age);
  }

  /** Never: what a tag stood for when it was last asked, and an error if something of it is not in the store. */
  static BasePolicy offline() {
    return Offline.INSTANCE;
  }

  /** See {@link #always()}. */
  enum Always implements BasePolicy {
    /** The only value. */
    INSTANCE
  }

  /**
   * See {@link #ifOlderThan}.
   *
   * @param age how old an answer may be
   */
  record IfOlderThan(Duration age) implements BasePolicy {
    /** Checks the age. */
    public IfOlderThan {
      if (age.isNegative()) {
        throw new InvalidValueException("an age of '" + age + "' is negative; write for example Duration.ofHours(12)");
      }
    }
  }

  /** See {@link #offline()}. */
  enum Offline implements BasePolicy {
    /** The only value. */
    INSTANCE
  }
}
