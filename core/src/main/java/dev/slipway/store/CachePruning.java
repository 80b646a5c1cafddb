package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One pruning of cache directories. Each is taken away by whoever has it alone, so never while it is used. */
final class CachePruning {
  private final Store store;
  private final CachePolicy policy;
  private final Removals removals;
  private final CacheList list;
  private final ImmutableList.Builder<CacheDirectory> removed = ImmutableList.builder();
  private final ImmutableList.Builder<CacheDirectory> inUse = ImmutableList.builder();

  CachePruning(Store store, CachePolicy policy, Removals removals) {
    this.store = store;
    this.policy = policy;
    this.removals = removals;
    this.list = new CacheList(store);
  }

  Pruned prune() {
    try {
      store.caches().finishReplacements();
      List<CacheDirectory> candidates = candidates();
      candidates.sort(Comparator.comparing(CacheDirectory::lastUsed));
      long bytes = candidates.stream().mapToLong(CacheDirectory::bytes).sum();
      Instant oldest = Collector.oldest(policy.maximumAge());
      for (CacheDirectory cache : candidates) {
        boolean tooMuch = bytes > policy.maximumBytes() || policy.maximumBytes() == 0;
        if ((tooMuch || cache.lastUsed().isBefore(oldest)) && remove(cache)) {
          bytes -= cache.bytes();
        }
      }
    } catch (IOException e) {
      throw Failures.io("prune the caches in", store.place().caches(), e);
    }
    return new Pruned(removed.build(), inUse.build(), removals.problems());
  }

  /** All that the policy is about; those without a legible name go at once. */
  private List<CacheDirectory> candidates() throws IOException {
    List<CacheDirectory> candidates = new ArrayList<>();
    for (CachePlace place : list.places()) {
      Optional<CacheDirectory> found = list.measured(place);
      if (found.isPresent()) {
        found.filter(cache -> policy.only().isEmpty() || policy.only().get().equals(cache.name())).ifPresent(candidates::add);
      } else if (policy.only().isEmpty()) {
        var unused = remove(place);
      }
    }
    return candidates;
  }

  private boolean remove(CacheDirectory cache) throws IOException {
    CachePlace place = CachePlace.of(store.place(), cache.ownership(), cache.name().digest(), cache.instance());
    boolean gone = remove(place);
    (gone ? removed : inUse).add(cache);
    return gone;
  }

  private boolean remove(CachePlace place) throws IOException {
    Optional<Locks.Held> alone = store.locks().uses().tryAlone(place.lock());
    if (alone.isEmpty()) {
      return false;
    }
    Optional<Path> hidden;
    Locks.Held held = alone.get();
    try (held) {
      hidden = store.disk().stat(place.directory()).isPresent()
          ? Optional.of(Removals.hide(store, place.directory()))
          : Optional.empty();
    }
    hidden.ifPresent(directory -> {
      var unused = removals.delete(directory);
    });
    return true;
  }
}
