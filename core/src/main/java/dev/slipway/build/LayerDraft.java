package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a step puts on top of the files that were there: the entries of a layer before they are written.
 *
 * <p>Looks through to the files below, so that destinations are resolved as they would be in the running image, and
 * refuses what a copy cannot do, such as a file in the place of a directory.
 */
final class LayerDraft {
  private static final String WHITEOUT = ".wh.";

  private final Function<ImagePath, Optional<Entry>> below;
  private final NavigableMap<ImagePath, SourceNode> added = new TreeMap<>();
  private final Set<ImagePath> emptied = new HashSet<>();
  private final Set<ImagePath> fresh = new HashSet<>();
  private final SortedMap<ImagePath, String> found = new TreeMap<>();
  private final LinkResolver links = new LinkResolver(
      path -> find(path).filter(entry -> entry.type() == EntryType.SYMLINK).map(Entry::linkTarget));

  /** A draft on some files, given by what lies at a path with no link followed. */
  LayerDraft(Function<ImagePath, Optional<Entry>> below) {
    this.below = below;
  }

  /** A draft on nothing. */
  static LayerDraft onNothing() {
    return new LayerDraft(path -> Optional.empty());
  }

  /** What lies at a path: added here, or below and not hidden. Links are not followed. */
  Optional<Entry> find(ImagePath path) {
    // most paths come in order, and one comparison shows that they are new
    boolean later = added.isEmpty() || added.lastKey().compareTo(path) < 0;
    SourceNode node = later ? null : added.get(path);
    if (node != null) {
      return Optional.of(node.entry());
    }
    for (Optional<ImagePath> parent = path.parent(); parent.isPresent(); parent = parent.get().parent()) {
      if (fresh.contains(parent.get()) || emptied.contains(parent.get())) {
        return Optional.empty();
      }
      SourceNode above = added.get(parent.get());
      if (above != null && !above.isDirectory()) {
        return Optional.empty();
      }
    }
    Optional<Entry> there = findBelow(path);
    found.put(path, Facts.describe(there));
    return there;
  }

  /** What lies at a path below this draft. */
  Optional<Entry> findBelow(ImagePath path) {
    return path.isRoot() ? Optional.of(Entry.directory(path)) : below.apply(path);
  }

  /** What was looked up below this draft so far. */
  Facts facts(Optional<Placement.Owner> owner) {
    ImmutableSortedMap.Builder<String, String> paths = ImmutableSortedMap.naturalOrder();
    found.forEach((path, description) -> paths.put(path.toString(), description));
    return new Facts(paths.buildOrThrow(), Facts.owner(owner));
  }

  /** Whether a directory lies at a path, links not followed. */
  boolean isDirectory(ImagePath path) {
    return find(path).map(entry -> entry.type() == EntryType.DIRECTORY).orElse(false);
  }

  /** The place that a path leads to once all links in it are followed. */
  ImagePath resolve(ImagePath path) {
    return links.resolve(path);
  }

  /** Makes a directory and its parents where they are missing; those that exist stay as they are. The path is resolved. */
  void makeDirectories(ImagePath path, Entry like) {
    Optional<Entry> there = find(path);
    if (there.isPresent()) {
      if (there.get().type() != EntryType.DIRECTORY) {
        throw new BuildException(ErrorCode.STEP_FAILED,
            "'" + path + "' cannot be made a directory: a " + name(there.get().type()) + " lies there");
      }
      return;
    }
    makeDirectories(path.parent().orElse(ImagePath.ROOT), like);
    fresh.add(path);
    put(new SourceNode(like.withPath(path), Content.None.INSTANCE, path));
  }

  /** Adds or replaces what a copy may: files and links replace each other, a directory gets the new one's attributes. */
  void copyTo(ImagePath path, SourceNode node) {
    Optional<Entry> there = find(path);
    boolean directoryThere = there.map(entry -> entry.type() == EntryType.DIRECTORY).orElse(false);
    if (there.isPresent() && directoryThere != node.isDirectory()) {
      throw new BuildException(ErrorCode.STEP_FAILED, node.isDirectory()
          ? "the directory '" + node.entry().path() + "' cannot be copied to '" + path + "': a " + name(there.get().type()) + " lies there"
          : "'" + node.entry().path() + "' cannot be copied to '" + path
              + "': a directory lies there; end the destination with a slash to copy into it");
    }
    if (there.isEmpty() && node.isDirectory()) {
      fresh.add(path);
    }
    put(node.withEntry(node.entry().withPath(path)));
  }

  /** Adds an entry of an unpacked archive, which takes the place of whatever was there; only directories are merged. */
  void unpackTo(ImagePath path, SourceNode node) {
    boolean merges = node.isDirectory() && isDirectory(path);
    if (!merges && isDirectory(path)) {
      Set<ImagePath> hidden = new HashSet<>();
      for (ImagePath later : added.tailMap(path, false).keySet()) {
        if (!later.startsWith(path)) {
          break;
        }
        hidden.add(later);
      }
      added.keySet().removeAll(hidden);
      emptied.add(path);
    }
    put(node.withEntry(node.entry().withPath(path)));
  }

  /**
   * Adds the directories that are there already and hold something of this draft, as they are there but for the time, which is
   * that of something made. Docker's storage gives directories that a layer does not list the mode 0755 and root as the owner.
   */
  void listParents(Entry made) {
    ImagePath last = ImagePath.ROOT;
    for (ImagePath path : ImmutableList.copyOf(added.keySet())) {
      ImagePath parent = path.parent().orElse(ImagePath.ROOT);
      if (!parent.equals(last)) {
        listDirectory(parent, made);
        last = parent;
      }
    }
  }

  private void listDirectory(ImagePath path, Entry made) {
    ImagePath at = path;
    while (!at.isRoot() && !added.containsKey(at)) {
      ImagePath place = at;
      Entry there = findBelow(at).orElseThrow(() -> new IllegalStateException("'" + place + "' holds something and is not there"));
      found.put(at, Facts.describeListed(there));
      put(new SourceNode(there.withMtime(made.mtimeSeconds(), made.mtimeNanos()), Content.None.INSTANCE, at));
      at = at.parent().orElse(ImagePath.ROOT);
    }
  }

  /** The nodes in path order, each with its path in the image. */
  Iterable<SourceNode> nodes() {
    return added.values();
  }

  /** Whether a directory in this draft hides what lies below it in lower layers. */
  boolean isOpaque(ImagePath path) {
    if (!emptied.contains(path)) {
      return false;
    }
    SourceNode node = added.get(path);
    return node != null && node.isDirectory();
  }

  boolean isEmpty() {
    return added.isEmpty();
  }

  private void put(SourceNode node) {
    if (node.entry().path().name().startsWith(WHITEOUT)) {
      throw new BuildException(ErrorCode.ENTRY_REFUSED,
          "'" + node.entry().path() + "' cannot be in an image: names that begin with '" + WHITEOUT
              + "' delete files of lower layers; rename the file or leave it out in an ignore file");
    }
    added.put(node.entry().path(), node);
  }

  private static String name(EntryType type) {
    return switch (type) {
      case FILE, HARD_LINK -> "file";
      case DIRECTORY -> "directory";
      case SYMLINK -> "symbolic link";
      case FIFO -> "fifo";
      default -> "device";
    };
  }
}
