package dev.slipway.layout;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Layer;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The store's records of kind {@code layer}: which layers lie there expanded, by diffID, so that no base image is
 * expanded twice. The record's body is the table's digest and the tar's size.
 */
final class LayerRecords {
  private static final String KIND = "layer";

  private final Store store;
  private final Lease lease;

  LayerRecords(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  Optional<Layer> get(Digest diffId) {
    return store.records(KIND).get(lease, key(diffId)).flatMap(record -> layer(diffId, record.body()));
  }

  Layer put(Layer layer) {
    String body = "[\"" + layer.toc() + "\",\"" + layer.size() + "\"]";
    store.records(KIND).put(lease, key(layer.diffId()), new StoredRecord(body, ImmutableSet.of(layer.diffId(), layer.toc())));
    return layer;
  }

  /** A record of another version is no record. */
  private static Optional<Layer> layer(Digest diffId, String body) {
    List<String> parts = Splitter.on('"').splitToList(body);
    try {
      return parts.size() == 5
          ? Optional.of(new Layer(diffId, Long.parseLong(parts.get(3)), Digest.parse(parts.get(1))))
          : Optional.empty();
    } catch (InvalidValueException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Digest key(Digest diffId) {
    return Digest.sha256(("layer 1 " + diffId).getBytes(StandardCharsets.UTF_8));
  }
}
