package dev.slipway.image;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;

/**
 * The tar file that {@code docker save} writes and {@code docker load} reads. Names are repository tags.
 *
 * @param path the tar file; compressed ones are read too
 * @param names the repository tags, such as {@code app:1.0}; a name without a tag means {@code :latest}
 */
public record DockerArchive(Path path, ImmutableSet<String> names) implements ImageLocation {
  /**
   * Checks the names.
   *
   * @throws dev.slipway.InvalidValueException if a name is not a repository with an optional tag
   */
  public DockerArchive {
    names = names.stream().map(ImageNames::repositoryTag).collect(ImmutableSet.toImmutableSet());
  }

  /** The archive in a file, its image not named. */
  public static DockerArchive at(Path path) {
    return new DockerArchive(path, ImmutableSet.of());
  }

  /** The same place with these names instead. */
  public DockerArchive named(String name, String... more) {
    return new DockerArchive(path, ImmutableSet.<String>builder().add(name).add(more).build());
  }
}
