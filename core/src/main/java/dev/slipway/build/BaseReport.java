package dev.slipway.build;

import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import java.util.Optional;

/**
 * What a name of an image in a registry stood for in a build.
 *
 * @param reference the name
 * @param digest the manifest or index that it stood for
 * @param before what it stood for when the registry had been asked before, as far as the store remembers
 */
public record BaseReport(ImageReference reference, Digest digest, Optional<Digest> before) {
  /** Whether it stood for something else before. */
  public boolean isChanged() {
    return before.isPresent() && !before.get().equals(digest);
  }

  /** One line: {@code base debian:12 changed sha256:… -> sha256:…}. */
  @Override
  public String toString() {
    return "base " + reference.familiar() + (isChanged() ? " changed " + before.orElseThrow() + " ->" : "") + " " + digest;
  }
}
