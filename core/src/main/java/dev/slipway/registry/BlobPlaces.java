package dev.slipway.registry;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The store's records of kind {@code places}: in which repositories a blob was seen, so that others of the same registry
 * can take it over from there. A record's body is a list of repositories, the latest first. It is only ever a hint: a
 * registry is asked whether it is still so.
 */
final class BlobPlaces {
  private static final String KIND = "places";
  private static final int MOST = 8;

  private final Store store;

  BlobPlaces(Store store) {
    this.store = store;
  }

  /** The repositories in which a blob was seen, the latest first. */
  ImmutableList<ImageReference> of(Lease lease, Digest blob) {
    return store.records(KIND).get(lease, key(blob)).map(record -> read(record.body())).orElse(ImmutableList.of());
  }

  private static ImmutableList<ImageReference> read(String body) {
    List<String> parts = Splitter.on('"').splitToList(body);
    ImmutableList.Builder<ImageReference> repositories = ImmutableList.builder();
    try {
      for (int i = 1; i < parts.size(); i += 2) {
        repositories.add(ImageReference.parse(parts.get(i)));
      }
      return repositories.build();
    } catch (InvalidValueException otherVersion) {
      return ImmutableList.of();
    }
  }

  /** Notes that a blob is in a repository. A note that is lost because two are made at once costs nothing but a transfer. */
  void add(Lease lease, Digest blob, ImageReference repository) {
    List<ImageReference> known = of(lease, blob);
    if (!known.isEmpty() && known.get(0).equals(repository)) {
      return;
    }
    Set<ImageReference> all = new LinkedHashSet<>();
    all.add(repository);
    all.addAll(known);
    List<String> names = new ArrayList<>();
    all.stream().limit(MOST).forEach(name -> names.add("\"" + name + "\""));
    try {
      store.records(KIND).put(lease, key(blob), new StoredRecord("[" + String.join(",", names) + "]", ImmutableSet.of()));
    } catch (StoreException e) {
      if (e.code() != ErrorCode.STORE_UNUSABLE) {
        throw e;
      }
    }
  }

  private static Digest key(Digest blob) {
    return Digest.sha256(("places 1 " + blob).getBytes(StandardCharsets.UTF_8));
  }
}
