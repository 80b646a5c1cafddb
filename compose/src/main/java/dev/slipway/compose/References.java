package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;
import java.util.Optional;

/** Names of images in files, of which nothing is promised. */
final class References {
  private References() {}

  /** The reference that a text is, if it is one. */
  static Optional<ImageReference> parse(String text) {
    try {
      return Optional.of(ImageReference.parse(text));
    } catch (InvalidValueException malformed) {
      return Optional.empty();
    }
  }
}
