package dev.slipway.layer;

import com.google.common.collect.ImmutableMap;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A layer in its place in a tree.
 *
 * @param blob the layer's tar
 * @param toc its table, with entries moved to where symbolic links of lower layers lead
 * @param borrowed by index, the hard links whose files lower layers bring
 */
record TreeLayer(Digest blob, Toc toc, ImmutableMap<Integer, TreeEntry> borrowed) {
  /** A layer on top of a tree. */
  static TreeLayer over(FileTree lower, LayerToc layer) {
    Toc toc = layer.toc();
    Map<ImagePath, ImagePath> moved = new LinkedHashMap<>();
    for (int i = 1; i < toc.size(); i = toc.isImplicit(i) && moved.containsKey(toc.path(i)) ? toc.subtreeEnd(i) : i + 1) {
      if (toc.isImplicit(i) && !toc.isOpaque(i)) {
        ImagePath path = toc.path(i);
        boolean link = lower.lookup(path).map(found -> found.entry().type() == EntryType.SYMLINK).orElse(false);
        if (link) {
          moved.put(path, lower.resolvePath(path));
        }
      }
    }
    Toc placed = moved.isEmpty() ? toc : move(toc, moved);
    return new TreeLayer(layer.blob(), placed, borrow(lower, placed));
  }

  TreeEntry at(int index) {
    TreeEntry known = borrowed.get(index);
    if (known != null) {
      return known;
    }
    Entry entry = toc.entry(index);
    return new TreeEntry(entry, entry.content().isPresent() ? Optional.of(blob) : Optional.empty());
  }

  private static ImmutableMap<Integer, TreeEntry> borrow(FileTree lower, Toc toc) {
    ImmutableMap.Builder<Integer, TreeEntry> borrowed = ImmutableMap.builder();
    for (int i = 0; i < toc.size(); i++) {
      if (toc.kind(i) == EntryType.HARD_LINK.code() && (toc.kinds[i] & Toc.CONTENT) == 0) {
        borrowed.put(i, file(lower, toc.entry(i)));
      }
    }
    return borrowed.buildOrThrow();
  }

  private static TreeEntry file(FileTree lower, Entry link) {
    ImagePath path = lower.resolveParent(ImagePath.of(link.linkTarget()));
    TreeEntry file = lower.lookup(path).filter(found -> !found.isDirectory()).orElseThrow(
        () -> new ArchiveException(ErrorCode.MALFORMED_ARCHIVE, "'" + link.path() + "' is a hard link to '" + link.linkTarget()
            + "', which neither its layer nor a lower one has"));
    Entry target = file.entry();
    if (!file.isFile()) {
      return new TreeEntry(target.withPath(link.path()), Optional.empty());
    }
    return new TreeEntry(new Entry(link.path(), EntryType.HARD_LINK, link.mode(), link.uid(), link.gid(), link.mtimeSeconds(),
        link.mtimeNanos(), link.linkTarget(), link.xattrs(), target.size(), target.content(), target.offset(), 0, 0), file.blob());
  }

  /** The table with whole directories somewhere else; what is there already in the same layer stays. */
  private static Toc move(Toc toc, Map<ImagePath, ImagePath> moved) {
    TocCollector nodes = new TocCollector(EntryPolicy.layer().withDevices());
    ImagePath from = ImagePath.ROOT;
    ImagePath to = ImagePath.ROOT;
    for (int i = 0; i < toc.size(); i++) {
      ImagePath path = toc.path(i);
      if (!path.startsWith(from)) {
        from = ImagePath.ROOT;
        to = ImagePath.ROOT;
      }
      if (toc.isImplicit(i) && moved.containsKey(path)) {
        from = path;
        to = moved.getOrDefault(path, path);
      }
      nodes.copy(toc, i, path.rebase(from, to));
    }
    return nodes.finish();
  }
}
