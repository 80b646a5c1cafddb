package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The directories of cache mounts, {@code slipway/caches/<ownership>/<hex>-<n>/fs}, which keep what commands left in them
 * from build to build. Safe for use by several threads and processes.
 *
 * <p>Collections leave them alone: only {@link #prune} takes them away. Ownerships are as those of {@link Trees}.
 */
public final class CacheDirectories {
  private final Store store;
  private final Disk disk;

  CacheDirectories(Store store) {
    this.store = store;
    this.disk = store.disk();
  }

  /**
   * Opens a cache directory, making it where it is missing. Whoever is killed holds it no longer.
   *
   * <p>A thread that opens the same name twice may wait for itself: take one {@link Held} for one command. Several
   * {@link CacheUse#LOCKED locked} ones are opened in the order of their names.
   *
   * @throws StoreException with {@link ErrorCode#CANCELLED} if the thread is interrupted while it waits, with
   *     {@link ErrorCode#STORE_UNUSABLE} if the store cannot be written, with {@link ErrorCode#IO} if the directory cannot be
   *     made
   */
  public Held open(Lease lease, String ownership, CacheName name, CacheUse use, CacheContent initial) {
    store.check(lease);
    CachePlace first = CachePlace.of(store.place(), ownership, name.digest(), 0);
    UseLocks uses = store.locks().uses();
    Held held = switch (use) {
      case SHARED -> new Held(first, disk, uses.share(first.lock()));
      case LOCKED -> new Held(first, disk, uses.alone(first.lock()));
      case PRIVATE -> takeOne(first, uses);
    };
    boolean opened = false;
    try {
      ensure(lease, held.place, name, initial);
      held.use();
      opened = true;
      return held;
    } catch (IOException e) {
      throw Failures.io("open the cache '" + name.id() + "' in", held.place.directory(), e);
    } finally {
      if (!opened) {
        held.release();
      }
    }
  }

  /**
   * Gives a cache directory, instance 0, other content as a whole, making it where it is missing. Waits until nobody has
   * it open. Killed at any moment, it leaves the old content or the new one.
   *
   * @param origin what the content is, in a few words for lists
   * @param made a directory that {@link Trees#aside} named, or any other on the same file system; it is renamed
   * @param remover takes the old content away
   * @throws StoreException as {@link #open}; with {@link ErrorCode#NOT_FOUND} if {@code made} is no directory
   */
  public void replace(Lease lease, String ownership, CacheName name, String origin, Path made, TreeRemover remover) {
    store.check(lease);
    CachePlace place = CachePlace.of(store.place(), ownership, name.digest(), 0);
    Locks.Held alone = store.locks().uses().alone(place.lock());
    Optional<Path> old;
    try (alone) {
      finishReplacement(place);
      Path wrapper = wrap(lease, made, new CacheNote(name, 0, origin, Instant.now()));
      old = exchange(place, wrapper);
    } catch (IOException e) {
      throw Failures.io("replace the cache '" + name.id() + "' in", place.directory(), e);
    }
    old.ifPresent(hidden -> {
      var unused = new Removals(remover).delete(hidden);
    });
  }

  /**
   * All cache directories, by ownership, name and instance. Measures each of them by walking it. Those whose note was torn
   * by a power cut are missing until they are opened again.
   */
  public ImmutableList<CacheDirectory> list() {
    return new CacheList(store).all();
  }

  /**
   * Takes away what the policy does not keep and nobody has open. A directory that nobody can tell the name of, because a
   * power cut tore the note about it, goes with all policies that are not for one name only.
   */
  public Pruned prune(CachePolicy policy, TreeRemover remover) {
    return new CachePruning(store, policy, new Removals(remover)).prune();
  }

  /** The first instance that is free, or else a new one. */
  private Held takeOne(CachePlace first, UseLocks uses) {
    try {
      SortedSet<Integer> known = new TreeSet<>();
      for (Path directory : disk.list(first.directory().resolveSibling(".").normalize())) {
        CachePlace.at(directory).filter(place -> place.digest().equals(first.digest())).ifPresent(place -> known.add(place.instance()));
      }
      for (int instance : known) {
        Optional<Held> held = take(first, instance, uses);
        if (held.isPresent()) {
          return held.get();
        }
      }
      for (int instance = 0;; instance++) {
        Optional<Held> held = known.contains(instance) ? Optional.empty() : take(first, instance, uses);
        if (held.isPresent()) {
          return held.get();
        }
      }
    } catch (IOException e) {
      throw Failures.io("list the caches beside", first.directory(), e);
    }
  }

  private Optional<Held> take(CachePlace first, int instance, UseLocks uses) {
    CachePlace place = CachePlace.of(store.place(), first.ownership(), first.digest(), instance);
    return uses.tryAlone(place.lock()).map(lock -> new Held(place, disk, lock));
  }

  /** Called by whoever uses the place, so that nobody takes it away; under a lock, so that it is made once. */
  private void ensure(Lease lease, CachePlace place, CacheName name, CacheContent initial) throws IOException {
    if (isWhole(place)) {
      return;
    }
    Locks.Held making = store.locks().lock(place.makingLock());
    try (making) {
      finishReplacement(place);
      if (isWhole(place)) {
        return;
      }
      if (disk.stat(place.content()).isPresent()) {
        CacheNote note = new CacheNote(name, place.instance(), "unknown", Instant.now());
        store.writes().replace(place.note(), note.encode(), false);
        return;
      }
      if (disk.stat(place.directory()).isPresent()) {
        var unused = Removals.hide(store, place.directory());
      }
      make(lease, place, name, initial);
    }
  }

  private boolean isWhole(CachePlace place) throws IOException {
    return disk.stat(place.content()).isPresent() && CacheNote.read(disk, place).isPresent();
  }

  private void make(Lease lease, CachePlace place, CacheName name, CacheContent initial) throws IOException {
    Path made = store.trees().aside(lease);
    boolean done = false;
    try {
      initial.make(made);
      Path wrapper = wrap(lease, made, new CacheNote(name, place.instance(), initial.origin(), Instant.now()));
      store.writes().moveInto(wrapper, place.directory());
      done = true;
    } finally {
      if (!done) {
        tryRemove(made);
      }
    }
  }

  /** What stays is swept when the lease has ended. */
  private static void tryRemove(Path made) {
    try {
      TreeRemover.own().remove(made);
    } catch (IOException e) {
      // the failure that led here matters more
    }
  }

  private Path wrap(Lease lease, Path made, CacheNote note) throws IOException {
    if (disk.stat(made).filter(Disk.Stat::isDirectory).isEmpty()) {
      throw new StoreException(ErrorCode.NOT_FOUND,
          "'" + made + "', to be the content of the cache '" + note.name().id() + "', is not a directory");
    }
    Path wrapper = store.trees().wrap(lease, made);
    store.trees().write(wrapper.resolve(CacheNote.FILE), note.encode());
    return wrapper;
  }

  /** The old directory keeps a name that says where it belongs until the new one is there. */
  private Optional<Path> exchange(CachePlace place, Path wrapper) throws IOException {
    boolean replaces = disk.stat(place.directory()).isPresent();
    if (replaces) {
      disk.move(place.directory(), place.replaced());
    }
    store.writes().moveInto(wrapper, place.directory());
    return replaces ? Optional.of(Removals.hide(store, place.replaced())) : Optional.empty();
  }

  /** Ends what a killed process has begun. The caller makes sure that nobody else does. */
  private void finishReplacement(CachePlace place) throws IOException {
    if (disk.stat(place.replaced()).isEmpty()) {
      return;
    }
    if (disk.stat(place.directory()).isEmpty()) {
      disk.move(place.replaced(), place.directory());
    } else {
      var unused = Removals.hide(store, place.replaced());
    }
  }

  /** Ends all replacements that killed processes have begun. */
  void finishReplacements() throws IOException {
    for (Path ownership : disk.list(store.place().caches())) {
      for (Path directory : disk.list(ownership)) {
        Optional<CachePlace> place = CachePlace.replacedAt(directory);
        Optional<Locks.Held> alone = place.flatMap(replaced -> store.locks().uses().tryAlone(replaced.lock()));
        if (place.isPresent() && alone.isPresent()) {
          Locks.Held held = alone.get();
          try (held) {
            finishReplacement(place.get());
          }
        }
      }
    }
  }

  /** An open cache directory. Any thread may close it; closing again does nothing. */
  public static final class Held implements AutoCloseable {
    private final CachePlace place;
    private final Disk disk;
    private final Locks.Held lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    Held(CachePlace place, Disk disk, Locks.Held lock) {
      this.place = place;
      this.disk = disk;
      this.lock = lock;
    }

    /** The directory, absolute. */
    public Path directory() {
      return place.content();
    }

    /** Which of the directories of its name it is: 0, unless it was opened {@link CacheUse#PRIVATE privately}. */
    public int instance() {
      return place.instance();
    }

    /** Lets others have it, and notes the time of its use. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        use();
        lock.close();
      }
    }

    private void release() {
      closed.set(true);
      lock.close();
    }

    /** Failing to note a use only makes it look older to a pruning. */
    private void use() {
      try {
        disk.touch(place.note());
      } catch (IOException e) {
        // that matters to nobody who uses the cache
      }
    }
  }
}
