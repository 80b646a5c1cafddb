package dev.slipway.layout;

import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.util.Optional;

/** A layer that lies expanded in the store. */
record StoredLayer(Store store, Layer layer) implements ImageLayer {
  @Override
  public Digest diffId() {
    return layer.diffId();
  }

  @Override
  public Optional<Descriptor> original() {
    return Optional.empty();
  }

  @Override
  public Optional<ImageReference> repository() {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> present(Lease lease) {
    return Optional.of(expanded(lease));
  }

  @Override
  public Layer expanded(Lease lease) {
    var unused = store.pin(lease, layer.diffId());
    unused = store.pin(lease, layer.toc());
    return layer;
  }

  @Override
  public Descriptor packed(Lease lease, Compression preferred) {
    return new LayerPacker(store, lease).pack(expanded(lease), preferred);
  }

  @Override
  public Descriptor described(Lease lease, Compression preferred) {
    return packed(lease, preferred);
  }
}
