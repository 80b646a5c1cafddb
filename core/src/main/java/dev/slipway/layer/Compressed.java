package dev.slipway.layer;

import com.google.common.base.Preconditions;
import dev.slipway.image.Digest;

/**
 * What a compressed layer is known by in a manifest: the digest and the size in bytes of its compressed form.
 *
 * @param digest SHA-256 of the compressed bytes
 * @param size how many compressed bytes there are
 */
public record Compressed(Digest digest, long size) {
  /** Checks that the size is not negative. */
  public Compressed {
    Preconditions.checkArgument(size >= 0, "size %s of a compressed layer is negative", size);
  }
}
