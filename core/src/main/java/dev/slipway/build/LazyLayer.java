package dev.slipway.build;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.slipway.image.Digest;
import dev.slipway.layer.Layer;

/** A layer whose bytes are fetched into the store when somebody needs them, once. */
final class LazyLayer {
  private final Digest diffId;
  private final Supplier<Layer> layer;

  LazyLayer(Digest diffId, Supplier<Layer> layer) {
    this.diffId = diffId;
    this.layer = Suppliers.memoize(layer);
  }

  static LazyLayer of(Layer layer) {
    return new LazyLayer(layer.diffId(), () -> layer);
  }

  Digest diffId() {
    return diffId;
  }

  Layer get() {
    return layer.get();
  }
}
