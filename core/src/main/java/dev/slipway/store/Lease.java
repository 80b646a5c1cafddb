package dev.slipway.store;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.BaseEncoding;
import com.google.common.primitives.Longs;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A promise of the store: what was written or pinned under a lease is not collected until the lease is closed or its
 * process dies. Safe for use by several threads.
 *
 * <p>On disk it is a file below {@code slipway/leases} with one pinned digest per line, alive as long as somebody holds
 * the lock that belongs to its name. A read-only store grants leases that are not on disk: they keep nobody else from
 * collecting.
 */
public final class Lease implements AutoCloseable {
  private static final int MAXIMUM_LINE = 200;

  private final Store store;
  private final long owner;
  private final Path file;
  private final Locks.@Nullable Held alive;

  /** Digests and tree names. */
  @GuardedBy("this")
  private final Set<Object> pinned = new HashSet<>();

  private final Set<Path> asides = ConcurrentHashMap.newKeySet();

  @GuardedBy("this")
  private Disk.@Nullable Output output;

  @GuardedBy("this")
  private boolean torn;

  @GuardedBy("this")
  private boolean closed;

  /** The lock is taken before the file exists, so a lease file without a lock is always a dead one. */
  Lease(Store store, long owner, Locks.@Nullable Held alive) {
    this.store = store;
    this.owner = owner;
    this.alive = alive;
    this.file = store.place().leases().resolve(name(owner));
  }

  /** An owner's name in file names: sixteen hexadecimal digits. */
  static String name(long owner) {
    return BaseEncoding.base16().lowerCase().encode(Longs.toByteArray(owner));
  }

  /** The owner in a file name that starts with {@link #name(long)}; empty if it does not. */
  static Optional<Long> owner(Path file) {
    String name = file.getFileName().toString();
    try {
      return name.length() < 16 ? Optional.empty() : Optional.of(Long.parseUnsignedLong(name.substring(0, 16), 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Takes the lock of the owner that a name starts with, if that one is dead or there is none; empty if it lives. */
  static Optional<Locks.Held> takeDead(Locks locks, Path file) {
    Optional<Long> owner = owner(file);
    return owner.isEmpty() ? Optional.of(() -> {}) : locks.own(owner.get());
  }

  /** The trees that all lease files together pin at this moment. */
  static Set<TreeName> trees(Disk disk, Place place) throws IOException {
    Set<TreeName> trees = new HashSet<>();
    for (Path file : disk.list(place.leases())) {
      for (String line : lines(disk, file)) {
        TreeName.ofLine(line).ifPresent(trees::add);
      }
    }
    return trees;
  }

  /** The lines of a lease file; its last one may have been cut by a full disk. None if it is gone. */
  static List<String> lines(Disk disk, Path file) throws IOException {
    long size = disk.stat(file).map(Disk.Stat::size).orElse(0L);
    if (size == 0 || size > Integer.MAX_VALUE - MAXIMUM_LINE) {
      return ImmutableList.of();
    }
    try {
      return Splitter.on('\n').splitToList(Foundation.readText(file, disk, (int) size));
    } catch (NoSuchFileException e) {
      return ImmutableList.of(); // closed since it was listed: looked at again under the lock before anything is deleted
    }
  }

  Store store() {
    return store;
  }

  synchronized boolean holds(Digest digest) {
    return !closed && pinned.contains(digest);
  }

  synchronized boolean holds(TreeName tree) {
    return !closed && pinned.contains(tree);
  }

  /** Adds digests to the lease's file. The caller holds {@link Locks#PINS} shared, so no collection reads meanwhile. */
  void add(Collection<Digest> digests) {
    pin(digests);
  }

  /** As {@link #add(Collection)} for a tree. */
  void add(TreeName tree) {
    pin(ImmutableList.of(tree));
  }

  /** The name of a new directory of this lease below {@code slipway/tmp}. */
  synchronized Path newAside() {
    checkOpen();
    Path aside = store.writes().newTemporary(owner);
    asides.add(aside);
    return aside;
  }

  boolean isAside(Path directory) {
    return asides.contains(directory);
  }

  @GuardedBy("this")
  private void checkOpen() {
    if (closed) {
      throw new StoreException(ErrorCode.INVALID_VALUE, "the lease '" + name(owner) + "' is closed: open another one for further work");
    }
  }

  /** Whether another lease that lives pins a tree. */
  boolean isPinnedByOthers(TreeName tree) throws IOException {
    for (Path other : store.disk().list(store.place().leases())) {
      if (!other.equals(file) && lines(store.disk(), other).contains(tree.toString())) {
        Optional<Locks.Held> dead = takeDead(store.locks(), other);
        dead.ifPresent(Locks.Held::close);
        if (dead.isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private synchronized void pin(Collection<?> things) {
    checkOpen();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    if (torn) {
      lines.write('\n');
    }
    for (Object thing : things) {
      if (!pinned.contains(thing)) {
        lines.writeBytes((thing + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
    if (alive != null && lines.size() > 0) {
      append(lines.toByteArray());
    }
    pinned.addAll(things);
  }

  @GuardedBy("this")
  private void append(byte[] lines) {
    torn = true; // unless the write below succeeds as a whole
    try {
      Disk.Output open = output;
      if (open == null) {
        open = store.disk().create(file);
        output = open;
      }
      open.write(lines);
      torn = false;
    } catch (IOException e) {
      if (!Failures.isReadOnly(e)) {
        throw Failures.io("pin in", file, e);
      }
    }
  }

  /**
   * Ends the promise, after making what was written under it durable. Closing again does nothing.
   *
   * @throws StoreException with {@link ErrorCode#IO} if the system cannot make it durable; the lease ends nevertheless
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      store.sync();
    } finally {
      end();
    }
  }

  /** Ends the promise without any guarantee. */
  void end() {
    if (!store.forget(this) || alive == null) {
      return;
    }
    try {
      asides.forEach(this::deleteIfThere);
      // first the section, then the monitor: the order in which pinning takes them
      Locks.Held section = store.locks().lockBriefly(Locks.PINS, true);
      try (section) {
        finish();
      }
    } catch (IOException e) {
      // the file stays behind without its lock: the next collection takes it away
    } finally {
      alive.close();
    }
  }

  /** What was given up half made, and an empty directory around what was moved away. */
  private void deleteIfThere(Path aside) {
    try {
      if (store.disk().stat(aside).isPresent() && !deleteIfEmpty(aside)) {
        TreeRemover.own().remove(aside);
      }
    } catch (IOException e) {
      // files of other users, perhaps: left to the next collection
    }
  }

  private boolean deleteIfEmpty(Path aside) throws IOException {
    try {
      return store.disk().delete(aside);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private synchronized void finish() throws IOException {
    closed = true;
    if (output != null) {
      output.close();
      leaveOrDelete();
    }
  }

  /** A collection that runs may not have seen the records that were put under this lease: it must still see the pins. */
  private void leaveOrDelete() throws IOException {
    Disk disk = store.disk();
    if (disk.stat(store.place().collecting()).isPresent()) {
      disk.move(file, file.resolveSibling(file.getFileName() + Collector.CLOSED));
    } else {
      var unused = disk.delete(file);
    }
  }
}
