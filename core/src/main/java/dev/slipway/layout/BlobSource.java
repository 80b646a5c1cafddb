package dev.slipway.layout;

import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Where the blobs of an image can be had: a directory, an archive, a registry. For implementers; what it gives is never
 * trusted but verified against the descriptor by whoever reads it. Safe for use by several threads.
 */
public interface BlobSource {
  /**
   * Opens a blob's bytes, unverified.
   *
   * @throws dev.slipway.SlipwayException with {@code NOT_FOUND} if the blob is not there
   * @throws IOException if the system refuses to read
   */
  InputStream open(Descriptor blob) throws IOException;

  /** The place in messages, such as {@code layout '/srv/base'}. */
  String name();

  /** The repository that the blobs are in, if they are in a registry: from there, other repositories of it can have them. */
  default Optional<ImageReference> repository() {
    return Optional.empty();
  }

  /** How often a blob is asked for whose bytes arrive damaged, before it is refused. On disk, once is enough. */
  default int attempts() {
    return 1;
  }
}
