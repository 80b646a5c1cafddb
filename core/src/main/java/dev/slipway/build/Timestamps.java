package dev.slipway.build;

import java.time.Instant;
import java.util.Optional;

/**
 * Which modification times files get in layers, and which instant the image says it was created at.
 *
 * @param latest no time in a new layer is later than this; absent means that times stay as they are
 */
public record Timestamps(Optional<Instant> latest) {
  /** One second after the epoch: zero is taken for "no time" by some tools. */
  static final Instant EPOCH = Instant.ofEpochSecond(1);

  /** Nothing is later than one second after the epoch: builds of the same files are the same bytes. */
  public static final Timestamps REPRODUCIBLE = clampedTo(EPOCH);

  /** Nothing is later than this instant, such as the time of a commit; known as {@code SOURCE_DATE_EPOCH}. */
  public static Timestamps clampedTo(Instant latest) {
    return new Timestamps(Optional.of(latest));
  }

  /** Files keep their times to the nanosecond; the image says that it was created one second after the epoch. */
  public static Timestamps kept() {
    return new Timestamps(Optional.empty());
  }
}
