package dev.slipway.dockerfile.check;

import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;
import java.util.Optional;

/** Names of images, read without failing. */
final class ImageName {
  private ImageName() {}

  /** The reference; empty if it is none. */
  static Optional<ImageReference> of(String name) {
    try {
      return Optional.of(ImageReference.parse(name));
    } catch (InvalidValueException malformed) {
      return Optional.empty();
    }
  }
}
