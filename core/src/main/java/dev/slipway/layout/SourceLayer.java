package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layer.Compression;
import dev.slipway.layer.CompressionLimits;
import dev.slipway.layer.EntryPolicy;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerImporter;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.MediaType;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** A layer that is read into the store when somebody wants its bytes: once, whichever thread or process wants it first. */
final class SourceLayer implements ImageLayer {
  private static final int BUFFER = 1 << 17;
  private static final Turns EXPANSIONS = new Turns(Runtime.getRuntime().availableProcessors());

  /** Opens the layer's bytes at their source, unverified. */
  interface Opener {
    InputStream open() throws IOException;
  }

  private final Store store;
  private final Digest diffId;
  private final Optional<Descriptor> original;
  private final Opener opener;
  private final BlobSource source;

  SourceLayer(Store store, Digest diffId, Optional<Descriptor> original, Opener opener, BlobSource source) {
    this.store = store;
    this.diffId = diffId;
    this.original = original;
    this.opener = opener;
    this.source = source;
  }

  @Override
  public Digest diffId() {
    return diffId;
  }

  @Override
  public Optional<Descriptor> original() {
    return original;
  }

  @Override
  public Optional<ImageReference> repository() {
    return original.flatMap(known -> source.repository());
  }

  @Override
  public Optional<Layer> present(Lease lease) {
    return new LayerRecords(store, lease).get(diffId);
  }

  @Override
  public Layer expanded(Lease lease) {
    LayerRecords records = new LayerRecords(store, lease);
    return records.get(diffId).orElseGet(
        () -> store.exclusively(key("expand"), () -> records.get(diffId).orElseGet(() -> records.put(read(lease)))));
  }

  /** Compressed bytes are kept, as it is them that registries know; an uncompressed tar is kept by being expanded. */
  private Layer read(Lease lease) {
    if (original.isEmpty() || isExpanded(original.get())) {
      return again(() -> expand(lease, this::open));
    }
    Digest kept = keep(lease, original.get()).digest();
    return expand(lease, () -> store.read(kept));
  }

  private Layer expand(Lease lease, Opener bytes) {
    Turns.Turn turn = EXPANSIONS.take();
    try (turn; InputStream packed = bytes.open(); InputStream tar = Compression.decompress(packed, CompressionLimits.DEFAULT)) {
      return LayerImporter.into(store, lease, EntryPolicy.layer()).read(tar, Optional.of(diffId));
    } catch (ArchiveException e) {
      throw new ArchiveException(e.code(), source.name() + ": layer '" + diffId + "': " + e.getMessage(), e);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Bytes that are digested while they are expanded, and bounded by what was announced if anything was. */
  private InputStream open() throws IOException {
    InputStream in = opener.open();
    return new BufferedInputStream(original.isPresent() ? new VerifiedInput(in, original.get(), source.name()) : in, BUFFER);
  }

  private boolean isExpanded(Descriptor descriptor) {
    return descriptor.mediaType().equals(MediaType.OCI_LAYER) && descriptor.digest().equals(diffId);
  }

  @Override
  public Descriptor packed(Lease lease, Compression preferred) {
    if (original.isEmpty()) {
      return new LayerPacker(store, lease).pack(expanded(lease), preferred);
    }
    if (isExpanded(original.get())) {
      Layer unused = expanded(lease);
      return original.get();
    }
    return keep(lease, original.get());
  }

  @Override
  public Descriptor described(Lease lease, Compression preferred) {
    return original.orElseGet(() -> packed(lease, preferred));
  }

  /** Brings the original bytes into the store, verified. */
  private Descriptor keep(Lease lease, Descriptor wanted) {
    return isKept(lease, wanted) ? wanted : store.exclusively(key("keep"), () -> {
      if (!isKept(lease, wanted)) {
        boolean unused = again(() -> copy(lease, wanted));
        if (source.repository().isPresent()) {
          new KeptRecords(store, lease).put(wanted);
        }
      }
      return wanted;
    });
  }

  /** Registries are far: what came from one is remembered, so that a collection takes it for something in use. */
  private boolean isKept(Lease lease, Descriptor wanted) {
    if (source.repository().isPresent()) {
      new KeptRecords(store, lease).use(wanted);
    }
    return store.pin(lease, wanted.digest()).filter(blob -> blob.size() == wanted.size()).isPresent();
  }

  private boolean copy(Lease lease, Descriptor wanted) {
    try (InputStream in = opener.open(); BlobWriter out = store.newBlob(lease, wanted.digest(), wanted.size())) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(ByteBuffer.wrap(buffer, 0, count));
      }
      var unused = out.commit();
      return true;
    } catch (StoreException e) {
      if (e.code() == ErrorCode.DIGEST_MISMATCH) {
        throw new ArchiveException(e.code(), source.name() + ": " + e.getMessage() + ": it was damaged or replaced", e);
      }
      throw e;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What arrives damaged is asked for again, as often as the source is worth it. */
  private <T> T again(Supplier<T> work) {
    for (int attempt = 1;; attempt++) {
      try {
        return work.get();
      } catch (ArchiveException e) {
        if (e.code() != ErrorCode.DIGEST_MISMATCH || attempt >= source.attempts()) {
          throw e;
        }
      }
    }
  }

  private Digest key(String work) {
    return Digest.sha256((work + " layer " + original.map(Descriptor::digest).orElse(diffId)).getBytes(StandardCharsets.UTF_8));
  }

  private ArchiveException failure(IOException cause) {
    return new ArchiveException(ErrorCode.IO, source.name() + ": layer '" + diffId + "' cannot be read: " + cause.getMessage(), cause);
  }
}
