package dev.slipway.run;

import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.InvalidValueException;

/**
 * Whom a command runs as, in numbers.
 *
 * @param uid the user
 * @param gid the primary group
 * @param groups the supplementary groups, exactly
 */
public record RunUser(long uid, long gid, ImmutableSortedSet<Long> groups) {
  /** Root without supplementary groups. */
  public static final RunUser ROOT = new RunUser(0, 0, ImmutableSortedSet.of());

  /** The last id; the one after it means "no change" to the kernel. */
  private static final long LAST = 0xFFFF_FFFEL;

  /**
   * Checks the ids.
   *
   * @throws InvalidValueException if one is not a user or group id of Linux
   */
  public RunUser {
    check("user", uid);
    check("group", gid);
    groups.forEach(group -> check("group", group));
  }

  static void check(String what, long id) {
    if (id < 0 || id > LAST) {
      throw new InvalidValueException(what + " id " + id + " is not between 0 and " + LAST);
    }
  }
}
