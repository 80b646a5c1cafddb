package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import dev.slipway.image.PathFilter;
import dev.slipway.image.PathPattern;
import dev.slipway.image.TreePattern;
import dev.slipway.layer.EntryType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a source of COPY or ADD stands for: the matched files and directories of one tree, in the order in which they
 * are copied. Nothing is read yet.
 *
 * @param tree where they lie
 * @param tops the matched files and directories
 * @param excludes what is left out: by the path below a matched directory and the name of a matched file, or, where
 *     parents are kept, by the path that something gets below the destination
 * @param keepsParents whether the directories above a match are kept at the destination
 */
record Selection(SourceTree tree, ImmutableList<Top> tops, PathFilter excludes, boolean keepsParents) {
  /**
   * One match.
   *
   * @param name what a file is called at its destination
   * @param path where it lies, all links followed
   * @param node what lies there
   * @param prefix the directories that are kept at the destination with their path below it, the outermost first; a
   *     matched directory is the last of them
   */
  record Top(String name, ImagePath path, SourceNode node, ImmutableList<SourceNode> prefix) {}

  /** Takes one picked file: its path below the destination of its top, and what it is. */
  @FunctionalInterface
  interface Visitor {
    void visit(String relative, SourceNode node);
  }

  /** Finds what a path or pattern stands for. */
  static Selection of(SourceTree tree, String source, List<String> excludes, boolean parents) {
    ImmutableList.Builder<Top> tops = ImmutableList.builder();
    new Matcher(tree, source, parents).match(tops::add);
    return new Selection(tree, tops.build(), PathFilter.of(excludes), parents);
  }

  /** Whether everything at or below the matches is taken, as it lies there. */
  boolean isPlain() {
    return excludes.rules().isEmpty() && !keepsParents;
  }

  /** What lies at a match now that more may be known of it. */
  SourceNode node(Top top) {
    return tree.find(top.path()).orElse(top.node());
  }

  /** The same with only one of the matches. */
  Selection only(Top top) {
    return new Selection(tree, ImmutableList.of(top), excludes, keepsParents);
  }

  /** The places in the tree that are copied from. */
  ImmutableList<ImagePath> paths() {
    return tops.stream().map(Top::path).collect(ImmutableList.toImmutableList());
  }

  /** Calls back for everything below a matched directory, in path order. */
  void below(Top top, Visitor visitor) {
    int start = top.path().isRoot() ? 1 : top.path().toString().length() + 1;
    // excluded directories that only come along if something below them is taken back in
    Deque<SourceNode> open = new ArrayDeque<>();
    tree.below(top.path(), node -> {
      ImagePath path = node.entry().path();
      String relative = path.toString().substring(start);
      ImagePath place = excludes.rules().isEmpty() ? path : place(top).resolve(relative);
      while (!open.isEmpty() && !path.startsWith(open.getLast().entry().path())) {
        open.removeLast();
      }
      if (excludes.rules().isEmpty() || !excludes.excludes(place)) {
        open.forEach(directory -> visitor.visit(directory.entry().path().toString().substring(start), directory));
        open.clear();
        visitor.visit(relative, node);
      } else if (node.isDirectory() && excludes.mayReincludeBelow(place)) {
        open.addLast(node);
      }
    });
  }

  /** Whether nothing of a match is copied. */
  boolean isExcluded(Top top) {
    ImagePath place = top.node().isDirectory() ? place(top) : place(top).child(top.name());
    boolean byItself = keepsParents || !top.node().isDirectory();
    return byItself && !place.isRoot() && excludes.excludes(place)
        && !(top.node().isDirectory() && excludes.mayReincludeBelow(place));
  }

  /** The directory, as excludes see it, in which a file or the contents of a directory land. */
  private static ImagePath place(Top top) {
    return top.prefix().isEmpty() ? ImagePath.ROOT : top.prefix().get(top.prefix().size() - 1).entry().path();
  }

  /** Finds the matches of one source. */
  private static final class Matcher {
    private final SourceTree tree;
    private final String source;
    private final boolean parents;
    private final PathPattern pattern;
    private final int pivot;
    private final LinkResolver links;

    Matcher(SourceTree tree, String source, boolean parents) {
      this.tree = tree;
      this.source = source;
      this.parents = parents;
      int dot = parents ? ("/" + source).indexOf("/./") : -1;
      ImagePath kept = dot < 0 ? ImagePath.ROOT : ImagePath.of(source.substring(0, Math.max(0, dot)));
      this.pivot = kept.parts().size();
      this.pattern = PathPattern.compile(ImagePath.of(source).relative());
      this.links = new LinkResolver(
          path -> tree.find(path).filter(node -> node.entry().type() == EntryType.SYMLINK).map(node -> node.entry().linkTarget()));
    }

    void match(Consumer<Top> found) {
      if (!pattern.hasWildcards()) {
        ImagePath path = ImagePath.of(pattern.literal().orElse(""));
        if (!add(path, found)) {
          throw new BuildException(ErrorCode.NOT_FOUND, "'" + source + "' is not in " + tree.description()
              + "; check the spelling, and whether an ignore file leaves it out");
        }
        return;
      }
      ImagePath start = literalStart();
      if (parents) {
        walk(start, TreePattern.compile(pattern.toString()), found);
        return;
      }
      List<ImagePath> matches = List.of(links.resolve(start));
      for (PathPattern.Element element : pattern.elements().subList(start.parts().size(), pattern.elements().size())) {
        matches = matches.stream().flatMap(directory -> step(directory, element)).toList();
      }
      for (ImagePath path : matches) {
        if (!add(path, found)) {
          throw new BuildException(ErrorCode.NOT_FOUND, "'" + source + "' matches '" + path.relative() + "' in " + tree.description()
              + ", a symbolic link that leads to nothing there; leave it out in an ignore file or by a narrower pattern");
        }
      }
    }

    /** The directory above the first component with a wildcard: links on the way there are followed. */
    private ImagePath literalStart() {
      ImagePath start = ImagePath.ROOT;
      for (PathPattern.Element element : pattern.elements()) {
        if (element.literal().isEmpty()) {
          break;
        }
        start = start.child(element.literal().get());
      }
      return start;
    }

    /** What a pattern matches in a directory; links that it matches are taken as they are. */
    private Stream<ImagePath> step(ImagePath directory, PathPattern.Element element) {
      return element.literal().isPresent()
          ? Stream.of(directory.child(element.literal().get())).filter(path -> tree.find(path).isPresent())
          : names(directory).filter(element::matchesName).map(directory::child);
    }

    private Stream<String> names(ImagePath directory) {
      return tree.names(directory).stream().sorted(ImagePath::compareTexts);
    }

    /** With parents, {@code **} stands for any number of directories, and links are taken as they are. */
    private void walk(ImagePath directory, TreePattern matcher, Consumer<Top> found) {
      names(directory).forEach(name -> {
        ImagePath path = directory.child(name);
        SourceNode node = tree.find(path).orElseThrow();
        if (matcher.matches(path.relative())) {
          found.accept(new Top(name, path, node, prefix(path, node)));
        } else if (node.isDirectory() && matcher.mayMatchBelow(path.relative())) {
          walk(path, matcher, found);
        }
      });
    }

    private boolean add(ImagePath path, Consumer<Top> found) {
      ImagePath place = links.resolve(path);
      Optional<SourceNode> node = tree.find(place);
      if (node.isEmpty()) {
        return false;
      }
      found.accept(new Top(path.name(), place, node.get(), parents ? prefix(path, node.get()) : ImmutableList.of()));
      return true;
    }

    /** The directories from the pivot down to the one that holds the match, as they are in the tree. */
    private ImmutableList<SourceNode> prefix(ImagePath path, SourceNode match) {
      ImmutableList.Builder<SourceNode> directories = ImmutableList.builder();
      List<String> parts = path.parts();
      ImagePath at = ImagePath.ROOT;
      ImagePath below = ImagePath.ROOT;
      for (int i = 0; i < parts.size(); i++) {
        at = at.child(parts.get(i));
        SourceNode node = i == parts.size() - 1 ? match : tree.find(links.resolve(at)).orElseThrow();
        if (i >= pivot && node.isDirectory()) {
          below = below.child(parts.get(i));
          directories.add(node.withEntry(node.entry().withPath(below)));
        }
      }
      return directories.build();
    }
  }
}
