package dev.slipway.registry;

import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;

/**
 * What a push did.
 *
 * @param descriptor the manifest or index that the names stand for
 * @param written the names that stand for it since
 * @param unchanged the names that stood for it before
 * @param sent the blobs that were sent
 * @param mounted the blobs that registries took over from other repositories of theirs
 * @param existing the blobs that were there
 * @param bytes how many bytes of blobs were sent
 */
public record Pushed(Descriptor descriptor, ImmutableSet<ImageReference> written, ImmutableSet<ImageReference> unchanged,
    ImmutableSet<Digest> sent, ImmutableSet<Digest> mounted, ImmutableSet<Digest> existing, long bytes) {
  /** The digest of the manifest or index. */
  public Digest digest() {
    return descriptor.digest();
  }
}
