package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
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
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A layer that is read into the store when somebody wants its bytes. */
final class SourceLayer implements ImageLayer {
  private static final int BUFFER = 1 << 16;

  /** Opens the layer's bytes at their source; what announces them is verified on the way, if anything does. */
  interface Opener {
    InputStream open() throws IOException;
  }

  private final Store store;
  private final Digest diffId;
  private final Optional<Descriptor> original;
  private final Opener opener;
  private final String source;

  SourceLayer(Store store, Digest diffId, Optional<Descriptor> original, Opener opener, String source) {
    this.store = store;
    this.diffId = diffId;
    this.original = original;
    this.opener = opener;
    this.source = source;
  }

  static Opener blob(BlobSource source, Descriptor descriptor) {
    return () -> Sources.open(source, descriptor);
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
  public Layer expanded(Lease lease) {
    LayerRecords records = new LayerRecords(store, lease);
    return records.get(diffId).orElseGet(
        () -> store.exclusively(key("expand"), () -> records.get(diffId).orElseGet(() -> records.put(read(lease)))));
  }

  private Layer read(Lease lease) {
    try (InputStream packed = open(lease); InputStream tar = Compression.decompress(packed, CompressionLimits.DEFAULT)) {
      return LayerImporter.into(store, lease, EntryPolicy.layer()).read(tar, Optional.of(diffId));
    } catch (ArchiveException e) {
      throw new ArchiveException(e.code(), source + ": layer '" + diffId + "': " + e.getMessage(), e);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Compressed bytes are kept, as it is them that registries know; an uncompressed tar is kept by being expanded. */
  private InputStream open(Lease lease) throws IOException {
    if (original.isEmpty() || isExpanded(original.get())) {
      return new BufferedInputStream(opener.open(), BUFFER);
    }
    return store.read(keep(lease, original.get()).digest());
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

  /** Brings the original bytes into the store, verified. */
  private Descriptor keep(Lease lease, Descriptor wanted) {
    return isKept(lease, wanted) ? wanted : store.exclusively(key("keep"), () -> {
      if (!isKept(lease, wanted)) {
        copy(lease, wanted);
      }
      return wanted;
    });
  }

  private boolean isKept(Lease lease, Descriptor wanted) {
    return store.pin(lease, wanted.digest()).filter(blob -> blob.size() == wanted.size()).isPresent();
  }

  private void copy(Lease lease, Descriptor wanted) {
    try (InputStream in = opener.open(); BlobWriter out = store.newBlob(lease, wanted.digest(), wanted.size())) {
      in.transferTo(Channels.newOutputStream(out));
      var unused = out.commit();
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Digest key(String work) {
    return Digest.sha256((work + " layer " + original.map(Descriptor::digest).orElse(diffId)).getBytes(StandardCharsets.UTF_8));
  }

  private ArchiveException failure(IOException cause) {
    return new ArchiveException(ErrorCode.IO, source + ": layer '" + diffId + "' cannot be read: " + cause.getMessage(), cause);
  }
}
