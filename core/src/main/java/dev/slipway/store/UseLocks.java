package dev.slipway.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import java.nio.channels.FileLock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Locks for things that are used by many at once or by one alone, for as long as it takes. Any thread may give one back.
 *
 * <p>Each has a range of bytes of the lock file. Who uses it alone locks the whole range; those who share it lock one byte
 * each, picked at random, because the JDK does not let two class loaders of one process share a byte.
 */
final class UseLocks {
  private static final long SHORTEST_WAIT_MILLIS = 1;
  private static final long LONGEST_WAIT_MILLIS = 15;
  private static final int ATTEMPTS = 3;
  private static final long PROBE = TimeUnit.MICROSECONDS.toNanos(200);

  private final Locks locks;

  @GuardedBy("this")
  private final Map<Long, Use> uses = new HashMap<>();

  UseLocks(Locks locks) {
    this.locks = locks;
  }

  /** Waits until nobody has it alone, or the thread is interrupted. */
  Locks.Held share(long position) {
    return waitFor(() -> tryShare(position));
  }

  /** Waits until nobody has it, or the thread is interrupted. */
  Locks.Held alone(long position) {
    return waitFor(() -> attempt(position));
  }

  /** Takes it alone; empty if anybody has it. */
  Optional<Locks.Held> tryAlone(long position) {
    for (int i = 0; i < ATTEMPTS && !isUsedHere(position); i++) {
      Optional<Locks.Held> held = attempt(position);
      if (held.isPresent()) {
        return held;
      }
      LockSupport.parkNanos(PROBE); // another process may just be asking whether it is in use
    }
    return Optional.empty();
  }

  /** Whether anybody has it at this moment. */
  synchronized boolean isUsed(long position) {
    if (isUsedHere(position)) {
      return true;
    }
    FileLock probe = locks.attempt(position, Locks.USE_WIDTH, true);
    if (probe != null) {
      locks.release(probe);
    }
    return probe == null;
  }

  private synchronized boolean isUsedHere(long position) {
    return uses.containsKey(position);
  }

  private synchronized Optional<Locks.Held> tryShare(long position) {
    Use use = uses.get(position);
    if (use == null) {
      FileLock system = locks.attempt(position + ThreadLocalRandom.current().nextInt(Locks.USE_WIDTH), 1, false);
      if (system == null) {
        return Optional.empty();
      }
      use = new Use(system, false);
      uses.put(position, use);
    } else if (use.alone) {
      return Optional.empty();
    }
    use.users++;
    return Optional.of(() -> leave(position));
  }

  private synchronized Optional<Locks.Held> attempt(long position) {
    FileLock system = uses.containsKey(position) ? null : locks.attempt(position, Locks.USE_WIDTH, false);
    if (system == null) {
      return Optional.empty();
    }
    Use use = new Use(system, true);
    use.users++;
    uses.put(position, use);
    return Optional.of(() -> leave(position));
  }

  private synchronized void leave(long position) {
    Use use = uses.get(position);
    if (use != null && --use.users == 0) {
      uses.remove(position);
      notifyAll();
      locks.release(use.system);
    }
  }

  /** No leaving thread of this class loader is missed, since all of it happens in one monitor; other processes are polled. */
  private synchronized Locks.Held waitFor(Supplier<Optional<Locks.Held>> attempt) {
    long pause = SHORTEST_WAIT_MILLIS;
    while (true) {
      Optional<Locks.Held> held = attempt.get();
      if (held.isPresent()) {
        return held.get();
      }
      try {
        wait(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException(ErrorCode.CANCELLED, "interrupted while waiting for a cache directory that is in use", e);
      }
      pause = Math.min(2 * pause, LONGEST_WAIT_MILLIS);
    }
  }

  /** What this class loader has of one thing. */
  private static final class Use {
    final FileLock system;
    final boolean alone;
    int users;

    Use(FileLock system, boolean alone) {
      this.system = system;
      this.alone = alone;
    }
  }
}
