package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * Memory that one {@code RUN} uses as a directory.
 *
 * @param target where the command sees it; relative to the working directory unless absolute
 * @param sizeBytes the most it may hold; absent means no limit
 */
public record TmpfsMount(Word target, Optional<Long> sizeBytes) implements Mount {
  /** Checks target and size. */
  public TmpfsMount {
    Mount.checkTarget(target);
    if (sizeBytes.isPresent() && sizeBytes.get() < 1) {
      throw new InvalidValueException("the size of a tmpfs must be at least 1 byte, not " + sizeBytes.get());
    }
  }

  /** An unlimited one. */
  public static TmpfsMount at(String target) {
    return new TmpfsMount(Word.of(target), Optional.empty());
  }

  /** The same with a limit in bytes. */
  public TmpfsMount limitedTo(long bytes) {
    return new TmpfsMount(target, Optional.of(bytes));
  }
}
