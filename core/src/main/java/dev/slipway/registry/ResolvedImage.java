package dev.slipway.registry;

import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import java.time.Instant;
import java.util.Optional;

/**
 * What a reference stands for.
 *
 * @param reference as it was asked for, with the tag {@code latest} if it named neither tag nor digest
 * @param descriptor the manifest or index
 * @param asked when the registry said so
 * @param before what it stood for when the registry had been asked before, as far as the store remembers
 */
public record ResolvedImage(ImageReference reference, Descriptor descriptor, Instant asked, Optional<Digest> before) {
  /** The reference, pinned to what it stands for. */
  public ImageReference pinned() {
    return reference.withDigest(descriptor.digest());
  }
}
