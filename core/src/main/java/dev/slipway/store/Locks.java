package dev.slipway.store;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All locks of one store directory: single bytes of one lock file, locked by the operating system, which lets go of
 * them when a process dies. The lock file stays empty; a locked byte need not exist.
 *
 * <p>Threads of one class loader exclude each other in memory first. Another class loader in the same process shows as
 * {@link OverlappingFileLockException}, another process as a refused lock; both are waited for by polling, because a
 * blocking lock would close the channel when its thread is interrupted.
 *
 * <p>POSIX drops a process's locks on a file as soon as the process closes <em>any</em> descriptor of that file. So
 * the lock file is never read, one channel is opened per class loader, and it is never closed: not by us, and not by
 * the cleaner of an unloaded class loader either, because the JDK is made to hold it.
 */
final class Locks {
  /** Held while {@code index.json} is replaced. */
  static final long INDEX = 0;
  /** Held by the one collection that runs. */
  static final long COLLECTION = 1;
  /** Shared by whoever pins, exclusive while unpinned blobs are deleted. Never held for long. */
  static final long PINS = 2;

  /** How many bytes a thing has that is used by many or by one alone: see {@link UseLocks}. */
  static final int USE_WIDTH = 1 << 16;

  private static final long USES = 1L << 60;
  private static final long KEYS = 1L << 61;
  private static final long OWNERS = 1L << 62;
  private static final long SHORTEST_WAIT = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(15);
  private static final long LONGEST_BRIEF_WAIT = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LIFETIME_DAYS = 36_500;
  private static final Map<Object, Locks> OPEN = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final Map<Long, Slot> slots = new ConcurrentHashMap<>();
  private final Set<Long> owners = ConcurrentHashMap.newKeySet();
  private final UseLocks uses = new UseLocks(this);

  private Locks(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The locks of a lock file, which is created if it is missing. */
  static synchronized Locks in(Path file, Disk disk) throws IOException {
    Optional<Disk.Stat> found = disk.stat(file);
    Locks known = found.isPresent() ? OPEN.get(found.get().identity()) : null;
    if (known != null) {
      return known;
    }
    FileChannel channel = disk.openForLocks(file);
    var unused = new CompletableFuture<FileChannel>().completeOnTimeout(channel, LIFETIME_DAYS, TimeUnit.DAYS);
    Object identity = disk.stat(file).map(Disk.Stat::identity).orElse(file);
    // never opened twice, even where the file was made by somebody else since the first look
    return OPEN.computeIfAbsent(identity, key -> new Locks(file, channel));
  }

  /** The byte that stands for a key: sixty-one bits of it. Two keys that share them merely wait for each other. */
  static long position(Digest key) {
    return KEYS | Long.parseUnsignedLong(key.hex().substring(0, 16), 16) >>> 3;
  }

  /** The first of the bytes that stand for a thing that is used: forty-four bits of its digest tell where. */
  static long usePosition(Digest thing) {
    return USES | Long.parseUnsignedLong(thing.hex().substring(0, 11), 16) * USE_WIDTH;
  }

  /** The locks for things that are used by many or by one alone. */
  UseLocks uses() {
    return uses;
  }

  /** Waits for a byte, or until the thread is interrupted. A thread that holds it already gets it again. */
  Held lock(long position) {
    Slot slot = join(position);
    try {
      slot.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      leave(position);
      throw interrupted(e);
    }
    return locked(position, slot, () -> waitFor(position));
  }

  /** Waits for a byte that nobody holds for long, whether or not the thread is interrupted. */
  Held lockBriefly(long position, boolean shared) {
    Slot slot = join(position);
    slot.lock.lock();
    return locked(position, slot, () -> {
      boolean interrupted = false;
      try {
        long pause = SHORTEST_WAIT;
        FileLock system;
        while ((system = attempt(position, shared)) == null) {
          LockSupport.parkNanos(pause);
          interrupted |= Thread.interrupted();
          pause = Math.min(2 * pause, LONGEST_BRIEF_WAIT);
        }
        return system;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    });
  }

  private Slot join(long position) {
    return slots.compute(position, (key, known) -> {
      Slot slot = known == null ? new Slot() : known;
      slot.users++;
      return slot;
    });
  }

  private Held locked(long position, Slot slot, Supplier<FileLock> system) {
    boolean done = false;
    try {
      if (slot.lock.getHoldCount() == 1) {
        slot.system = system.get();
      }
      done = true;
    } finally {
      if (!done) {
        slot.lock.unlock();
        leave(position);
      }
    }
    return () -> unlock(position, slot);
  }

  private void unlock(long position, Slot slot) {
    FileLock system = slot.system;
    try {
      if (slot.lock.getHoldCount() == 1 && system != null) {
        slot.system = null;
        release(system);
      }
    } finally {
      slot.lock.unlock();
      leave(position);
    }
  }

  private void leave(long position) {
    slots.computeIfPresent(position, (key, slot) -> --slot.users == 0 ? null : slot);
  }

  /** Takes the byte that shows that an owner of leases or temporary files lives; empty while somebody holds it. */
  Optional<Held> own(long owner) {
    long position = OWNERS | owner;
    if (!owners.add(position)) {
      return Optional.empty();
    }
    FileLock system = null;
    try {
      system = attempt(position, false);
    } finally {
      if (system == null) {
        owners.remove(position);
      }
    }
    FileLock taken = system;
    return taken == null ? Optional.empty() : Optional.of(() -> {
      release(taken);
      owners.remove(position);
    });
  }

  private FileLock waitFor(long position) {
    long pause = SHORTEST_WAIT;
    while (true) {
      FileLock system = attempt(position, false);
      if (system != null) {
        return system;
      }
      LockSupport.parkNanos(pause);
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(new InterruptedException());
      }
      pause = Math.min(2 * pause, LONGEST_WAIT);
    }
  }

  private @Nullable FileLock attempt(long position, boolean shared) {
    return attempt(position, 1, shared);
  }

  /** Locks some bytes at once; null if somebody else has one of them. */
  @Nullable
  FileLock attempt(long position, long width, boolean shared) {
    try {
      return channel.tryLock(position, width, shared);
    } catch (OverlappingFileLockException e) {
      return null; // another class loader of this process holds it
    } catch (IOException e) {
      throw Failures.io("lock", file, e);
    }
  }

  private StoreException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new StoreException(ErrorCode.CANCELLED, "interrupted while waiting for a lock in '" + file + "'", cause);
  }

  void release(FileLock system) {
    try {
      system.release();
    } catch (IOException e) {
      throw Failures.io("unlock", file, e);
    }
  }

  /** A lock until it is closed. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** One byte as the threads of this class loader see it. */
  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    /** Threads that hold or want it; guarded by the map that the slot lies in. */
    int users;
    /** Guarded by the lock. */
    @Nullable
    FileLock system;
  }
}
