package dev.slipway.layer;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Puts tables of contents into a store. */
final class Layers {
  private Layers() {}

  static Digest storeToc(Store store, Lease lease, Toc toc) {
    ByteBuffer encoded = ByteBuffer.wrap(toc.encode());
    try (BlobWriter blob = store.newBlob(lease)) {
      while (encoded.hasRemaining()) {
        int unused = blob.write(encoded);
      }
      return blob.commit().digest();
    } catch (IOException e) {
      throw new StoreException(ErrorCode.IO, "cannot write a table of contents into the store: " + e.getMessage(), e);
    }
  }
}
