package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The cache directories of a store as they are at one moment. */
final class CacheList {
  private static final Comparator<CacheDirectory> ORDER = Comparator.comparing(CacheDirectory::ownership)
      .thenComparing(CacheDirectory::name).thenComparingInt(CacheDirectory::instance);

  private final Store store;
  private final Disk disk;

  CacheList(Store store) {
    this.store = store;
    this.disk = store.disk();
  }

  ImmutableList<CacheDirectory> all() {
    try {
      ImmutableList.Builder<CacheDirectory> all = ImmutableList.builder();
      for (CachePlace place : places()) {
        measured(place).ifPresent(all::add);
      }
      return ImmutableList.sortedCopyOf(ORDER, all.build());
    } catch (IOException e) {
      throw Failures.io("list the caches in", store.place().caches(), e);
    }
  }

  ImmutableList<CachePlace> places() throws IOException {
    ImmutableList.Builder<CachePlace> places = ImmutableList.builder();
    for (Path ownership : disk.list(store.place().caches())) {
      for (Path directory : disk.list(ownership)) {
        CachePlace.at(directory).ifPresent(places::add);
      }
    }
    return places.build();
  }

  /** Empty if it has gone meanwhile or nobody can tell its name. */
  Optional<CacheDirectory> measured(CachePlace place) throws IOException {
    Optional<Disk.Stat> used = disk.stat(place.note());
    Optional<CacheNote> note = used.isEmpty() ? Optional.empty() : CacheNote.read(disk, place);
    if (note.isEmpty()) {
      return Optional.empty();
    }
    TreeSize size = TreeSize.of(place.content());
    boolean inUse = !store.isReadOnly() && store.locks().uses().isUsed(place.lock());
    return Optional.of(new CacheDirectory(place.ownership(), note.get().name(), place.instance(), note.get().origin(), note.get().created(),
        used.get().modified().toInstant(), size.bytes(), size.files(), size.isComplete(), inUse));
  }
}
