package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A directory of content-addressed blobs and of records about them, shared by threads, class loaders and processes.
 *
 * <p>The directory is a valid OCI image layout at any time ({@code oci-layout}, {@code index.json},
 * {@code blobs/sha256/…}); what only Slipway knows lies below {@code slipway/}. A blob's name never appears before its
 * bytes are on disk, and reading verifies. Killing a process at any point leaves at most files that the next collection
 * takes away. Network file systems without POSIX locks are not supported.
 *
 * <p>In a directory that cannot be written, hits are served as ever and everything else fails with
 * {@link ErrorCode#STORE_UNUSABLE}.
 */
public final class Store implements AutoCloseable {
  private final Place place;
  private final Disk disk;
  /** Absent where the store cannot be written. */
  private final @Nullable Locks locks;
  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private final Writes writes;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final @Nullable Owner session;

  private Store(Place place, Disk disk, @Nullable Locks locks) {
    this.place = place;
    this.disk = disk;
    this.locks = locks;
    this.session = locks == null ? null : owner(locks);
    this.writes = new Writes(place, disk, session == null ? null : session.number());
  }

  /**
   * Opens the store in a directory, which is created if it is missing.
   *
   * @throws StoreException with {@link ErrorCode#STORE_UNUSABLE} if the directory holds something else, or a store of
   *     another format version; with {@link ErrorCode#IO} if the system refuses
   */
  public static Store open(Path directory) {
    return open(directory, Disk.system());
  }

  /** As {@link #open(Path)} with other file operations: for tests and for embedding. */
  public static Store open(Path directory, Disk disk) {
    Place place = new Place(directory.toAbsolutePath().normalize());
    try {
      Store store = new Store(place, disk, Foundation.lay(place, disk));
      if (!store.isReadOnly()) {
        Removals.sweep(store);
      }
      return store;
    } catch (IOException e) {
      throw Failures.io("open the store", place.root(), e);
    }
  }

  /**
   * Where a user's store lies by the platform's convention: {@code slipway} below {@code $XDG_CACHE_HOME} or
   * {@code ~/.cache}, below {@code ~/Library/Caches} on macOS, below {@code %LOCALAPPDATA%} on Windows.
   */
  public static Path defaultDirectory() {
    return DefaultDirectory.of(System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", "."));
  }

  /** The store's directory, absolute. */
  public Path directory() {
    return place.root();
  }

  /** A new lease. Close it when the work that needs the blobs is done. */
  public Lease lease() {
    checkOpen();
    Owner owner = locks == null ? new Owner(ThreadLocalRandom.current().nextLong() >>> 3, null) : owner(locks);
    Lease lease = new Lease(this, owner.number(), owner.alive());
    leases.add(lease);
    if (closed.get()) {
      lease.end(); // closed meanwhile, which may have missed it
    }
    checkOpen();
    return lease;
  }

  /** Starts a blob whose digest is not known yet. */
  public BlobWriter newBlob(Lease lease) {
    return writer(lease, true, null);
  }

  /** Starts a blob that was announced; committing anything else fails with {@link ErrorCode#DIGEST_MISMATCH}. */
  public BlobWriter newBlob(Lease lease, Digest expected, long size) {
    return writer(lease, true, new Blob(expected, size));
  }

  /** Starts a blob whose producer digests it and calls {@link BlobWriter#commit(Digest)}, so that nobody does it twice. */
  public BlobWriter newUndigestedBlob(Lease lease) {
    return writer(lease, false, null);
  }

  private BlobWriter writer(Lease lease, boolean digests, @Nullable Blob expected) {
    check(lease);
    Path file = writes.newTemporary();
    try {
      return new BlobWriter(this, lease, file, disk.create(file), digests, expected);
    } catch (IOException e) {
      throw Failures.io("create", file, e);
    }
  }

  /** Protects a blob from collection for as long as the lease lasts; empty if it is not there. */
  public Optional<Blob> pin(Lease lease, Digest digest) {
    check(lease);
    Path file = place.blob(digest);
    try {
      if (lease.holds(digest)) {
        return disk.stat(file).map(found -> new Blob(digest, found.size()));
      }
      Locks.Held section = pinning();
      try (section) {
        Optional<Disk.Stat> found = disk.stat(file);
        if (found.isPresent()) {
          lease.add(ImmutableList.of(digest));
        }
        return found.map(stat -> new Blob(digest, stat.size()));
      }
    } catch (IOException e) {
      throw Failures.io("read the blob", file, e);
    }
  }

  /**
   * A blob's file, open for reading at any position. The bytes are not verified: the caller does, and calls
   * {@link #quarantine(Digest)} on finding damage.
   *
   * @throws StoreException with {@link ErrorCode#NOT_FOUND} if there is no such blob
   */
  public FileChannel openBlob(Digest digest) {
    Path file = place.blob(digest);
    try {
      return disk.open(file);
    } catch (NoSuchFileException e) {
      throw new StoreException(ErrorCode.NOT_FOUND, "the blob '" + digest + "' is not in the store '" + place.root() + "'", e);
    } catch (IOException e) {
      throw Failures.io("read the blob", file, e);
    }
  }

  /**
   * A blob's bytes, verified on the way: before the last of them is handed out, the stream throws a
   * {@link StoreException} with {@link ErrorCode#STORE_DAMAGED} if they are not what the name promises. What was read
   * until then must not be used.
   *
   * @throws StoreException with {@link ErrorCode#NOT_FOUND} if there is no such blob
   */
  public InputStream read(Digest digest) {
    return BlobInputStream.open(this, digest, openBlob(digest));
  }

  /**
   * All bytes of a small blob, verified.
   *
   * @param limit how many bytes the caller is ready to hold
   * @throws StoreException with {@link ErrorCode#LIMIT_EXCEEDED} if there are more, else as {@link #read(Digest)}
   */
  public byte[] readAll(Digest digest, int limit) {
    try (InputStream bytes = read(digest)) {
      if (bytes.available() > limit) {
        throw new StoreException(ErrorCode.LIMIT_EXCEEDED,
            "the blob '" + digest + "' has " + bytes.available() + " bytes, more than the " + limit + " that are read at once");
      }
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw Failures.io("read the blob", place.blob(digest), e);
    }
  }

  /**
   * Moves a damaged blob out of the way, into {@code slipway/damaged}, so that it is made again. A blob that turns out
   * to be sound, because somebody has made it again meanwhile, stays.
   */
  public void quarantine(Digest digest) {
    Quarantine.move(this, digest);
  }

  /**
   * The records of a kind.
   *
   * @param kind lower-case letters and hyphens, such as {@code step}
   */
  public Records records(String kind) {
    return new Records(this, kind);
  }

  /**
   * Does some work while nobody else does work under the same key: no thread, no class loader, no process. Whoever
   * waited starts right after the holder ends or dies, so the work begins by looking whether it is done already.
   *
   * <p>In a store that can only be read nothing is made, so there nobody waits.
   *
   * <p>A thread may nest keys; two threads that nest the same keys in different orders wait for each other forever.
   *
   * @return what the work returns
   * @throws StoreException with {@link ErrorCode#CANCELLED} if the thread is interrupted while it waits; what the work
   *     throws comes through if it is unchecked, and is wrapped otherwise
   */
  public <T> T exclusively(Digest key, Callable<T> work) {
    checkOpen();
    Locks.Held held = locks == null ? null : locks.lock(Locks.position(key));
    try (held) {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(ErrorCode.CANCELLED, "the work under the key '" + key + "' was interrupted", e);
    } catch (Exception e) {
      throw new StoreException(ErrorCode.IO, "the work under the key '" + key + "' failed: " + e.getMessage(), e);
    }
  }

  /** The named entries of {@code index.json}, in its order. */
  public ImmutableList<RootEntry> roots() {
    return new Roots(this).list();
  }

  /**
   * Adds an entry to {@code index.json}, in place of the one of the same name. Returns when it would survive a power cut.
   *
   * @throws StoreException with {@link ErrorCode#NOT_FOUND} if something that it refers to is not in the store
   */
  public void setRoot(Lease lease, RootEntry entry) {
    check(lease);
    new Roots(this).set(lease, entry);
  }

  /** Removes the entry of a name from {@code index.json}; false if there was none. What it kept may be collected then. */
  public boolean removeRoot(String name) {
    checkOpen();
    return new Roots(this).remove(name);
  }

  /**
   * Takes away what the policy does not keep and nobody holds. Builds may run meanwhile, also in other processes. Of
   * unpacked layers and of what killed processes left, it deletes what this process may delete.
   */
  public Collected collect(CollectionPolicy policy) {
    return collect(policy, TreeRemover.own());
  }

  /**
   * As {@link #collect(CollectionPolicy)}, with the help of a remover for directories that this process may not delete.
   */
  public Collected collect(CollectionPolicy policy, TreeRemover remover) {
    checkOpen();
    return new Collector(this, policy, remover).collect();
  }

  /** The unpacked layers. */
  public Trees trees() {
    return new Trees(this);
  }

  /** The directories of cache mounts. */
  public CacheDirectories caches() {
    return new CacheDirectories(this);
  }

  /**
   * The salt of this store, made by whoever asks first. Only the store's user may read its file, {@code slipway/salt}.
   *
   * @throws StoreException with {@link ErrorCode#STORE_UNUSABLE} if there is none yet and the store cannot be written, or
   *     it belongs to another user
   */
  public Salt salt() {
    checkOpen();
    return Salt.of(this);
  }

  /** Returns when the names of all blobs committed so far would survive a power cut. */
  public void sync() {
    writes.sync();
  }

  /** Ends all leases of this store that are still open. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        sync();
      } finally {
        leases.forEach(Lease::end);
        if (session != null && session.alive() != null) {
          session.alive().close();
        }
      }
    }
  }

  Place place() {
    return place;
  }

  Disk disk() {
    return disk;
  }

  boolean isReadOnly() {
    return locks == null;
  }

  Locks locks() {
    if (locks == null) {
      throw Writes.refused(place);
    }
    return locks;
  }

  /** How files come into it. */
  Writes writes() {
    return writes;
  }

  /** Keeps collections from deleting while it is held, for the few operations that pinning takes. */
  Locks.@Nullable Held pinning() {
    return locks == null ? null : locks.lockBriefly(Locks.PINS, true);
  }

  void check(Lease lease) {
    checkOpen();
    if (lease.store() != this) {
      throw new StoreException(ErrorCode.INVALID_VALUE, "the lease belongs to the store '" + lease.store().directory()
          + "' or to another Store object, not to this one of '" + place.root() + "'");
    }
  }

  boolean forget(Lease lease) {
    return leases.remove(lease);
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new StoreException(ErrorCode.INVALID_VALUE, "the store '" + place.root() + "' was closed: open it again");
    }
  }

  /** Names a forced temporary file as a blob. */
  void publish(Lease lease, Blob blob, Path temporary) throws IOException {
    Path file = place.blob(blob.digest());
    Locks.Held section = pinning();
    try (section) {
      lease.add(ImmutableList.of(blob.digest()));
      writes.moveInto(temporary, file);
    }
    writes.needsSync(file.resolveSibling(".").normalize());
  }

  static byte[] readUpTo(FileChannel channel, int limit) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(limit);
    int count = 0;
    while (bytes.hasRemaining() && count >= 0) {
      count = channel.read(bytes);
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static Owner owner(Locks locks) {
    while (true) {
      long number = ThreadLocalRandom.current().nextLong() >>> 3;
      Optional<Locks.Held> alive = locks.own(number);
      if (alive.isPresent()) {
        return new Owner(number, alive.get());
      }
    }
  }

  /**
   * Whoever leases or temporary files belong to.
   *
   * @param number part of the names of the files
   * @param alive the lock that ends with the process; absent where the store cannot be written
   */
  private record Owner(long number, Locks.@Nullable Held alive) {}
}
