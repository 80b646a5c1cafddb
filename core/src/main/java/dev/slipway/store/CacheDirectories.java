package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * The directories of cache mounts, {@code slipway/caches/<ownership>/<hex>-<n>/fs}, which keep what commands left in them
 * from build to build. Safe for use by several threads and processes.
 *
 * <p>Collections leave them alone: only {@link #prune} takes them away. Ownerships are as those of {@link Trees}.
 */
public final class CacheDirectories {
  CacheDirectories(Store store) {}

  /**
   * Opens a cache directory, making it where it is missing. Whoever is killed holds it no longer.
   *
   * <p>A thread that opens the same name twice may wait for itself: take one {@link Held} for one command. Several
   * {@link CacheUse#LOCKED locked} ones are opened in the order of their names.
   *
   * @throws dev.slipway.StoreException with {@link dev.slipway.ErrorCode#CANCELLED} if the thread is interrupted while it
   *     waits, with {@link dev.slipway.ErrorCode#IO} if the directory cannot be made
   */
  public Held open(Lease lease, String ownership, CacheName name, CacheUse use, CacheContent initial) {
    throw new UnsupportedOperationException();
  }

  /**
   * Gives a cache directory, instance 0, other content as a whole, making it where it is missing. Waits until nobody has
   * it open. Killed at any moment, it leaves the old content or the new one.
   *
   * @param origin what the content is, in a few words for lists
   * @param made a directory that {@link Trees#aside} named, or any other on the same file system; it is renamed
   * @param remover takes the old content away
   */
  public void replace(Lease lease, String ownership, CacheName name, String origin, Path made, TreeRemover remover) {
    throw new UnsupportedOperationException();
  }

  /** All cache directories, by ownership, name and instance. Measures each of them by walking it. */
  public ImmutableList<CacheDirectory> list() {
    throw new UnsupportedOperationException();
  }

  /** Takes away what the policy does not keep and nobody has open. */
  public Pruned prune(CachePolicy policy, TreeRemover remover) {
    throw new UnsupportedOperationException();
  }

  /** An open cache directory. Any thread may close it; closing again does nothing. */
  public static final class Held implements AutoCloseable {
    private final Path directory;

    Held(Path directory) {
      this.directory = directory;
    }

    /** The directory, absolute. */
    public Path directory() {
      return directory;
    }

    /** Lets others have it. */
    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }
  }
}
