package dev.slipway.layout;

import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoredRecord;
import java.nio.charset.StandardCharsets;

/**
 * The store's records of kind {@code kept}: layers in the form in which a registry has them. A record's body is the
 * layer's descriptor.
 */
final class KeptRecords {
  private static final String KIND = "kept";

  private final Store store;
  private final Lease lease;

  KeptRecords(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  void put(Descriptor layer) {
    store.records(KIND).put(lease, key(layer), new StoredRecord(layer.toString(), ImmutableSet.of(layer.digest())));
  }

  /** Notes that the layer is used, and protects it, if it is there. */
  void use(Descriptor layer) {
    var unused = store.records(KIND).get(lease, key(layer));
  }

  private static Digest key(Descriptor layer) {
    return Digest.sha256(("kept 1 " + layer.digest()).getBytes(StandardCharsets.UTF_8));
  }
}
