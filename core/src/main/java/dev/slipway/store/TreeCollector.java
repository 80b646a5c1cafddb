package dev.slipway.store;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The part of a collection that takes away unpacked layers. It is protected as {@link Collector} says: trees are pinned in
 * the same lease files, and taken away while {@link Locks#PINS} is held exclusively. Under that lock they are only renamed,
 * so builds do not wait for the deleting.
 */
final class TreeCollector {
  private static final int BATCH = 16;
  /** Between batches whoever waits to pin goes first. */
  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(100);

  private final Store store;
  private final Disk disk;
  private final Place place;
  private final Trees trees;
  private final CollectionPolicy policy;
  private final Removals removals;
  private final List<Candidate> victims = new ArrayList<>();
  private long freed;

  TreeCollector(Store store, CollectionPolicy policy, Removals removals) {
    this.store = store;
    this.disk = store.disk();
    this.place = store.place();
    this.trees = store.trees();
    this.policy = policy;
    this.removals = removals;
  }

  /** Takes away what the policy does not keep; how many that were. To be called after the blobs have gone. */
  int collect() throws IOException {
    choose();
    int count = 0;
    for (List<Candidate> batch : Lists.partition(victims, BATCH)) {
      List<Path> hidden = hide(batch);
      count += hidden.size();
      for (Path directory : hidden) {
        var unused = removals.delete(directory);
      }
      LockSupport.parkNanos(BREATH);
    }
    return count;
  }

  /** The noted sizes of what was taken away. */
  long bytesFreed() {
    return freed;
  }

  private void choose() throws IOException {
    Set<TreeName> pinned = Lease.trees(disk, place);
    List<Candidate> kept = new ArrayList<>();
    long bytes = 0;
    for (TreeName name : trees.names()) {
      Candidate tree = candidate(name);
      if (tree.isNeeded()) {
        bytes += tree.bytes();
        kept.add(tree);
      } else if (!pinned.contains(name)) {
        victims.add(tree);
      }
    }
    kept.removeIf(tree -> pinned.contains(tree.name()));
    kept.sort(Comparator.comparing(Candidate::used));
    Instant oldest = Collector.oldest(policy.maximumTreeAge());
    for (Candidate tree : kept) {
      boolean tooMuch = bytes > policy.maximumTreeBytes() || policy.maximumTreeBytes() == 0;
      if (tooMuch || tree.used().isBefore(oldest)) {
        victims.add(tree);
        bytes -= tree.bytes();
      }
    }
  }

  private Candidate candidate(TreeName name) throws IOException {
    Optional<Disk.Stat> noted = disk.stat(trees.note(name));
    Optional<TreeNote> note = TreeNote.read(disk, trees.note(name));
    boolean needed = note.isPresent() && trees.whole(name).isPresent() && disk.stat(place.blob(note.get().layer())).isPresent();
    return new Candidate(name, noted, needed, note.map(TreeNote::bytes).orElse(0L));
  }

  private List<Path> hide(List<Candidate> batch) throws IOException {
    List<Path> hidden = new ArrayList<>();
    Locks.Held section = store.locks().lockBriefly(Locks.PINS, false);
    try (section) {
      Set<TreeName> pinned = Lease.trees(disk, place);
      for (Candidate tree : batch) {
        // used or replaced since the scan: then it is not the least recently used one any more
        boolean same = disk.stat(trees.note(tree.name())).equals(tree.noted());
        if (same && !pinned.contains(tree.name()) && disk.stat(place.tree(tree.name())).isPresent()) {
          hidden.add(Removals.hide(store, place.tree(tree.name())));
          freed += tree.bytes();
        }
      }
    }
    return hidden;
  }

  /** A tree as the scan found it. */
  private record Candidate(TreeName name, Optional<Disk.Stat> noted, boolean isNeeded, long bytes) {
    Instant used() {
      return noted.map(stat -> stat.modified().toInstant()).orElse(Instant.MIN);
    }
  }
}
