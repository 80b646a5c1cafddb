package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableSet;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.ImagePath;
import java.util.Optional;

/**
 * What is known of the directory that a build copies from.
 *
 * @param ignoreFile the ignore file; empty if there is none
 * @param ignoreFileName what the ignore file is called, or would be
 * @param files what is in the directory, ignored or not; empty if it was not listed
 */
public record CheckedContext(Optional<IgnoreFile> ignoreFile, String ignoreFileName, Optional<ImmutableSet<ImagePath>> files) {
  /** A context of which only the ignore file is known. */
  public static CheckedContext ignoring(IgnoreFile ignoreFile) {
    return new CheckedContext(Optional.of(ignoreFile), IgnoreFile.NAME, Optional.empty());
  }

  /** A context without an ignore file. */
  public static CheckedContext withoutIgnoreFile() {
    return new CheckedContext(Optional.empty(), IgnoreFile.NAME, Optional.empty());
  }

  /** The same with a list of what is in it, by path from the context's root. */
  public CheckedContext files(Iterable<ImagePath> newFiles) {
    return new CheckedContext(ignoreFile, ignoreFileName, Optional.of(ImmutableSet.copyOf(newFiles)));
  }
}
