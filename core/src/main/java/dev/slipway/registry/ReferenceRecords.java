package dev.slipway.registry;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The store's records of kind {@code reference}: what a reference stood for when its registry was last asked, with the
 * documents that were read of it. A record's body is an index of the one descriptor, annotated with the time.
 */
final class ReferenceRecords {
  private static final String KIND = "reference";
  private static final String ASKED = "dev.slipway.asked";

  /**
   * What a reference stood for.
   *
   * @param descriptor the manifest or index
   * @param asked when the registry said so
   * @param documents the documents of it that are in the store
   */
  record Remembered(Descriptor descriptor, Instant asked, ImmutableSet<Digest> documents) {}

  private final Store store;
  private final Lease lease;

  ReferenceRecords(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** What is known of a reference, its documents protected by the lease. */
  Optional<Remembered> get(ImageReference reference) {
    return store.records(KIND).get(lease, key(reference)).flatMap(ReferenceRecords::read);
  }

  /** A record of another version is no record. */
  private static Optional<Remembered> read(StoredRecord record) {
    try {
      Index body = Index.read(record.body().getBytes(StandardCharsets.UTF_8));
      Instant asked = Instant.parse(body.annotations().getOrDefault(ASKED, ""));
      return Optional.of(new Remembered(Iterables.getOnlyElement(body.manifests()), asked, record.references()));
    } catch (DocumentException | DateTimeException | IllegalArgumentException otherVersion) {
      return Optional.empty();
    }
  }

  /** Adds to what is known of a reference; what was asked later counts. In a store that can only be read, nothing changes. */
  void put(ImageReference reference, Remembered latest) {
    Digest key = key(reference);
    try {
      var unused = store.exclusively(key, () -> {
        Remembered merged = get(reference).map(known -> merge(known, latest)).orElse(latest);
        Index body = Index.of(List.of(merged.descriptor())).withAnnotations(ImmutableMap.of(ASKED, merged.asked().toString()));
        store.records(KIND).put(lease, key,
            new StoredRecord(new String(body.bytes(), StandardCharsets.UTF_8), merged.documents()));
        return merged;
      });
    } catch (StoreException e) {
      if (e.code() != ErrorCode.STORE_UNUSABLE) {
        throw e;
      }
    }
  }

  private static Remembered merge(Remembered known, Remembered latest) {
    Remembered newer = latest.asked().isBefore(known.asked()) ? known : latest;
    return known.descriptor().digest().equals(latest.descriptor().digest())
        ? new Remembered(newer.descriptor(), newer.asked(),
            ImmutableSet.<Digest>builder().addAll(known.documents()).addAll(latest.documents()).build())
        : newer;
  }

  private static Digest key(ImageReference reference) {
    return Digest.sha256(("reference 1 " + reference).getBytes(StandardCharsets.UTF_8));
  }
}
