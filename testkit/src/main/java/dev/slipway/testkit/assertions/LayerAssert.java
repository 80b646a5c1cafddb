package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.Digest;
import dev.slipway.layer.Layer;
import dev.slipway.store.Store;

/** Assertions on a layer that lies in a store. */
public final class LayerAssert extends Checks<LayerAssert, Layer> {
  LayerAssert(Layer actual) {
    super(actual, LayerAssert.class);
  }

  @Override
  String subject() {
    return "layer " + actual.diffId().shortHex();
  }

  /** Expects this digest of the uncompressed tar. */
  @CanIgnoreReturnValue
  public LayerAssert hasDiffId(Digest diffId) {
    return equal("the diff id", diffId, there().diffId());
  }

  /** Expects that the uncompressed tar has fewer bytes than this. */
  @CanIgnoreReturnValue
  public LayerAssert isSmallerThan(long bytes) {
    if (there().size() >= bytes) {
      throw failureWithActualExpected(there().size(), "less than " + bytes, "%s",
          "Expected " + subject() + " to have less than " + bytes + " bytes, but it has " + there().size());
    }
    return this;
  }

  /** Goes on with what is in the layer, read from the store that holds it. */
  public TocAssert in(Store store) {
    return alike(new TocAssert(there().read(store).toc()));
  }
}
