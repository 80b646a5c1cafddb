package dev.slipway.layer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is not as it was as a layer, given everything that an upper directory has, in path order.
 *
 * <p>Directories wait until something below them is written, unless they changed themselves.
 */
final class ChangeWriter implements AutoCloseable {
  /** A directory of the upper directory, while the entries below it come. */
  private static final class Open {
    final Entry entry;
    final @Nullable Open parent;
    /** Whether the tree below has nothing in this directory, or nothing that is seen. */
    final boolean fresh;
    final boolean hides;
    /** Whether it is seen that this directory is not in the layer. */
    final boolean missed;
    boolean listed;

    Open(Entry entry, @Nullable Open parent, boolean fresh, boolean hides, boolean missed) {
      this.entry = entry;
      this.parent = parent;
      this.fresh = fresh;
      this.hides = hides;
      this.missed = missed;
    }
  }

  /** Something left out: as it would be in the layer, as it is in the tree, and where. */
  private record Kept(Entry entry, TreeEntry there, @Nullable Open directory) {}

  /** How crun makes the directories above what it mounts. */
  private static final int CRUNS_MODE = 01755;
  private static final int USUAL_MODE = 0755;

  private final FileTree below;
  private final OverlayForm form;
  private final ImmutableSet<ImagePath> stubs;
  private final Set<ImagePath> aboveStubs = new HashSet<>();
  private final Optional<Instant> latest;
  private final boolean ownersKept;
  private final Store store;
  private final Lease lease;
  private final Map<ImagePath, Kept> unchanged = new HashMap<>();
  private final LateLinks lateLinks;
  private @Nullable Open open;
  private @Nullable LayerBuilder builder;
  private boolean exact = true;

  ChangeWriter(FileTree below, OverlayForm form, ImmutableSet<ImagePath> stubs, Optional<Instant> latest, boolean ownersKept, Store store,
      Lease lease) {
    this.below = below;
    this.form = form;
    this.stubs = stubs;
    this.latest = latest;
    this.ownersKept = ownersKept;
    this.store = store;
    this.lease = lease;
    this.lateLinks = new LateLinks(store, lease);
    for (ImagePath stub : stubs) {
      for (Optional<ImagePath> parent = stub.parent(); parent.isPresent(); parent = parent.get().parent()) {
        aboveStubs.add(parent.get());
      }
    }
  }

  /** Leaves the directories that a path is not in; whether the one left is this path. */
  boolean isOpen(ImagePath directory) {
    Open at = open;
    while (at != null && !directory.startsWith(at.entry.path())) {
      exact &= at.listed || !at.missed;
      at = at.parent;
    }
    open = at;
    return at != null && at.entry.path().equals(directory);
  }

  /** Takes a directory, and whether it hides what the tree below has in it. */
  void directory(Entry found, boolean opaque) {
    ImagePath path = found.path();
    Open parent = open;
    Optional<Entry> there = there(path);
    boolean over = there.isPresent() && there.get().type() == EntryType.DIRECTORY;
    Entry entry = prepared(found, there);
    if (path.isRoot()) {
      entry = entry.withXattrs(both(form.kept(there.orElseThrow().xattrs()), entry.xattrs()));
    }
    boolean stub = there.isEmpty() && (stubs.contains(path) || aboveStubs.contains(path));
    if (stub && entry.mode() == CRUNS_MODE) {
      // where something else came to lie in it, it stays: then as every runtime would have made it
      entry = entry.withMode(USUAL_MODE);
      exact = false;
    }
    boolean made = !over && !stub;
    boolean hides = opaque && over && !path.isRoot() && !below.list(path).isEmpty();
    boolean changed = made || hides || over && !sameAttributes(entry, there.get());
    boolean missed = !path.isRoot() && !over;
    open = new Open(entry, parent, parent != null && parent.fresh || !over || opaque, hides, missed);
    open.listed = path.isRoot();
    if (changed) {
      open.listed = false;
      list(open);
    }
  }

  /** Takes a file, a symbolic link, a device or a fifo. */
  void file(Entry found, StrictTarReader content) {
    Optional<TreeEntry> there = lookup(found.path());
    Optional<Entry> before = there.map(TreeEntry::entry);
    Entry entry = prepared(found, before);
    if (there.isPresent() && isLike(entry, sameTime(entry, found), before.get())) {
      if (entry.size() == 0) {
        keep(entry, there.get());
      } else {
        compare(entry, there.get(), content);
      }
    } else if (there.isEmpty() && entry.type() == EntryType.FILE && entry.size() == 0 && stubs.contains(entry.path())) {
      exact = false;
    } else if (entry.type() == EntryType.FILE) {
      begin().file(entry, content::read);
    } else {
      begin().node(entry);
    }
  }

  /** Takes a removed path. */
  void whiteout(ImagePath path) {
    if (lookup(path).isPresent()) {
      begin().whiteout(path);
    }
  }

  /** Takes another name of something that came before; false if nothing did. */
  boolean hardLink(ImagePath path, ImagePath target) {
    Optional<Entry> added = builder == null
        ? Optional.empty()
        : builder.added(target).filter(entry -> entry.type() != EntryType.DIRECTORY);
    Kept kept = unchanged.get(target);
    if (added.isPresent() && added.get().type() == EntryType.FILE) {
      begin().hardLink(path, target);
    } else if (added.isPresent() && added.get().type() == EntryType.HARD_LINK) {
      begin().hardLink(path, ImagePath.of(added.get().linkTarget()));
    } else if (added.isPresent()) {
      node(added.get().withPath(path));
    } else if (kept != null) {
      linkToUnchanged(path, kept);
    }
    return added.isPresent() || kept != null;
  }

  /**
   * The layer, after the last entry.
   *
   * @param late what is newer than it may be
   */
  OverlayChanges.Changed finish(ImmutableList<ImagePath> late) {
    boolean unused = isOpen(ImagePath.ROOT);
    LayerBuilder made = builder;
    if (made == null) {
      return new OverlayChanges.Changed(Optional.empty(), exact, late);
    }
    Layer layer = made.finish();
    return new OverlayChanges.Changed(
        Optional.of(lateLinks.isEmpty() ? layer : lateLinks.write(new LayerToc(layer.diffId(), made.toc()))), exact, late);
  }

  private void compare(Entry entry, TreeEntry there, StrictTarReader content) {
    try (HeldContent held = HeldContent.of(content, entry.size())) {
      if (there.entry().content().equals(Optional.of(held.digest()))) {
        keep(entry, there);
      } else {
        begin().file(entry, held::read);
      }
    }
  }

  /** Leaves something out that is as it was. */
  private void keep(Entry entry, TreeEntry there) {
    unchanged.put(entry.path(), new Kept(entry, there, open));
    exact &= sameTime(entry, there.entry());
  }

  /** Another name of something without bytes: a layer has each for itself. */
  private void node(Entry entry) {
    Optional<TreeEntry> there = lookup(entry.path());
    if (there.isPresent() && isLike(entry, timeCounts(entry), there.get().entry())) {
      keep(entry, there.get());
    } else {
      begin().node(entry);
    }
  }

  /** The command gave another name to something that is as it was. */
  private void linkToUnchanged(ImagePath path, Kept kept) {
    Entry entry = kept.entry().withPath(path);
    if (entry.type() != EntryType.FILE) {
      node(entry);
      return;
    }
    Optional<TreeEntry> there = lookup(path);
    boolean like = there.isPresent() && isLike(entry, timeCounts(entry), there.get().entry());
    if (like && there.get().entry().content().equals(kept.there().entry().content())) {
      exact = false;
      unchanged.put(path, new Kept(entry, there.get(), open));
      return;
    }
    LateLinks.splice(begin(), entry, kept.there(), store);
    lateLinks.add(path, kept.entry(), kept.there());
    for (Open directory = kept.directory(); directory != null && !directory.listed; directory = directory.parent) {
      lateLinks.addDirectory(directory.entry);
    }
  }

  /** The builder, once all directories that are open are listed. */
  private LayerBuilder begin() {
    if (open != null) {
      list(open);
    }
    return building();
  }

  private LayerBuilder building() {
    LayerBuilder made = builder == null ? LayerBuilder.in(store, lease) : builder;
    builder = made;
    return made;
  }

  private void list(Open directory) {
    if (directory.listed) {
      return;
    }
    if (directory.parent != null) {
      list(directory.parent);
    }
    building().node(directory.entry);
    if (directory.hides) {
      building().opaque(directory.entry.path());
    }
    directory.listed = true;
  }

  private Optional<Entry> there(ImagePath path) {
    return lookup(path).map(TreeEntry::entry);
  }

  /** What the tree below has at a path in the open directory. */
  private Optional<TreeEntry> lookup(ImagePath path) {
    return open != null && open.fresh ? Optional.empty() : below.lookup(path);
  }

  /** Whether everything but the bytes is as it was. */
  private boolean isLike(Entry entry, boolean timeCounts, Entry before) {
    boolean file = before.type() == EntryType.HARD_LINK || before.type() == EntryType.FILE;
    return entry.type() == (file ? EntryType.FILE : before.type())
        && sameAttributes(entry, before)
        && entry.size() == before.size()
        && (file || entry.linkTarget().equals(before.linkTarget()))
        && entry.deviceMajor() == before.deviceMajor()
        && entry.deviceMinor() == before.deviceMinor()
        && (!timeCounts || sameTime(entry, before));
  }

  private boolean sameAttributes(Entry entry, Entry before) {
    boolean mode = entry.mode() == before.mode() || entry.type() == EntryType.SYMLINK;
    boolean owner = entry.uid() == before.uid() && entry.gid() == before.gid();
    return mode && owner && entry.xattrs().equals(form.kept(before.xattrs()));
  }

  /** Whether the time of a prepared entry is one that the command set. */
  private boolean timeCounts(Entry entry) {
    return latest.isEmpty() || !time(entry).equals(latest.get());
  }

  private static Instant time(Entry entry) {
    return Instant.ofEpochSecond(entry.mtimeSeconds(), entry.mtimeNanos());
  }

  private static boolean sameTime(Entry entry, Entry other) {
    return entry.mtimeSeconds() == other.mtimeSeconds() && entry.mtimeNanos() == other.mtimeNanos();
  }

  /** As the layer has it: time and owner settled, no attributes of the overlay. */
  private Entry prepared(Entry found, Optional<Entry> there) {
    Entry entry = found.xattrs().isEmpty() ? found : found.withXattrs(form.kept(found.xattrs()));
    if (latest.isPresent() && time(entry).isAfter(latest.get())) {
      entry = entry.withMtime(latest.get().getEpochSecond(), latest.get().getNano());
    }
    return ownersKept ? entry : entry.withOwner(there.map(Entry::uid).orElse(0L), there.map(Entry::gid).orElse(0L));
  }

  /** An overlay shows its upper directory as the root, which has none of the attributes of the tree's root. */
  private static ImmutableSortedMap<String, XattrValue> both(Map<String, XattrValue> before, Map<String, XattrValue> added) {
    Map<String, XattrValue> all = new TreeMap<>(before);
    all.putAll(added);
    return ImmutableSortedMap.copyOf(all);
  }

  @Override
  public void close() {
    if (builder != null) {
      builder.close();
    }
  }
}
