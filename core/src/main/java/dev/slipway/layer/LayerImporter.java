package dev.slipway.layer;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.store.Blob;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.InputStream;
import java.util.Optional;

/**
 * Takes layers that are not trusted into a store: byte for byte, read strictly, with a table of contents.
 */
public final class LayerImporter {
  private final Store store;
  private final Lease lease;
  private final EntryPolicy policy;

  private LayerImporter(Store store, Lease lease, EntryPolicy policy) {
    this.store = store;
    this.lease = lease;
    this.policy = policy;
  }

  /** An importer into a store; what it imports is protected by the lease. */
  public static LayerImporter into(Store store, Lease lease, EntryPolicy policy) {
    return new LayerImporter(store, lease, policy);
  }

  /**
   * Reads an uncompressed tar to its end, in one pass; the stream is not closed.
   *
   * @param expected the digest that the tar must have, if it was announced
   * @throws ArchiveException if the tar is malformed, ambiguous, unsafe or too large, with
   *     {@link ErrorCode#DIGEST_MISMATCH} if it has another digest; the store is then as before
   */
  public Layer read(InputStream tar, Optional<Digest> expected) {
    try (BlobWriter blob = store.newUndigestedBlob(lease); BlobPipe pipe = new BlobPipe(blob)) {
      TocCollector contents = new TocCollector(policy);
      LayerReader.read(tar, policy, pipe::write, contents);
      Toc toc = contents.finish();
      Digest digest = pipe.finish();
      if (expected.isPresent() && !expected.get().equals(digest)) {
        throw new ArchiveException(ErrorCode.DIGEST_MISMATCH,
            "layer has the digest '" + digest + "', but '" + expected.get() + "' was announced: it was damaged or replaced on its way");
      }
      Blob stored = blob.commit(digest);
      return new Layer(stored.digest(), stored.size(), Layers.storeToc(store, lease, toc));
    }
  }
}
