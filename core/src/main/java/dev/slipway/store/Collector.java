package dev.slipway.store;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One collection: finds out what is in use, then deletes records, after them blobs that nobody needs, and then unpacked
 * layers.
 *
 * <p>Why no blob in use can go, whatever other processes do meanwhile: between the beginning (the file
 * {@code slipway/collecting} appears) and the end, lease files only come into being and grow. A lease that is closed
 * leaves its file under another name, one whose process dies just leaves it. So at any moment the lease files tell
 * everything that was pinned since the beginning, and whatever was pinned and let go before it has left its record or
 * root behind, which the scan sees because it comes later. Pins are written while {@link Locks#PINS} is held shared;
 * deletions look at the lease files while it is held exclusively, in small batches so that builds wait for milliseconds.
 * Nothing of this depends on a clock; times only decide what was used least recently.
 */
final class Collector {
  /** How the file of a lease ends that was closed while a collection ran. */
  static final String CLOSED = ".closed";

  private static final int BATCH = 64;
  /** Between batches whoever waits to pin goes first. */
  private static final long BREATH = TimeUnit.MICROSECONDS.toNanos(100);

  private final Place place;
  private final Disk disk;
  private final Locks locks;
  private final CollectionPolicy policy;
  private final Removals removals;
  private final TreeCollector trees;
  private final CacheDirectories caches;

  /** Blobs of the store at the time of the scan, and how many records that stay refer to them. */
  private final Map<Digest, Long> blobs = new HashMap<>();
  private final Map<Digest, Integer> uses = new HashMap<>();
  private final Set<Digest> held = new HashSet<>();
  private final List<Candidate> records = new ArrayList<>();
  private final List<Candidate> victims = new ArrayList<>();
  private long kept;
  private int leftovers;
  private long freed;

  Collector(Store store, CollectionPolicy policy, TreeRemover remover) {
    this.removals = new Removals(remover);
    this.trees = new TreeCollector(store, policy, removals);
    this.caches = store.caches();
    this.place = store.place();
    this.disk = store.disk();
    this.locks = store.locks();
    this.policy = policy;
  }

  Collected collect() {
    Locks.Held only = locks.lock(Locks.COLLECTION);
    try (only) {
      begin();
      scan();
      choose();
      int deletedRecords = deleteRecords();
      int deletedBlobs = deleteBlobs();
      caches.finishReplacements();
      sweep(place.temporary());
      sweep(place.damaged());
      int deletedTrees = trees.collect();
      end();
      return new Collected(deletedRecords, deletedBlobs, leftovers, freed + trees.bytesFreed(), kept, deletedTrees, removals.problems());
    } catch (IOException e) {
      throw Failures.io("collect in", place.root(), e);
    }
  }

  /** Files of leases that were closed during an earlier, killed collection tell nothing that this scan will not see. */
  private void begin() throws IOException {
    Locks.Held section = locks.lockBriefly(Locks.PINS, false);
    try (section) {
      if (disk.stat(place.collecting()).isEmpty()) {
        disk.create(place.collecting()).close();
      }
      deleteClosedLeases();
    }
    for (Path file : disk.list(place.leases())) {
      if (!file.toString().endsWith(CLOSED)) {
        deleteIfDead(file);
      }
    }
  }

  private void end() throws IOException {
    Locks.Held section = locks.lockBriefly(Locks.PINS, false);
    try (section) {
      var unused = disk.delete(place.collecting());
      deleteClosedLeases();
    }
  }

  private void deleteClosedLeases() throws IOException {
    for (Path file : disk.list(place.leases())) {
      if (file.toString().endsWith(CLOSED)) {
        var unused = disk.delete(file);
      }
    }
  }

  /** Deletes a file whose name starts with an owner that nobody holds. */
  private void deleteIfDead(Path file) throws IOException {
    Optional<Locks.Held> dead = Lease.takeDead(locks, file);
    if (dead.isPresent()) {
      Locks.Held taken = dead.get();
      try (taken) {
        delete(file);
      }
    }
  }

  private void delete(Path file) throws IOException {
    Optional<Disk.Stat> found = disk.stat(file);
    if (found.filter(Disk.Stat::isDirectory).isPresent()) {
      leftovers += removals.delete(file) ? 1 : 0;
    } else if (disk.delete(file)) {
      leftovers++;
      freed += found.map(Disk.Stat::size).orElse(0L);
    }
  }

  private void sweep(Path directory) throws IOException {
    for (Path file : disk.list(directory)) {
      if (directory.equals(place.damaged())) {
        delete(file);
      } else {
        deleteIfDead(file);
      }
    }
  }

  private void scan() throws IOException {
    for (Path directory : disk.list(place.records())) {
      for (Path fan : disk.list(directory)) {
        for (Path file : disk.list(fan)) {
          scanRecord(directory.getFileName().toString(), file);
        }
      }
    }
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      for (Path file : disk.list(place.blobs(algorithm))) {
        Optional<Disk.Stat> found = disk.stat(file);
        Optional<Digest> digest = digest(algorithm, file);
        if (digest.isPresent() && found.isPresent()) {
          blobs.put(digest.get(), found.get().size());
        }
      }
    }
    held.addAll(Closure.of(place, disk, Roots.manifests(Roots.read(disk, place.index())), digest -> true).reached());
    held.addAll(leased());
  }

  private void scanRecord(String kind, Path file) throws IOException {
    Optional<Disk.Stat> found = disk.stat(file);
    if (found.isPresent()) {
      Optional<RecordFile> read = Records.read(disk, file, found.get()).filter(record -> belongs(record, kind, file));
      records.add(new Candidate(file, found.get(), read.isPresent(), read.map(RecordFile::references).orElse(ImmutableMap.of())));
    }
  }

  static boolean belongs(RecordFile record, String kind, Path file) {
    return record.kind().equals(kind) && record.key().hex().equals(file.getFileName().toString());
  }

  static Optional<Digest> digest(Digest.Algorithm algorithm, Path file) {
    try {
      return Optional.of(new Digest(algorithm, file.getFileName().toString()));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  /** Everything that the lease files hold at this moment. */
  private Set<Digest> leased() throws IOException {
    Set<Digest> pinned = new LinkedHashSet<>();
    for (Path file : disk.list(place.leases())) {
      pinned.addAll(pins(disk, file));
    }
    return pinned;
  }

  /** The digests in a lease file. */
  static Set<Digest> pins(Disk disk, Path file) throws IOException {
    Set<Digest> pinned = new LinkedHashSet<>();
    for (String line : Lease.lines(disk, file)) {
      if (isDigest(line)) {
        pinned.add(Digest.parse(line));
      }
    }
    return pinned;
  }

  private static boolean isDigest(String line) {
    try {
      var unused = Digest.parse(line);
      return true;
    } catch (InvalidValueException e) {
      return false;
    }
  }

  /** Decides on records, the least recently used ones first. */
  private void choose() {
    held.forEach(this::use);
    for (Candidate record : records) {
      if (record.whole() && isComplete(record)) {
        kept += record.size();
        record.references().keySet().forEach(this::use);
      } else {
        victims.add(record);
      }
    }
    records.removeAll(ImmutableSet.copyOf(victims));
    records.sort(Comparator.comparing(Candidate::used));
    Instant oldest = oldest(policy.maximumAge());
    for (Candidate record : records) {
      boolean tooOld = record.used().isBefore(oldest) && kept > policy.minimumBytes();
      if (kept > policy.maximumBytes() || tooOld) {
        victims.add(record);
        kept -= record.size();
        record.references().keySet().forEach(this::unuse);
      }
    }
  }

  static Instant oldest(Duration age) {
    try {
      return Instant.now().minus(age);
    } catch (ArithmeticException | DateTimeException e) {
      return Instant.MIN;
    }
  }

  private boolean isComplete(Candidate record) {
    return record.references().entrySet().stream().allMatch(reference -> reference.getValue().equals(blobs.get(reference.getKey())));
  }

  private void use(Digest digest) {
    Long size = blobs.get(digest);
    if (size != null && uses.merge(digest, 1, Integer::sum) == 1) {
      kept += size;
    }
  }

  private void unuse(Digest digest) {
    if (uses.merge(digest, -1, Integer::sum) == 0) {
      kept -= blobs.getOrDefault(digest, 0L);
    }
  }

  /** Deletes what was chosen, unless it has been used or replaced since. Durably, before any blob goes. */
  private int deleteRecords() throws IOException {
    int count = 0;
    Set<Path> directories = new HashSet<>();
    for (Candidate record : victims) {
      Optional<Disk.Stat> now = disk.stat(record.file());
      if (now.isPresent() && now.get().equals(record.stat())) {
        var unused = disk.delete(record.file());
        count++;
        freed += record.size();
        directories.add(record.file().getParent());
      } else {
        record.references().keySet().forEach(this::use);
      }
    }
    for (Path directory : directories) {
      disk.syncDirectory(directory);
    }
    return count;
  }

  private int deleteBlobs() throws IOException {
    List<Digest> unneeded = new ArrayList<>();
    blobs.keySet().stream().filter(digest -> uses.getOrDefault(digest, 0) == 0).forEach(unneeded::add);
    int count = 0;
    for (List<Digest> batch : Lists.partition(unneeded, BATCH)) {
      Locks.Held section = locks.lockBriefly(Locks.PINS, false);
      try (section) {
        Set<Digest> pinned = leased();
        for (Digest digest : batch) {
          if (pinned.contains(digest)) {
            kept += blobs.getOrDefault(digest, 0L);
          } else if (disk.delete(place.blob(digest))) {
            count++;
            freed += blobs.getOrDefault(digest, 0L);
          }
        }
      }
      LockSupport.parkNanos(BREATH);
    }
    return count;
  }

  /** A record as the scan found it. */
  private record Candidate(Path file, Disk.Stat stat, boolean whole, ImmutableMap<Digest, Long> references) {
    Instant used() {
      return stat.modified().toInstant();
    }

    long size() {
      return stat.size();
    }
  }
}
