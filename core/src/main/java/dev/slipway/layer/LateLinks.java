package dev.slipway.layer;

import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * New names of files that are as they were. That such a file has them is known only when it has been left out, so that the layer
 * is written once more, with the file as the first name and hard links to it.
 */
final class LateLinks {
  private final Store store;
  private final Lease lease;
  private final Map<ImagePath, ImagePath> targets = new HashMap<>();
  private final TreeMap<ImagePath, Entry> missing = new TreeMap<>();
  private final Map<ImagePath, TreeEntry> files = new HashMap<>();

  LateLinks(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  boolean isEmpty() {
    return targets.isEmpty();
  }

  /** A new name, which the first layer has as a file of its own, and what it is a name of. */
  void add(ImagePath name, Entry file, TreeEntry below) {
    targets.put(name, file.path());
    missing.put(file.path(), file);
    files.put(file.path(), below);
  }

  /** A directory that the first layer does not list, and that is to be listed. */
  void addDirectory(Entry directory) {
    missing.put(directory.path(), directory);
  }

  /** The first name of a file that came under another one. */
  ImagePath firstName(ImagePath path) {
    return targets.getOrDefault(path, path);
  }

  /** The layer with these names as links. */
  Layer write(LayerToc first) {
    try (LayerBuilder builder = LayerBuilder.in(store, lease); FileChannel tar = store.openBlob(first.blob())) {
      Toc toc = first.toc();
      for (int i = 0; i < toc.size(); i++) {
        ImagePath path = toc.path(i);
        while (!missing.isEmpty() && missing.firstKey().compareTo(path) < 0) {
          restore(builder);
        }
        copy(toc, i, path, tar, builder);
      }
      while (!missing.isEmpty()) {
        restore(builder);
      }
      return builder.finish();
    } catch (IOException e) {
      throw new StoreException(ErrorCode.IO, "stored layer '" + first.blob() + "' cannot be closed: " + e.getMessage(), e);
    }
  }

  private void copy(Toc toc, int index, ImagePath path, FileChannel tar, LayerBuilder builder) {
    if (toc.isWhiteout(index)) {
      builder.whiteout(path);
    } else if (toc.isEntry(index)) {
      Entry entry = toc.entry(index);
      switch (entry.type()) {
        case FILE -> {
          if (targets.containsKey(path)) {
            builder.hardLink(path, firstName(path));
          } else {
            builder.splice(entry, tar, entry.offset());
          }
        }
        case HARD_LINK -> builder.hardLink(path, firstName(ImagePath.of(entry.linkTarget())));
        default -> builder.node(entry);
      }
      if (toc.isOpaque(index)) {
        builder.opaque(path);
      }
    }
  }

  private void restore(LayerBuilder builder) {
    Map.Entry<ImagePath, Entry> next = missing.pollFirstEntry();
    TreeEntry file = files.get(next.getKey());
    if (file == null) {
      builder.node(next.getValue());
    } else {
      splice(builder, next.getValue(), file, store);
    }
  }

  /** Adds a file with the bytes that one in a lower layer has. */
  static void splice(LayerBuilder builder, Entry entry, TreeEntry bytes, Store store) {
    Digest blob = bytes.blob().orElseThrow();
    try (FileChannel tar = store.openBlob(blob)) {
      builder.splice(entry.withContent(bytes.entry().size(), bytes.entry().content()), tar, bytes.entry().offset());
    } catch (StoreException damage) {
      if (damage.code() == ErrorCode.STORE_DAMAGED) {
        store.quarantine(blob);
      }
      throw damage;
    } catch (IOException e) {
      throw new StoreException(ErrorCode.IO, "stored layer '" + blob + "' cannot be closed: " + e.getMessage(), e);
    }
  }
}
