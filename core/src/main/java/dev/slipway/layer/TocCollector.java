package dev.slipway.layer;

import com.google.common.primitives.Ints;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the table of a layer from entries in any order: what is left once all of them are applied.
 *
 * <p>A later entry replaces an earlier one of the same path, as in Docker; a directory listed again keeps what it
 * holds, one in place of something else hides what lower layers have below it. Refused is what unpackers do in different ways: an entry below something that is not a directory, something
 * else in place of a directory that is not empty, a whiteout for what the same layer brings before it, a hard link to
 * something that comes later or has another mode or owner.
 */
final class TocCollector implements EntryVisitor {
  /** Marks a directory that has something below it. */
  private static final int USED = 0x40;

  private final EntryPolicy policy;
  private final TocBuilder nodes = new TocBuilder();
  private final PathIndex byPath = new PathIndex(nodes);
  private final List<Integer> lowerLinks = new ArrayList<>();
  private int seen = -1;

  TocCollector(EntryPolicy policy) {
    this.policy = policy;
  }

  @Override
  public void entry(Entry entry) {
    seen++;
    Entry made = entry;
    if (entry.type() == EntryType.HARD_LINK) {
      made = linked(entry);
    }
    int index = make(entry.path(), made.type().code());
    byte[] content = made.content().map(Digests::raw).orElse(null);
    nodes.fill(index, made, made.offset(), content);
    if (made.type() == EntryType.HARD_LINK && content == null) {
      lowerLinks.add(index);
    }
  }

  @Override
  public void whiteout(ImagePath path) {
    seen++;
    int index = byPath.find(Toc.relativeBytes(path));
    if (index < 0) {
      int unused = make(path, Toc.WHITEOUT);
    } else if (kind(index) != Toc.WHITEOUT) {
      throw failure(ErrorCode.MALFORMED_ARCHIVE, path, "is removed by the layer that brings it");
    }
  }

  @Override
  public void opaque(ImagePath directory) {
    seen++;
    int index = directoryAt(Toc.relativeBytes(directory), directory);
    nodes.kinds[index] |= Toc.OPAQUE;
  }

  /** Takes over a node of a finished table, at another path. */
  void copy(Toc from, int index, ImagePath path) {
    if (from.isWhiteout(index)) {
      whiteout(path);
    } else if (from.isEntry(index)) {
      int made = make(path, from.kind(index));
      Entry entry = from.entry(index);
      nodes.fill(made, entry, entry.offset(), entry.content().map(Digests::raw).orElse(null));
    }
    if (from.isOpaque(index)) {
      opaque(path);
    }
  }

  /** The table, after the last entry. */
  Toc finish() {
    for (int link : lowerLinks) {
      if (kind(link) == EntryType.HARD_LINK.code() && (nodes.kinds[link] & Toc.CONTENT) == 0) {
        ImagePath target = ImagePath.of(nodes.linkTable.get(nodes.links[link]));
        if (byPath.find(Toc.relativeBytes(target)) >= 0) {
          throw failure(ErrorCode.MALFORMED_ARCHIVE, target, "comes after a hard link to it");
        }
      }
    }
    Integer[] order = new Integer[nodes.count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, nodes::comparePaths);
    return nodes.sorted(Ints.toArray(Arrays.asList(order)));
  }

  /** Finds the file that a link names, in this layer only. */
  private Entry linked(Entry link) {
    ImagePath path = ImagePath.of(link.linkTarget());
    int target = byPath.find(Toc.relativeBytes(path));
    if (path.equals(link.path())) {
      throw failure(ErrorCode.MALFORMED_ARCHIVE, link.path(), "is a hard link to itself");
    }
    if (target < 0) {
      if (!policy.lowerLinks()) {
        throw failure(ErrorCode.MALFORMED_ARCHIVE, link.path(), "is a hard link to '" + path + "', which does not come before it");
      }
      return link;
    }
    if (isDirectory(target) || kind(target) == Toc.WHITEOUT) {
      throw failure(ErrorCode.MALFORMED_ARCHIVE, link.path(), "is a hard link to '" + path + "', which is not a file");
    }
    Entry file = nodes.entryAt(target, link.path());
    if (file.type() == EntryType.HARD_LINK && file.content().isEmpty()) {
      return link.withLinkTarget(file.linkTarget());
    }
    if (file.type() != EntryType.FILE && file.type() != EntryType.HARD_LINK) {
      return file;
    }
    if (file.mode() != link.mode() || file.uid() != link.uid() || file.gid() != link.gid()) {
      throw failure(ErrorCode.MALFORMED_ARCHIVE, link.path(), "is a hard link with another mode or owner than '" + path
          + "': some programs change the file then, others do not");
    }
    return new Entry(link.path(), EntryType.HARD_LINK, file.mode(), file.uid(), file.gid(), file.mtimeSeconds(), file.mtimeNanos(),
        link.linkTarget(), file.xattrs(), file.size(), file.content(), file.offset(), 0, 0);
  }

  /** The node at a path, made or replaced so that it is of a kind. */
  private int make(ImagePath path, int kind) {
    byte[] bytes = Toc.relativeBytes(path);
    int known = byPath.find(bytes);
    if (known < 0) {
      useParent(bytes, path);
      return byPath.add(bytes, kind);
    }
    boolean directory = kind == EntryType.DIRECTORY.code();
    if (!directory && (nodes.kinds[known] & USED) != 0) {
      throw failure(ErrorCode.MALFORMED_ARCHIVE, path, "replaces a directory that is not empty");
    }
    int kept = directory ? nodes.kinds[known] & (USED | Toc.OPAQUE) | (isDirectory(known) ? 0 : Toc.OPAQUE) : 0;
    nodes.kinds[known] = (byte) (kind | kept);
    return known;
  }

  private void useParent(byte[] path, ImagePath whole) {
    int slash = path.length - 1;
    while (slash > 0 && path[slash] != '/') {
      slash--;
    }
    int parent = directoryAt(Arrays.copyOf(path, Math.max(slash, 0)), whole);
    nodes.kinds[parent] |= USED;
  }

  /** The directory at a path, implied if it is not known yet. */
  private int directoryAt(byte[] path, ImagePath wanted) {
    int known = byPath.find(path);
    if (known < 0) {
      useParent(path, wanted);
      return byPath.add(path, Toc.IMPLICIT);
    }
    if (kind(known) == Toc.WHITEOUT) {
      nodes.makeAnew(known);
    } else if (!isDirectory(known)) {
      throw failure(ErrorCode.PATH_ESCAPES, wanted, "lies below '/" + ImagePath.textOfBytes(path) + "', which is not a directory");
    }
    return known;
  }

  private boolean isDirectory(int index) {
    return kind(index) == Toc.IMPLICIT || kind(index) == EntryType.DIRECTORY.code();
  }

  private int kind(int index) {
    return nodes.kinds[index] & Toc.KIND;
  }

  private ArchiveException failure(ErrorCode code, ImagePath path, String problem) {
    return new ArchiveException(code, "entry " + seen + ": '" + path + "' " + problem);
  }
}
