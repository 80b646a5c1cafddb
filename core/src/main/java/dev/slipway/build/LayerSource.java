package dev.slipway.build;

import dev.slipway.image.ImagePath;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.TreeEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The files of a stage, image or archive as a source of copies: their bytes stay where they are, in the layers' tars. */
final class LayerSource implements SourceTree {
  private final FileTree tree;
  private final String description;
  private final EntryRules rules;
  private final Predicate<ImagePath> walked;

  LayerSource(FileTree tree, String description, EntryRules rules) {
    this(tree, description, rules, path -> true);
  }

  /** A source of which a walk shows some paths only. */
  LayerSource(FileTree tree, String description, EntryRules rules, Predicate<ImagePath> walked) {
    this.tree = tree;
    this.description = description;
    this.rules = rules;
    this.walked = walked;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Optional<SourceNode> find(ImagePath path) {
    return tree.lookup(path).map(this::node);
  }

  @Override
  public List<String> names(ImagePath directory) {
    boolean isDirectory = tree.lookup(directory).map(TreeEntry::isDirectory).orElse(false);
    return isDirectory ? tree.list(directory).stream().map(found -> found.entry().path().name()).toList() : List.of();
  }

  @Override
  public void below(ImagePath directory, Consumer<SourceNode> each) {
    tree.walk(directory, found -> {
      if (walked.test(found.entry().path())) {
        each.accept(node(found));
      }
    });
  }

  /** A hard link becomes the file that it is; names of one file are recognised by where its bytes lie. */
  private SourceNode node(TreeEntry found) {
    Entry entry = rules.clamp(found.entry(), found.entry().mtimeSeconds(), found.entry().mtimeNanos());
    if (!found.isFile() || found.blob().isEmpty()) {
      return new SourceNode(entry, Content.None.INSTANCE, entry.path());
    }
    Content.InLayer content = new Content.InLayer(found.blob().get(), entry.offset());
    boolean manyNames = entry.type() == EntryType.HARD_LINK;
    Entry file = Entry.file(entry.path())
        .withMode(entry.mode())
        .withOwner(entry.uid(), entry.gid())
        .withMtime(entry.mtimeSeconds(), entry.mtimeNanos())
        .withXattrs(entry.xattrs())
        .withContent(entry.size(), entry.content());
    return new SourceNode(manyNames ? file : entry, content, content);
  }
}
