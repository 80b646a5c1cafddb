package dev.slipway.registry;

import dev.slipway.image.ImageReference;

/**
 * Where repositories come from: {@link Registries}, or whoever implements {@link Repository}. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface Repositories {
  /** The repository that an image is in; tag and digest do not matter. Sends nothing. */
  Repository repository(ImageReference image);
}
