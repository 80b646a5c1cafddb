package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The unpacked layers of a store: directories {@code slipway/trees/<ownership>/<hex>/fs}, each in a directory that only
 * the store's user may enter, so that nobody else on the machine can run the setuid programs in it. Safe for use by
 * several threads and processes.
 *
 * <p>A tree appears as a whole and never changes. It can always be made again: nothing is forced to disk, and trees that
 * were made before the machine last started, or were copied, are not trusted but made anew.
 *
 * <p>An ownership says as whom the files were made, such as {@code root} or {@code user-1000}: 1 to 80 lower-case letters,
 * digits and hyphens. Trees of different ownerships never meet.
 */
public final class Trees {
  Trees(Store store) {}

  /** The tree under a key, protected from collection while the lease lasts; empty if there is none. Marks it as used. */
  public Optional<Path> find(Lease lease, String ownership, Digest key) {
    throw new UnsupportedOperationException();
  }

  /**
   * A path that does not exist yet, in a directory below {@code slipway/tmp} that only the store's user may enter. What is
   * made there is swept once the lease has ended or its process has died.
   */
  public Path aside(Lease lease) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #publish(Lease, String, Digest, Blob, Path)} for a tree of the layer whose blob the key names. */
  public Path publish(Lease lease, String ownership, Digest key, Path made) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts a directory under a key, by renaming it, and protects it from collection while the lease lasts. If somebody was
   * first, theirs is returned and {@code made} stays for the caller to remove.
   *
   * @param layer what it was unpacked from: without that blob the tree is an orphan, and its size counts as the tree's
   * @param made a directory that {@link #aside} named, or any other on the same file system
   * @return where the tree lies
   */
  public Path publish(Lease lease, String ownership, Digest key, Blob layer, Path made) {
    throw new UnsupportedOperationException();
  }

  /** All trees that are whole, in no particular order. */
  public ImmutableList<Tree> list() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a tree away, unless a lease protects it or there is none.
   *
   * @return whether it is gone
   */
  public boolean remove(String ownership, Digest key, TreeRemover remover) {
    throw new UnsupportedOperationException();
  }
}
