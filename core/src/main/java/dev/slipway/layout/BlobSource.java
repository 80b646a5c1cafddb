package dev.slipway.layout;

import dev.slipway.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;

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
}
