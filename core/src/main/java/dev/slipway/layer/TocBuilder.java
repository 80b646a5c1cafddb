package dev.slipway.layer;

import com.google.common.collect.ImmutableList;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the nodes of one layer in path order, adding the directories that are only implied. */
final class TocBuilder {
  private static final int MAX_PATH_BYTES = 1 << 30;
  /** Nodes with unlike attributes are the rule only in hostile layers; the table is then bounded by the entries. */
  private final Map<Toc.Attributes, Integer> attributeIndex = new HashMap<>();
  private final List<Toc.Attributes> attributeList = new ArrayList<>();
  private final Map<String, Integer> linkIndex = new HashMap<>();
  private Toc.@Nullable Attributes lastAttributes;
  private int lastAttributesIndex;

  final List<String> linkTable = new ArrayList<>();
  int count;
  int pathBytes;
  byte[] paths = new byte[1024];
  int[] pathEnd = new int[16];
  byte[] kinds = new byte[16];
  int[] attributes = new int[16];
  long[] mtimes = new long[16];
  int[] nanos = new int[16];
  long[] sizes = new long[16];
  long[] offsets = new long[16];
  byte[] digests = new byte[16 * Digests.LENGTH];
  int[] links = new int[16];
  int[] parents = new int[16];

  /** Starts with shared parts that are already known, for so many nodes. */
  TocBuilder(int expected, Toc.Attributes[] shared, String[] targets) {
    this();
    for (Toc.Attributes each : shared) {
      attributeIndex.put(each, attributeIndex.size());
      attributeList.add(each);
    }
    linkTable.addAll(Arrays.asList(targets));
    if (attributeIndex.size() != shared.length) {
      throw new InvalidValueException("attributes are listed twice");
    }
    resize(Math.max(16, Math.min(expected, Toc.MAX_ENTRIES)));
  }

  /** Starts with the root, implied until it is listed. */
  TocBuilder() {
    int unused = append(new byte[0], 0, Toc.IMPLICIT, -1);
  }

  /**
   * Adds an entry that comes after all others in path order.
   *
   * @param content the raw SHA-256 of a file's bytes; unused for other entries
   */
  void add(Entry entry, long offset, byte @Nullable [] content) {
    byte[] path = Toc.relativeBytes(entry.path());
    fill(place(path, entry.type().code()), entry, offset, content);
  }

  /** Gives a node all that an entry says besides its path. */
  void fill(int index, Entry entry, long offset, byte @Nullable [] content) {
    attributes[index] = attributesIndex(entry);
    mtimes[index] = entry.mtimeSeconds();
    nanos[index] = entry.mtimeNanos();
    sizes[index] = entry.size();
    offsets[index] = entry.type().isDevice() ? (long) entry.deviceMajor() << 32 | entry.deviceMinor() : offset;
    links[index] = entry.linkTarget().isEmpty() ? -1 : linkIndex(entry.linkTarget());
    if (content != null) {
      kinds[index] |= Toc.CONTENT;
      System.arraycopy(content, 0, digests, index * Digests.LENGTH, Digests.LENGTH);
    }
  }

  /** Adds a whiteout that comes after all others in path order. */
  void whiteout(ImagePath path) {
    if (path.isRoot()) {
      throw new InvalidValueException("the root directory cannot be removed: mark it opaque to hide all that it holds");
    }
    int unused = place(Toc.relativeBytes(path), Toc.WHITEOUT);
  }

  /** Makes a directory opaque: the one added last, or an implied one after it. */
  void opaque(ImagePath path) {
    byte[] bytes = Toc.relativeBytes(path);
    int last = count - 1;
    if (compareToLast(bytes, bytes.length) != 0) {
      last = place(bytes, Toc.IMPLICIT);
    }
    int kind = kinds[last] & Toc.KIND;
    if (kind != Toc.IMPLICIT && kind != EntryType.DIRECTORY.code()) {
      throw new InvalidValueException("'" + path + "' is not a directory, so it cannot be opaque");
    }
    kinds[last] |= Toc.OPAQUE;
  }

  Toc build() {
    return new Toc(this);
  }

  ImmutableList<Toc.Attributes> attributeTable() {
    return ImmutableList.copyOf(attributeList);
  }

  /** The raw digest of the file at an index. */
  byte[] contentAt(int index) {
    return Arrays.copyOfRange(digests, index * Digests.LENGTH, (index + 1) * Digests.LENGTH);
  }

  /** Adds a node that may come anywhere in path order; such a builder only ends in {@link #sorted}. */
  int appendUnordered(byte[] path, int kind) {
    return append(path, path.length, kind, -1);
  }

  byte[] pathAt(int index) {
    return Arrays.copyOfRange(paths, start(index), pathEnd[index]);
  }

  boolean hasPath(int index, byte[] path) {
    return Arrays.equals(path, 0, path.length, paths, start(index), pathEnd[index]);
  }

  int comparePaths(int a, int b) {
    byte[] path = pathAt(a);
    return compare(path, path.length, b);
  }

  /** The node at an index as an entry at another path. */
  Entry entryAt(int index, ImagePath path) {
    EntryType type = EntryType.at(kinds[index] & Toc.KIND);
    Toc.Attributes shared = attributeList.get(attributes[index]);
    boolean device = type.isDevice();
    return new Entry(path, type, shared.mode(), shared.uid(), shared.gid(), mtimes[index], nanos[index],
        links[index] < 0 ? "" : linkTable.get(links[index]), shared.xattrs(), sizes[index],
        (kinds[index] & Toc.CONTENT) == 0 ? Optional.empty() : Optional.of(Digests.of(contentAt(index))), device ? 0 : offsets[index],
        device ? (int) (offsets[index] >>> 32) : 0, device ? (int) offsets[index] : 0);
  }

  /** The table of these nodes, given the indices in path order. */
  Toc sorted(int[] order) {
    TocBuilder result = new TocBuilder(count, attributeList.toArray(Toc.Attributes[]::new), linkTable.toArray(String[]::new));
    for (int from : order) {
      byte[] path = pathAt(from);
      int kind = kinds[from] & Toc.KIND;
      int to = path.length == 0 ? result.restoreRoot(kind) : result.restore(path, path.length, kind);
      result.kinds[to] = (byte) (kinds[from] & (Toc.KIND | Toc.OPAQUE | Toc.CONTENT));
      result.attributes[to] = attributes[from];
      result.mtimes[to] = mtimes[from];
      result.nanos[to] = nanos[from];
      result.sizes[to] = sizes[from];
      result.offsets[to] = offsets[from];
      result.links[to] = links[from];
      System.arraycopy(digests, from * Digests.LENGTH, result.digests, to * Digests.LENGTH, Digests.LENGTH);
    }
    return result.build();
  }

  /** Another name for the file at an index. */
  Entry linkTo(int index, ImagePath path, ImagePath target) {
    Toc.Attributes shared = attributeList.get(attributes[index]);
    return new Entry(path, EntryType.HARD_LINK, shared.mode(), shared.uid(), shared.gid(), mtimes[index], nanos[index], target.toString(),
        shared.xattrs(), sizes[index], Optional.empty(), 0, 0, 0);
  }

  /** The index of an earlier node; negative if there is none. */
  int find(byte[] path) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(path, path.length, middle);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return -1;
  }

  /** Gives the root its own kind, before anything else. */
  int restoreRoot(int kind) {
    if (kind != Toc.IMPLICIT && kind != EntryType.DIRECTORY.code()) {
      throw new InvalidValueException("the root is not a directory");
    }
    kinds[0] = (byte) kind;
    return 0;
  }

  /** Adds a node whose parents must all be there. */
  int restore(byte[] path, int length, int kind) {
    checkComponent(path, length);
    return place(path, length, kind);
  }

  private int place(byte[] path, int kind) {
    return place(path, path.length, kind);
  }

  private int place(byte[] path, int size, int kind) {
    int order = compareToLast(path, size);
    if (order == 0 && size == 0 && kind == EntryType.DIRECTORY.code() && (kinds[0] & Toc.KIND) == Toc.IMPLICIT) {
      kinds[0] = (byte) (kinds[0] & ~Toc.KIND | kind);
      return 0;
    }
    if (order <= 0) {
      throw new InvalidValueException(
          "entry '" + ImagePath.ofBytes(Arrays.copyOf(path, size)) + "' comes " + (order == 0 ? "twice" : "after '" + lastPath() + "'")
              + ": give entries in path order, each once");
    }
    int parent = count - 1;
    while (!isAncestor(parent, path, size)) {
      parent = parents[parent];
    }
    int known = length(parent);
    for (int slash = next(path, size, known); slash < size; slash = next(path, size, slash)) {
      requireDirectory(parent, path, size);
      parent = append(path, slash, Toc.IMPLICIT, parent);
    }
    requireDirectory(parent, path, size);
    return append(path, size, kind, parent);
  }

  /** The last component must be a name; those before it are names of nodes that were checked before. */
  private static void checkComponent(byte[] path, int size) {
    int start = size;
    while (start > 0 && path[start - 1] != '/') {
      start--;
    }
    int length = size - start;
    boolean dots = length <= 2 && path[start] == '.' && path[size - 1] == '.';
    for (int i = start; i < size; i++) {
      dots |= path[i] == 0;
    }
    if (length == 0 || dots) {
      throw new InvalidValueException("a path has a component that is no name");
    }
  }

  /** Where the component after the first {@code known} bytes of a path ends. */
  private static int next(byte[] path, int size, int known) {
    int at = known + 1;
    while (at < size && path[at] != '/') {
      at++;
    }
    return at;
  }

  /** A removed path with something below it is a new directory, which has nothing of the one that was removed. */
  void makeAnew(int whiteout) {
    fill(whiteout, Entry.directory(ImagePath.ofBytes(pathAt(whiteout))), 0, null);
    kinds[whiteout] = (byte) (EntryType.DIRECTORY.code() | Toc.OPAQUE);
  }

  private void requireDirectory(int parent, byte[] path, int size) {
    int kind = kinds[parent] & Toc.KIND;
    if (kind == Toc.WHITEOUT) {
      makeAnew(parent);
    } else if (kind != Toc.IMPLICIT && kind != EntryType.DIRECTORY.code()) {
      throw new InvalidValueException("entry '" + ImagePath.ofBytes(Arrays.copyOf(path, size)) + "' lies below '"
          + ImagePath.ofBytes(Arrays.copyOfRange(paths, start(parent), pathEnd[parent])) + "', which is not a directory in this layer");
    }
  }

  private int append(byte[] path, int length, int kind, int parent) {
    if (count >= Toc.MAX_ENTRIES || pathBytes > MAX_PATH_BYTES - length) {
      throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED, "layer has more than " + Toc.MAX_ENTRIES + " entries or " + MAX_PATH_BYTES
          + " bytes of names: split it into several layers");
    }
    if (count == kinds.length) {
      resize(Math.min(count * 2, Toc.MAX_ENTRIES));
    }
    if (pathBytes + length > paths.length) {
      paths = Arrays.copyOf(paths, Math.max(pathBytes + length, paths.length * 2));
    }
    System.arraycopy(path, 0, paths, pathBytes, length);
    pathBytes += length;
    int index = count++;
    pathEnd[index] = pathBytes;
    kinds[index] = (byte) kind;
    attributes[index] = -1;
    links[index] = -1;
    parents[index] = parent;
    return index;
  }

  private void resize(int size) {
    pathEnd = Arrays.copyOf(pathEnd, size);
    kinds = Arrays.copyOf(kinds, size);
    attributes = Arrays.copyOf(attributes, size);
    mtimes = Arrays.copyOf(mtimes, size);
    nanos = Arrays.copyOf(nanos, size);
    sizes = Arrays.copyOf(sizes, size);
    offsets = Arrays.copyOf(offsets, size);
    digests = Arrays.copyOf(digests, size * Digests.LENGTH);
    links = Arrays.copyOf(links, size);
    parents = Arrays.copyOf(parents, size);
  }

  private int attributesIndex(Entry entry) {
    Toc.Attributes last = lastAttributes;
    if (last != null && last.mode() == entry.mode() && last.uid() == entry.uid() && last.gid() == entry.gid()
        && last.xattrs().equals(entry.xattrs())) {
      return lastAttributesIndex;
    }
    Toc.Attributes shared = new Toc.Attributes(entry.mode(), entry.uid(), entry.gid(), entry.xattrs());
    Integer known = attributeIndex.putIfAbsent(shared, attributeList.size());
    if (known == null) {
      attributeList.add(shared);
    }
    lastAttributes = shared;
    lastAttributesIndex = known == null ? attributeList.size() - 1 : known;
    return lastAttributesIndex;
  }

  private int linkIndex(String target) {
    Integer known = linkIndex.get(target);
    if (known != null) {
      return known;
    }
    linkIndex.put(target, linkTable.size());
    linkTable.add(target);
    return linkTable.size() - 1;
  }

  private boolean isAncestor(int index, byte[] path, int size) {
    int length = length(index);
    return length == 0
        || size > length && path[length] == '/' && Arrays.equals(path, 0, length, paths, start(index), pathEnd[index]);
  }

  private int compareToLast(byte[] path, int size) {
    return compare(path, size, count - 1);
  }

  private int compare(byte[] path, int size, int index) {
    int length = length(index);
    int mismatch = Arrays.mismatch(path, 0, size, paths, start(index), pathEnd[index]);
    if (mismatch < 0 || mismatch == Math.min(size, length)) {
      return size - length;
    }
    return Integer.compare(Toc.rank(path[mismatch]), Toc.rank(paths[start(index) + mismatch]));
  }

  private int start(int index) {
    return index == 0 ? 0 : pathEnd[index - 1];
  }

  private int length(int index) {
    return pathEnd[index] - start(index);
  }

  private ImagePath lastPath() {
    return ImagePath.ofBytes(Arrays.copyOfRange(paths, start(count - 1), pathEnd[count - 1]));
  }
}
