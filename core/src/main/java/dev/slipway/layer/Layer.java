package dev.slipway.layer;

import dev.slipway.image.Digest;
import dev.slipway.store.Store;

/**
 * A layer that lies in a store: an uncompressed tar and its table of contents, each a blob.
 *
 * @param diffId the digest of the uncompressed tar, which is the blob's name
 * @param size the tar's bytes
 * @param toc the digest of the encoded table of contents, which is the blob's name
 */
public record Layer(Digest diffId, long size, Digest toc) {
  /**
   * Reads the table of contents.
   *
   * @throws dev.slipway.StoreException if the blob is missing or damaged
   * @throws dev.slipway.ArchiveException if the blob is not a table of this version
   */
  public LayerToc read(Store store) {
    return new LayerToc(diffId, Toc.decode(store.readAll(toc, Toc.MAX_ENCODED_BYTES)));
  }
}
