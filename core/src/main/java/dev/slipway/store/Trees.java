package dev.slipway.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

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
 *
 * <p>Leases protect trees as they protect blobs: see {@link Collector}.
 */
public final class Trees {
  static final String CONTENT = "fs";

  private final Store store;
  private final Place place;
  private final Disk disk;

  Trees(Store store) {
    this.store = store;
    this.place = store.place();
    this.disk = store.disk();
  }

  /**
   * The tree under a key, protected from collection while the lease lasts; empty if there is none. Marks it as used.
   *
   * @throws StoreException with {@link ErrorCode#IO} if the system refuses to read or to pin
   */
  public Optional<Path> find(Lease lease, String ownership, Digest key) {
    store.check(lease);
    TreeName name = new TreeName(ownership, key);
    try {
      if (lease.holds(name)) {
        return whole(name);
      }
      Locks.Held section = store.pinning();
      try (section) {
        Optional<Path> found = whole(name);
        if (found.isPresent()) {
          lease.add(name);
          disk.stat(note(name)).ifPresent(stat -> store.writes().use(note(name), stat));
        }
        return found;
      }
    } catch (IOException e) {
      if (store.isReadOnly() && Failures.isReadOnly(e)) {
        return Optional.empty(); // a store of another user, who alone may enter
      }
      throw Failures.io("read the tree", place.tree(name), e);
    }
  }

  /**
   * A path that does not exist yet, in a directory below {@code slipway/tmp} that only the store's user may enter. What is
   * left there goes when the lease ends, or is swept once its process has died.
   *
   * @throws StoreException with {@link ErrorCode#STORE_UNUSABLE} if the store cannot be written, with {@link ErrorCode#IO} if
   *     the system refuses
   */
  public Path aside(Lease lease) {
    store.check(lease);
    Path wrapper = lease.newAside();
    try {
      disk.createPrivateDirectory(wrapper);
      return wrapper.resolve(CONTENT);
    } catch (IOException e) {
      throw Failures.io("create", wrapper, e);
    }
  }

  /**
   * A path below {@code slipway/tmp} at which nothing exists, for a directory that its maker takes away again. What is left
   * there goes when the lease ends, or is swept once its process has died.
   */
  public Path workspace(Lease lease) {
    store.check(lease);
    return lease.newAside();
  }

  /**
   * As {@link #publish(Lease, String, Digest, Blob, Path)} for a tree of the layer whose blob the key names. If the store
   * has no such blob, the tree is measured, and goes with the first collection that finds it unprotected.
   */
  public Path publish(Lease lease, String ownership, Digest key, Path made) {
    try {
      long bytes = disk.stat(place.blob(key)).map(Disk.Stat::size).orElseGet(() -> TreeSize.of(made).bytes());
      return publish(lease, ownership, key, new Blob(key, bytes), made);
    } catch (IOException e) {
      throw Failures.io("publish the tree", made, e);
    }
  }

  /**
   * Puts a directory under a key, by renaming it, and protects it from collection while the lease lasts. If somebody was
   * first, theirs is returned and {@code made} stays for the caller to remove. If theirs is in use and not to be trusted
   * here, because another machine made it, {@code made} becomes a tree for this lease alone.
   *
   * @param layer what it was unpacked from: without that blob the tree is an orphan, and its size counts as the tree's
   * @param made a directory that {@link #aside} named, or any other on the same file system
   * @return where the tree lies
   * @throws StoreException with {@link ErrorCode#NOT_FOUND} if {@code made} is no directory, with {@link ErrorCode#IO} if the
   *     system refuses
   */
  public Path publish(Lease lease, String ownership, Digest key, Blob layer, Path made) {
    TreeName name = new TreeName(ownership, key);
    Optional<Path> theirs = find(lease, ownership, key);
    if (theirs.isPresent()) {
      return theirs.get();
    }
    try {
      Disk.Stat directory = disk.stat(made).filter(Disk.Stat::isDirectory).orElseThrow(
          () -> new StoreException(ErrorCode.NOT_FOUND, "'" + made + "', to be published as a tree of '" + key + "', is not a directory"));
      Path wrapper = wrap(lease, made);
      write(wrapper.resolve(TreeNote.FILE), TreeNote.about(name, layer, directory).encode());
      Path published = put(lease, name, wrapper);
      if (published.equals(place.tree(name)) && disk.stat(wrapper).isPresent()) {
        unwrap(wrapper, made);
      }
      return published.resolve(CONTENT);
    } catch (IOException e) {
      throw Failures.io("publish the tree", place.tree(name), e);
    }
  }

  /** All trees that are whole, in no particular order. */
  public ImmutableList<Tree> list() {
    ImmutableList.Builder<Tree> trees = ImmutableList.builder();
    try {
      for (TreeName name : names()) {
        Optional<Disk.Stat> found = disk.stat(note(name));
        Optional<TreeNote> read = TreeNote.read(disk, note(name)).filter(note -> note.name().equals(name));
        if (found.isPresent() && read.isPresent() && whole(name).isPresent()) {
          trees.add(new Tree(name.ownership(), name.key(), read.get().layer(), read.get().bytes(), found.get().modified().toInstant()));
        }
      }
    } catch (IOException e) {
      throw Failures.io("list the trees in", place.trees(), e);
    }
    return trees.build();
  }

  /**
   * Takes a tree away, unless a lease protects it or there is none.
   *
   * @return whether it was taken away; what of it could not be deleted is left to the next collection
   */
  public boolean remove(String ownership, Digest key, TreeRemover remover) {
    TreeName name = new TreeName(ownership, key);
    try {
      Path hidden;
      Locks.Held section = store.locks().lockBriefly(Locks.PINS, false);
      try (section) {
        if (disk.stat(place.tree(name)).isEmpty() || Lease.trees(disk, place).contains(name)) {
          return false;
        }
        hidden = Removals.hide(store, place.tree(name));
      }
      var unused = new Removals(remover).delete(hidden);
      return true;
    } catch (IOException e) {
      throw Failures.io("remove the tree", place.tree(name), e);
    }
  }

  /** The names of everything that looks like a tree. */
  ImmutableList<TreeName> names() throws IOException {
    ImmutableList.Builder<TreeName> names = ImmutableList.builder();
    for (Path ownership : disk.list(place.trees())) {
      for (Path tree : disk.list(ownership)) {
        TreeName.of(ownership.getFileName().toString(), tree.getFileName().toString()).ifPresent(names::add);
      }
    }
    return names.build();
  }

  Path note(TreeName name) {
    return place.tree(name).resolve(TreeNote.FILE);
  }

  /** A tree that may be used; empty if there is none, or one that is not to be trusted. */
  Optional<Path> whole(TreeName name) throws IOException {
    Path content = place.tree(name).resolve(CONTENT);
    Optional<Disk.Stat> directory = disk.stat(content).filter(Disk.Stat::isDirectory);
    Optional<TreeNote> note = directory.isEmpty() ? Optional.empty() : TreeNote.read(disk, note(name));
    return note.filter(read -> read.name().equals(name) && read.isTrusted(directory.get())).map(read -> content);
  }

  /** The directory that the tree lies in: this one, or one that somebody else was first with. */
  private Path put(Lease lease, TreeName name, Path wrapper) throws IOException {
    Path directory = place.tree(name);
    Locks.Held section = store.pinning();
    try (section) {
      lease.add(name);
      if (whole(name).isPresent() || disk.stat(directory).isEmpty() && tryMove(name, wrapper)) {
        return directory;
      }
    }
    Locks.Held alone = store.locks().lockBriefly(Locks.PINS, false);
    try (alone) {
      return whole(name).isPresent() ? directory : replace(lease, name, wrapper);
    }
  }

  /**
   * Puts a tree in the place of one that is not to be trusted here. Another machine that shares the store may be using that
   * one: then this one stays aside, for this lease only.
   */
  private Path replace(Lease lease, TreeName name, Path wrapper) throws IOException {
    Path directory = place.tree(name);
    if (disk.stat(directory).isPresent()) {
      if (lease.isPinnedByOthers(name)) {
        Path kept = lease.newAside();
        disk.move(wrapper, kept);
        return kept;
      }
      var unused = Removals.hide(store, directory);
    }
    store.writes().moveInto(wrapper, directory);
    return directory;
  }

  /** False if somebody has put a tree there since we looked. */
  private boolean tryMove(TreeName name, Path wrapper) throws IOException {
    try {
      store.writes().moveInto(wrapper, place.tree(name));
      return true;
    } catch (IOException e) {
      if (disk.stat(place.tree(name)).isPresent() && disk.stat(wrapper).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The directory to rename, with {@code made} in it. Renaming {@code made} itself needs the right to write to it, which a
   * rootless user may lack; so {@link #aside} has put it into such a directory from the beginning.
   */
  Path wrap(Lease lease, Path made) throws IOException {
    Path wrapper = made.resolveSibling(".").normalize();
    if (made.endsWith(CONTENT) && lease.isAside(wrapper)) {
      return wrapper;
    }
    Path content = aside(lease);
    moveTree(made, content);
    return content.resolveSibling(".").normalize();
  }

  /** Moves a directory to another one, for which its owner needs the right to write to it, as root directories may lack it. */
  private void moveTree(Path from, Path to) throws IOException {
    try {
      disk.move(from, to);
    } catch (AccessDeniedException e) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(from, NOFOLLOW_LINKS);
      if (permissions.contains(PosixFilePermission.OWNER_WRITE)) {
        throw e;
      }
      Path writable = Files.setPosixFilePermissions(from, Sets.union(permissions, EnumSet.of(PosixFilePermission.OWNER_WRITE)));
      disk.move(writable, to);
      var unused = Files.setPosixFilePermissions(to, permissions);
    }
  }

  private void unwrap(Path wrapper, Path made) throws IOException {
    var unused = disk.delete(wrapper.resolve(TreeNote.FILE));
    Path content = wrapper.resolve(CONTENT);
    if (!content.equals(made)) {
      moveTree(content, made);
    }
  }

  /** Writes a new file whose name nobody else sees yet. */
  void write(Path file, byte[] contents) throws IOException {
    try (Disk.Output output = disk.create(file)) {
      output.write(contents);
    }
  }
}
