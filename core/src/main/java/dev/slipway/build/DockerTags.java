package dev.slipway.build;

import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;

/** The names that a Docker daemon gives to images that are loaded. */
final class DockerTags {
  private DockerTags() {}

  /** The repository and tag of a reference, as Docker writes them. */
  static String of(ImageReference name) {
    if (name.digest().isPresent()) {
      throw new InvalidValueException(
          "'" + name.familiar() + "' has a digest, but a Docker daemon names what it loads by tags; write for example 'app:1.0'");
    }
    return name.withTag(name.tag().orElse("latest")).familiar();
  }
}
