package dev.slipway.build;

import dev.slipway.layer.Entry;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.TreeEntry;
import java.util.function.Consumer;

/**
 * The files of an archive in the store. Directories that it only implies are left out: where they exist already they stay
 * as they are, or may be links.
 */
record ArchiveFiles(LayerToc layer, EntryRules rules) {
  /** Calls back for everything that the archive lists below its root, in path order. */
  void each(Consumer<SourceNode> each) {
    layer.toc().entries().filter(entry -> !entry.path().isRoot()).forEach(entry -> each.accept(node(entry)));
  }

  private SourceNode node(Entry entry) {
    return LayerSource.node(new TreeEntry(entry, entry.content().map(bytes -> layer.blob())), rules);
  }
}
