package dev.slipway.image;

import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/**
 * When the result of a {@code RUN} that was carried out before may be used again. Its content decides in any case: the files
 * below, the command, the variables, the user, what it mounts. This says what else does. Dockerfiles have no words for it.
 *
 * @param never whether the command is carried out in every build
 * @param expiry how long a result lasts; absent means for ever
 * @param secrets the ids of secrets whose versions decide too: a new token then carries the command out again
 */
public record Reuse(boolean never, Optional<Duration> expiry, ImmutableSortedSet<String> secrets) {
  /** By content alone. */
  public static final Reuse BY_CONTENT = new Reuse(false, Optional.empty(), ImmutableSortedSet.of());

  /** Checks the expiry and the ids. */
  public Reuse {
    if (expiry.isPresent() && (expiry.get().isNegative() || expiry.get().isZero())) {
      throw new InvalidValueException("a result that expires after " + expiry.get() + " is never used again: say Reuse.none(), "
          + "or give a time such as Duration.ofDays(1)");
    }
    if (secrets.contains("")) {
      throw new InvalidValueException("the id of a secret is empty; write the id of the mount, such as 'npm-token'");
    }
  }

  /** Never: the command is carried out in every build. */
  public static Reuse none() {
    return new Reuse(true, Optional.empty(), ImmutableSortedSet.of());
  }

  /** For some time after the command was carried out. */
  public static Reuse within(Duration time) {
    return new Reuse(false, Optional.of(time), ImmutableSortedSet.of());
  }

  /** As long as a secret has the same version. */
  public static Reuse whileSame(String secret) {
    return BY_CONTENT.andWhileSame(secret);
  }

  /** The same, and as long as another secret has the same version. */
  public Reuse andWhileSame(String secret) {
    return new Reuse(never, expiry, ImmutableSortedSet.<String>naturalOrder().addAll(secrets).add(secret).build());
  }
}
