package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How files come into a store: written aside under a name that nobody else has, renamed to where they belong, and made durable
 * when somebody asks for it. Safe for use by several threads.
 */
final class Writes {
  /** A use is written down at most this often. */
  private static final Duration USE_INTERVAL = Duration.ofMinutes(1);

  private final Place place;
  private final Disk disk;
  private final @Nullable Long session;
  private final AtomicLong temporaries = new AtomicLong();
  private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();

  /**
   * The writes of one open store.
   *
   * @param session whom its temporary files belong to; absent where it cannot be written
   */
  Writes(Place place, Disk disk, @Nullable Long session) {
    this.place = place;
    this.disk = disk;
    this.session = session;
  }

  static StoreException refused(Place place) {
    return new StoreException(ErrorCode.STORE_UNUSABLE,
        "the store '" + place.root() + "' is read-only for this user: make its directory writable or use another one");
  }

  /** A name below {@code slipway/tmp} that belongs to the store for as long as it is open. */
  Path newTemporary() {
    if (session == null) {
      throw refused(place);
    }
    return newTemporary(session);
  }

  /** A name below {@code slipway/tmp} that belongs to an owner. */
  Path newTemporary(long owner) {
    if (session == null) {
      throw refused(place);
    }
    return place.temporary().resolve(Lease.name(owner) + "-" + temporaries.incrementAndGet());
  }

  /** Gives a file new contents as a whole: whoever reads it sees the old or the new ones. */
  void replace(Path file, byte[] contents, boolean force) throws IOException {
    Path temporary = newTemporary();
    boolean moved = false;
    try {
      try (Disk.Output output = disk.create(temporary)) {
        output.write(contents);
        if (force) {
          output.force();
        }
      }
      moveInto(temporary, file);
      moved = true;
    } finally {
      if (!moved) {
        tryDelete(temporary);
      }
    }
  }

  /** Renames a file, making the directory that it goes to where it is missing. */
  void moveInto(Path from, Path to) throws IOException {
    try {
      disk.move(from, to);
    } catch (NoSuchFileException e) {
      disk.createDirectories(to.resolveSibling(".").normalize());
      disk.move(from, to);
    }
  }

  private void tryDelete(Path temporary) {
    try {
      var unused = disk.delete(temporary);
    } catch (IOException e) {
      // the failure that led here matters more; a collection takes the file away once the store is closed
    }
  }

  /** Notes that the names in a directory would not survive a power cut yet. */
  void needsSync(Path directory) {
    unsynced.add(directory);
  }

  /** Returns when the names in all directories noted so far would survive a power cut. */
  void sync() {
    // who finds nothing left to do must not be gone before others have done it
    synchronized (unsynced) {
      for (Path directory : ImmutableList.copyOf(unsynced)) {
        if (unsynced.remove(directory)) {
          sync(directory);
        }
      }
    }
  }

  private void sync(Path directory) {
    try {
      disk.syncDirectory(directory);
    } catch (IOException e) {
      unsynced.add(directory);
      throw Failures.io("sync", directory, e);
    }
  }

  /** Notes the use of a file in its time of modification. Failing to do so only makes it look older to a collection. */
  void use(Path file, Disk.Stat found) {
    Instant now = Instant.now();
    Instant noted = found.modified().toInstant();
    if (noted.isBefore(now.minus(USE_INTERVAL)) || noted.isAfter(now.plus(USE_INTERVAL))) {
      try {
        disk.touch(file);
      } catch (IOException e) {
        // a read-only store serves hits as well
      }
    }
  }
}
