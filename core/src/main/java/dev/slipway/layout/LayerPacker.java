package dev.slipway.layout;

import com.google.common.collect.ImmutableSet;
import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.layer.Compressed;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.MediaType;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoredRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Compresses layers of the store into the store, each once for each codec: records of kind {@code compressed} say what
 * came out. Their body is an index with the one descriptor.
 */
final class LayerPacker {
  private static final String KIND = "compressed";
  /** Part of every key: raised whenever an encoder gives other bytes for the same input. */
  private static final int ENCODERS = 1;
  /** Each uses all processors: others at the same time would only take memory. */
  private static final Turns TURNS = new Turns(1);

  private final Store store;
  private final Lease lease;

  LayerPacker(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** The layer in the given form, as a blob of the store. */
  Descriptor pack(Layer layer, Compression compression) {
    MediaType type = MediaType.of(MediaType.OCI_LAYER.text() + compression.mediaTypeSuffix());
    if (compression == Compression.NONE) {
      return Descriptor.of(type, layer.diffId(), layer.size());
    }
    Digest key = Digest.sha256(("compressed " + ENCODERS + " " + compression + " " + layer.diffId()).getBytes(StandardCharsets.UTF_8));
    return recorded(key).orElseGet(
        () -> store.exclusively(key, () -> recorded(key).orElseGet(() -> record(key, compress(layer, compression, type)))));
  }

  private Optional<Descriptor> recorded(Digest key) {
    return store.records(KIND).get(lease, key).flatMap(record -> {
      try {
        return Index.read(record.body().getBytes(StandardCharsets.UTF_8)).manifests().stream().findFirst();
      } catch (DocumentException otherVersion) {
        return Optional.empty();
      }
    });
  }

  private Descriptor record(Digest key, Descriptor descriptor) {
    String body = new String(Index.of(List.of(descriptor)).bytes(), StandardCharsets.UTF_8);
    store.records(KIND).put(lease, key, new StoredRecord(body, ImmutableSet.of(descriptor.digest())));
    return descriptor;
  }

  private Descriptor compress(Layer layer, Compression compression, MediaType type) {
    Turns.Turn turn = TURNS.take();
    try (turn; InputStream tar = store.read(layer.diffId()); BlobWriter out = store.newUndigestedBlob(lease)) {
      Compressed compressed = compression.compress(tar, out, Runtime.getRuntime().availableProcessors());
      var unused = out.commit(compressed.digest());
      return Descriptor.of(type, compressed.digest(), compressed.size());
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "layer '" + layer.diffId() + "' cannot be compressed: " + e.getMessage(), e);
    }
  }
}
