package dev.slipway.layer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table of contents of one layer: what the layer leaves behind once all its entries are applied, in path order.
 *
 * <p>An index stands for a node. Besides entries there are directories that the layer only implies, because it has
 * something below them, and whiteouts, which hide what lower layers have at that path. A directory can be opaque: it
 * hides what lower layers have below it. Index 0 is always the root.
 *
 * <p>Nodes are kept in columns, about 130 bytes each; {@link #entry} makes a value of one when it is asked for.
 */
public final class Toc {
  /** The largest number of nodes in one table. */
  public static final int MAX_ENTRIES = 10_000_000;
  /** The largest encoded form, in bytes. */
  public static final int MAX_ENCODED_BYTES = 1 << 30;

  static final int IMPLICIT = 7;
  static final int WHITEOUT = 8;
  static final int KIND = 0x0F;
  static final int OPAQUE = 0x10;
  static final int CONTENT = 0x20;

  /** What many nodes share. */
  record Attributes(int mode, long uid, long gid, ImmutableSortedMap<String, XattrValue> xattrs) {}

  private static final Attributes IMPLIED = new Attributes(0755, 0, 0, ImmutableSortedMap.of());

  final int count;
  final byte[] paths;
  final int[] pathEnd;
  final byte[] kinds;
  final int[] attributes;
  final long[] mtimes;
  final int[] nanos;
  final long[] sizes;
  final long[] offsets;
  final byte[] digests;
  final int[] links;
  final ImmutableList<Attributes> attributeTable;
  final ImmutableList<String> linkTable;
  private final int[] parents;
  private final int[] subtreeEnd;

  Toc(TocBuilder from) {
    count = from.count;
    paths = Arrays.copyOf(from.paths, from.pathBytes);
    pathEnd = Arrays.copyOf(from.pathEnd, count);
    kinds = Arrays.copyOf(from.kinds, count);
    attributes = Arrays.copyOf(from.attributes, count);
    mtimes = Arrays.copyOf(from.mtimes, count);
    nanos = Arrays.copyOf(from.nanos, count);
    sizes = Arrays.copyOf(from.sizes, count);
    offsets = Arrays.copyOf(from.offsets, count);
    digests = Arrays.copyOf(from.digests, count * Digests.LENGTH);
    links = Arrays.copyOf(from.links, count);
    parents = Arrays.copyOf(from.parents, count);
    attributeTable = from.attributeTable();
    linkTable = ImmutableList.copyOf(from.linkTable);
    subtreeEnd = subtreeEnds();
  }

  /** A table without entries. */
  public static Toc empty() {
    return new TocBuilder().build();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws dev.slipway.ArchiveException if the bytes are not a table, contradict themselves, or are of another version
   */
  public static Toc decode(byte[] encoded) {
    return TocCodec.decode(encoded);
  }

  /** The table as bytes: the same for equal tables, readable by {@link #decode} of this version. */
  public byte[] encode() {
    return TocCodec.encode(this);
  }

  /** How many nodes there are, the root, implied directories and whiteouts counted. */
  public int size() {
    return count;
  }

  /** The index of the node at a path, whatever it is; negative if this layer says nothing of the path. */
  public int find(ImagePath path) {
    return find(relativeBytes(path));
  }

  int find(byte[] path) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = comparePath(path, path.length, middle);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return -(low + 1);
  }

  /** Whether the layer has an entry of its own at an index: neither implied nor a whiteout. */
  public boolean isEntry(int index) {
    return kind(index) < IMPLICIT;
  }

  /** Whether the node is a whiteout. */
  public boolean isWhiteout(int index) {
    return kind(index) == WHITEOUT;
  }

  /** Whether the node is a directory that the layer implies and does not list. */
  public boolean isImplicit(int index) {
    return kind(index) == IMPLICIT;
  }

  /** Whether the node is a directory, listed or implied. */
  public boolean isDirectory(int index) {
    return kind(index) == IMPLICIT || kind(index) == EntryType.DIRECTORY.code();
  }

  /** Whether the node is a directory that hides what lower layers have below it. */
  public boolean isOpaque(int index) {
    return (kinds[index] & OPAQUE) != 0;
  }

  /** The type of the node; implied directories are directories. Not for whiteouts. */
  public EntryType type(int index) {
    return isImplicit(index) ? EntryType.DIRECTORY : EntryType.at(kind(index));
  }

  /** The path of a node. */
  public ImagePath path(int index) {
    return index == 0 ? ImagePath.ROOT : ImagePath.ofBytes(Arrays.copyOfRange(paths, pathStart(index), pathEnd[index]));
  }

  /** The last component of a node's path. */
  String name(int index) {
    int end = pathEnd[index];
    int start = end;
    while (start > pathStart(index) && paths[start - 1] != '/') {
      start--;
    }
    return ImagePath.textOfBytes(Arrays.copyOfRange(paths, start, end));
  }

  /** The directory that a node is in; −1 for the root. */
  int parent(int index) {
    return parents[index];
  }

  /** The index after the last node below this one. */
  int subtreeEnd(int index) {
    return subtreeEnd[index];
  }

  /** The node at an index as a value. An implied directory is one with mode 0755, owned by root. Not for whiteouts. */
  public Entry entry(int index) {
    EntryType type = type(index);
    Attributes shared = attributes[index] < 0 ? IMPLIED : attributeTable.get(attributes[index]);
    boolean device = type.isDevice();
    return new Entry(path(index), type, shared.mode, shared.uid, shared.gid, mtimes[index], nanos[index],
        links[index] < 0 ? "" : linkTable.get(links[index]), shared.xattrs, sizes[index], content(index), device ? 0 : offsets[index],
        device ? (int) (offsets[index] >>> 32) : 0, device ? (int) offsets[index] : 0);
  }

  /** The listed entries in path order, without implied directories and whiteouts. */
  public Stream<Entry> entries() {
    return IntStream.range(0, count).filter(this::isEntry).mapToObj(this::entry);
  }

  /** The paths that this layer removes from lower layers, in path order. */
  public ImmutableList<ImagePath> whiteouts() {
    return IntStream.range(0, count).filter(this::isWhiteout).mapToObj(this::path).collect(ImmutableList.toImmutableList());
  }

  /** The directories whose content in lower layers this layer hides, in path order. */
  public ImmutableList<ImagePath> opaqueDirectories() {
    return IntStream.range(0, count).filter(this::isOpaque).mapToObj(this::path).collect(ImmutableList.toImmutableList());
  }

  Optional<Digest> content(int index) {
    if ((kinds[index] & CONTENT) == 0) {
      return Optional.empty();
    }
    int at = index * Digests.LENGTH;
    return Optional.of(new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(digests, at, at + Digests.LENGTH)));
  }

  int kind(int index) {
    return kinds[index] & KIND;
  }

  int pathStart(int index) {
    return index == 0 ? 0 : pathEnd[index - 1];
  }

  /** Calls back for the direct children of a directory, in path order. */
  void children(int directory, Consumer<Integer> each) {
    int child = directory + 1;
    while (child < subtreeEnd[directory]) {
      each.accept(child);
      child = subtreeEnd[child];
    }
  }

  /** Whether what lower layers have at this path, and below it, cannot be seen through this layer. */
  boolean hidesLower(byte[] path) {
    int found = find(path);
    int index = found;
    if (found < 0) {
      index = nearestAncestor(path);
      if (!isDirectory(index)) {
        return true;
      }
    } else if (isWhiteout(index) || isEntry(index) && !isDirectory(index)) {
      return true;
    } else {
      index = parents[index];
    }
    for (; index >= 0; index = parents[index]) {
      if (isOpaque(index)) {
        return true;
      }
    }
    return false;
  }

  private int nearestAncestor(byte[] path) {
    for (int length = path.length - 1; length > 0; length--) {
      if (path[length] == '/') {
        int found = find(Arrays.copyOf(path, length));
        if (found >= 0) {
          return found;
        }
      }
    }
    return 0;
  }

  private int comparePath(byte[] path, int length, int index) {
    int start = pathStart(index);
    int mismatch = Arrays.mismatch(path, 0, length, paths, start, pathEnd[index]);
    int shorter = Math.min(length, pathEnd[index] - start);
    if (mismatch < 0 || mismatch == shorter) {
      return length - (pathEnd[index] - start);
    }
    return Integer.compare(rank(path[mismatch]), rank(paths[start + mismatch]));
  }

  /** Bytes in the order of paths: the separator comes first, so that a directory is followed by what it holds. */
  static int rank(byte b) {
    return b == '/' ? 0 : b & 0xFF;
  }

  static byte[] relativeBytes(ImagePath path) {
    return ImagePath.bytesOfText(path.relative());
  }

  private int[] subtreeEnds() {
    int[] ends = new int[count];
    for (int i = count - 1; i >= 0; i--) {
      ends[i] = Math.max(ends[i], i + 1);
      if (parents[i] >= 0) {
        ends[parents[i]] = Math.max(ends[parents[i]], ends[i]);
      }
    }
    return ends;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Toc toc && Arrays.equals(encode(), toc.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(paths) * 31 + Arrays.hashCode(digests);
  }

  @Override
  public String toString() {
    return "Toc of " + count + " nodes";
  }
}
