package dev.slipway.layout;

import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.util.Optional;

/**
 * One layer of an image, wherever its bytes are: in the store, or still where the image was found. Bytes move only when
 * one of the methods needs them. Safe for use by several threads.
 */
public sealed interface ImageLayer permits StoredLayer, SourceLayer {
  /** The digest of the uncompressed tar. */
  Digest diffId();

  /** The form in which the layer arrived, if it arrived in one that manifests name; its media type is OCI's. */
  Optional<Descriptor> original();

  /** The repository of a registry that has the original form, if it came from one. */
  Optional<ImageReference> repository();

  /** The layer expanded in the store, if it is there already; the lease protects it then. */
  Optional<Layer> present(Lease lease);

  /**
   * The layer expanded in the store, with its table of contents; read from its source on the first call.
   *
   * @param lease protects what is read into the store
   * @throws dev.slipway.ArchiveException if the source's bytes are not those that its documents name, or no sound tar
   */
  Layer expanded(Lease lease);

  /**
   * The form in which the layer goes out, as a blob of the store that the lease protects: the original form where there
   * is one, byte for byte, else compressed as asked, once for each layer and codec.
   */
  Descriptor packed(Lease lease, Compression preferred);

  /** As {@link #packed}, but the original form's bytes stay where they are. */
  Descriptor described(Lease lease, Compression preferred);

  /** A layer that was made here and lies in the store. */
  static ImageLayer of(Store store, Layer layer) {
    return new StoredLayer(store, layer);
  }

  /** A layer that a manifest names, to be read from where that manifest was found. */
  static ImageLayer of(Store store, Digest diffId, Descriptor descriptor, BlobSource source) {
    return new SourceLayer(store, diffId, Optional.of(descriptor.withMediaType(descriptor.mediaType().toOci())),
        () -> source.open(descriptor), source);
  }
}
