package dev.slipway.build;

import dev.slipway.image.Digest;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.LayerToc;
import dev.slipway.layout.ImageLayer;
import dev.slipway.layout.LayerLoader;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** What is in the layers of one build: each table of contents is read once, when somebody asks for it. */
final class LayerTables {
  private final Store store;
  private final Lease lease;
  private final Map<Digest, LayerToc> tables = new ConcurrentHashMap<>();

  LayerTables(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** What is in a layer. */
  LayerToc of(ImageLayer layer) {
    LayerToc known = tables.get(layer.diffId());
    return known != null ? known : tables.computeIfAbsent(layer.diffId(), unread -> layer.expanded(lease).read(store));
  }

  /** The files of layers on each other, lowest first; those that are not in the store yet come at once. */
  FileTree tree(List<ImageLayer> layers) {
    List<ImageLayer> missing = layers.stream().filter(layer -> !tables.containsKey(layer.diffId())).toList();
    LayerLoader.expanded(missing, lease).forEach(layer -> tables.computeIfAbsent(layer.diffId(), unread -> layer.read(store)));
    return FileTree.of(layers.stream().map(layer -> Objects.requireNonNull(tables.get(layer.diffId()))).toList());
  }
}
