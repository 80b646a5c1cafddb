package dev.slipway.build;

import dev.slipway.image.ImagePath;
import dev.slipway.image.ModeChange;
import dev.slipway.layer.Entry;
import dev.slipway.layer.EntryType;
import java.util.Optional;

/**
 * Puts selected files into a draft, as COPY does: contents of directories, files by name or under a new one, links in the
 * destination followed inside the image.
 *
 * @param draft what is written to
 * @param destination absolute
 * @param intoDirectory whether the destination is a directory even if nothing lies there yet
 * @param owner given to everything copied and made; absent keeps owners, and root owns what is made
 * @param mode applied to everything copied but symbolic links
 * @param made what directories that have to be made look like
 */
record Placement(LayerDraft draft, ImagePath destination, boolean intoDirectory, Optional<Owner> owner, Optional<ModeChange> mode,
    Entry made) {
  /** Numbers of a user and a group. */
  record Owner(int uid, int gid) {}

  /** Which copy a name of a file came with: files are hard links of each other only within one. */
  private record Name(int copy, Object file) {}

  /** Places selected files; copies are numbered from the given one on. */
  void place(Selection selection, int firstCopy) {
    int copy = firstCopy;
    for (Selection.Top top : selection.tops()) {
      if (!selection.isExcluded(top)) {
        place(selection, top, copy++);
      }
    }
  }

  /** Gives the destination the mode and owner of a directory. */
  void placeTop(Entry top) {
    ImagePath place = draft.resolve(destination);
    Entry like = made.withMode(top.mode()).withOwner(top.uid(), top.gid()).withPath(place);
    draft.copyTo(place, new SourceNode(like, Content.None.INSTANCE, place));
  }

  /** Places one file that lies in no tree. */
  void place(CopyStep.Single single, int copy) {
    SourceNode node = new SourceNode(single.entry(), single.content(), single);
    ImagePath target = target(draft.resolve(destination), single.name());
    draft.makeDirectories(target.parent().orElse(ImagePath.ROOT), owned(made));
    draft.copyTo(target, changed(node, copy));
  }

  private void place(Selection selection, Selection.Top top, int copy) {
    ImagePath place = draft.resolve(destination);
    Entry parent = owned(made);
    if (!top.prefix().isEmpty()) {
      draft.makeDirectories(place, parent);
      for (SourceNode directory : top.prefix()) {
        draft.copyTo(place.resolve(directory.entry().path().relative()), changed(directory, copy));
      }
      place = place.resolve(top.prefix().get(top.prefix().size() - 1).entry().path().relative());
    }
    if (top.node().isDirectory()) {
      ImagePath root = place;
      draft.makeDirectories(root, parent);
      selection.below(top, (relative, node) -> draft.copyTo(node.entry().path().rebase(top.path(), root), changed(node, copy)));
      return;
    }
    ImagePath target = selection.keepsParents() ? place.child(top.name()) : target(place, top.name());
    draft.makeDirectories(target.parent().orElse(ImagePath.ROOT), parent);
    draft.copyTo(target, changed(selection.node(top), copy));
  }

  /**
   * Unpacks an archive: its entries replace what is there and keep owner and mode; links in the way of its directories are
   * followed as if the destination were the root.
   */
  void unpack(SourceTree archive, int copy) {
    ImagePath root = draft.resolve(destination);
    draft.makeDirectories(root, owned(made));
    LinkResolver links = new LinkResolver(
        path -> draft.find(below(root, path.relative())).filter(entry -> entry.type() == EntryType.SYMLINK).map(Entry::linkTarget));
    archive.below(ImagePath.ROOT, node -> {
      ImagePath target = below(root, links.resolveParent(node.entry().path()).relative());
      draft.makeDirectories(target.parent().orElse(ImagePath.ROOT), made);
      draft.unpackTo(target, new SourceNode(node.entry(), node.content(), new Name(copy, node.file())));
    });
  }

  /** Where a single file goes: into a directory under its name, or to the very destination, links there followed. */
  private ImagePath target(ImagePath place, String name) {
    return intoDirectory || draft.isDirectory(place) ? place.child(name) : place;
  }

  private static ImagePath below(ImagePath root, String relative) {
    return root.isRoot() ? ImagePath.of("/" + relative) : ImagePath.of(root + "/" + relative);
  }

  private SourceNode changed(SourceNode node, int copy) {
    Entry entry = owned(node.entry());
    if (mode.isPresent() && entry.type() != EntryType.SYMLINK) {
      entry = entry.withMode(mode.get().apply(entry.mode(), node.isDirectory()));
    }
    return new SourceNode(entry, node.content(), node.hasOneName() ? node.file() : new Name(copy, node.file()));
  }

  private Entry owned(Entry entry) {
    return owner.isPresent() ? entry.withOwner(owner.get().uid(), owner.get().gid()) : entry;
  }
}
