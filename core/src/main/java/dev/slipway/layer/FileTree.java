package dev.slipway.layer;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import dev.slipway.store.Store;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The files of an image: layers stacked on one another, seen without unpacking anything.
 *
 * <p>What each layer does to those below it follows the OCI image specification, "Applying Changesets", read as Docker
 * and containerd do: whiteouts and opaque directories hide; a file hides a directory and all below it; a directory over
 * a directory replaces its metadata and keeps its content; an entry whose parent is not listed in its layer creates that
 * parent with mode 0755, and where a lower layer has a symbolic link instead, the entry lands where the link leads inside
 * the tree.
 *
 * <p>Nothing here reads the host's file system. Trees are values; files are read through a store.
 */
public final class FileTree {
  private static final FileTree EMPTY = new FileTree(ImmutableList.of());

  private final ImmutableList<TreeLayer> layers;

  private FileTree(ImmutableList<TreeLayer> layers) {
    this.layers = layers;
  }

  /** A tree of nothing but the root directory. */
  public static FileTree empty() {
    return EMPTY;
  }

  /** A tree of layers, the lowest first. */
  public static FileTree of(List<LayerToc> layers) {
    FileTree tree = EMPTY;
    for (LayerToc layer : layers) {
      tree = tree.with(layer);
    }
    return tree;
  }

  /**
   * This tree with another layer on top.
   *
   * @throws dev.slipway.ArchiveException if the layer has a hard link to a file that neither it nor this tree has
   */
  public FileTree with(LayerToc layer) {
    TreeLayer placed = TreeLayer.over(this, layer);
    return new FileTree(ImmutableList.<TreeLayer>builderWithExpectedSize(layers.size() + 1).addAll(layers).add(placed).build());
  }

  /** The layer put on last, in its place. */
  TreeLayer top() {
    return layers.get(layers.size() - 1);
  }

  /** What is at a path; links are followed neither at its end nor on the way. */
  public Optional<TreeEntry> lookup(ImagePath path) {
    return lookup(Toc.relativeBytes(path), path);
  }

  private Optional<TreeEntry> lookup(byte[] bytes, ImagePath path) {
    boolean implied = path.isRoot();
    for (TreeLayer layer : layers.reverse()) {
      int index = layer.toc().find(bytes);
      if (index >= 0 && layer.toc().isEntry(index)) {
        boolean replaced = implied && !layer.toc().isDirectory(index);
        return Optional.of(replaced ? impliedDirectory(path) : layer.at(index));
      }
      implied |= index >= 0 && layer.toc().isImplicit(index);
      if (layer.toc().hidesLower(bytes)) {
        break;
      }
    }
    return implied ? Optional.of(impliedDirectory(path)) : Optional.empty();
  }

  private static TreeEntry impliedDirectory(ImagePath path) {
    return new TreeEntry(Entry.directory(path), Optional.empty());
  }

  /**
   * What a path leads to when all links are followed inside the tree: absolute links start at the tree's root, and
   * {@code ..} stops there. Empty if there is nothing.
   *
   * @throws BuildException with {@link ErrorCode#LIMIT_EXCEEDED} after {@value Links#MAX_LINKS} links, or if the path
   *     that they lead to is longer than 4096 bytes
   */
  public Optional<TreeEntry> resolve(ImagePath path) {
    return lookup(resolvePath(path));
  }

  /**
   * The path that a path leads to when all links are followed inside the tree. Where something is missing, the rest is
   * taken as it is written, as for a file that is going to be created.
   *
   * @throws BuildException as {@link #resolve}
   */
  public ImagePath resolvePath(ImagePath path) {
    return new Links(this).follow(path, true);
  }

  /** As {@link #resolvePath}, but the last component is not followed if it is a link itself. */
  public ImagePath resolveParent(ImagePath path) {
    return new Links(this).follow(path, false);
  }

  /**
   * The entries in a directory, in path order; links are not followed.
   *
   * @throws BuildException with {@link ErrorCode#NOT_FOUND} if there is no directory at the path
   */
  public ImmutableList<TreeEntry> list(ImagePath directory) {
    byte[] bytes = Toc.relativeBytes(directory);
    if (!lookup(bytes, directory).map(TreeEntry::isDirectory).orElse(false)) {
      throw new BuildException(ErrorCode.NOT_FOUND, "'" + directory + "' is not a directory in the image");
    }
    TreeMap<String, Optional<TreeEntry>> found = new TreeMap<>(ImagePath::compareTexts);
    List<String> implied = new ArrayList<>();
    for (TreeLayer layer : layers.reverse()) {
      int index = layer.toc().find(bytes);
      if (index >= 0) {
        collect(layer, index, found, implied);
      }
      if (layer.toc().hidesLower(bytes) || index >= 0 && layer.toc().isOpaque(index)) {
        break;
      }
    }
    implied.forEach(name -> found.put(name, lookup(directory.child(name))));
    return found.values().stream().flatMap(Optional::stream).collect(ImmutableList.toImmutableList());
  }

  private static void collect(TreeLayer layer, int directory, Map<String, Optional<TreeEntry>> found, List<String> implied) {
    Toc toc = layer.toc();
    toc.children(directory, child -> {
      String name = toc.name(child);
      if (found.containsKey(name)) {
        return;
      }
      if (toc.isImplicit(child)) {
        implied.add(name);
      }
      found.put(name, toc.isEntry(child) ? Optional.of(layer.at(child)) : Optional.empty());
    });
  }

  /** Calls back for everything below a directory, not for itself, in path order; links are not followed. */
  public void walk(ImagePath directory, Consumer<TreeEntry> each) {
    for (TreeEntry entry : list(directory)) {
      each.accept(entry);
      if (entry.isDirectory()) {
        walk(entry.entry().path(), each);
      }
    }
  }

  /**
   * What fits patterns, component by component, below a directory, in path order. Links to the directory are followed;
   * links that patterns match are not, so nothing below them is found, as in Docker.
   */
  public ImmutableList<TreeEntry> glob(ImagePath directory, List<? extends NamePattern> patterns) {
    ImagePath start = resolvePath(directory);
    ImmutableList<TreeEntry> found = lookup(start).stream().collect(ImmutableList.toImmutableList());
    for (NamePattern pattern : patterns) {
      found = found.stream().filter(TreeEntry::isDirectory).flatMap(parent -> list(parent.entry().path()).stream())
          .filter(entry -> pattern.matches(entry.entry().path().name())).collect(ImmutableList.toImmutableList());
    }
    return found;
  }

  /**
   * The bytes of a file, links followed. The stream throws {@link dev.slipway.StoreException} with
   * {@link ErrorCode#STORE_DAMAGED} before its end if they are not what the layer's table says.
   *
   * @throws BuildException with {@link ErrorCode#NOT_FOUND} if there is no regular file
   */
  public InputStream open(Store store, ImagePath path) {
    return open(store, file(path));
  }

  /** As {@link #open(Store, ImagePath)} for an entry of this tree. */
  public static InputStream open(Store store, TreeEntry entry) {
    return TreeContent.open(store, entry);
  }

  /**
   * The bytes of a small file, links followed.
   *
   * @throws BuildException with {@link ErrorCode#NOT_FOUND} if there is no regular file, with
   *     {@link ErrorCode#LIMIT_EXCEEDED} if it is larger than the limit
   */
  public byte[] read(Store store, ImagePath path, int limit) {
    TreeEntry entry = file(path);
    if (entry.entry().size() > limit) {
      throw new BuildException(ErrorCode.LIMIT_EXCEEDED, "'" + path + "' in the image has " + entry.entry().size()
          + " bytes, more than the " + limit + " that are read");
    }
    return TreeContent.readAll(store, entry);
  }

  private TreeEntry file(ImagePath path) {
    return resolve(path).filter(TreeEntry::isFile).orElseThrow(
        () -> new BuildException(ErrorCode.NOT_FOUND, "'" + path + "' is not a regular file in the image"));
  }
}
