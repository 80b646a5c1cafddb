package dev.slipway.build;

import dev.slipway.image.ImagePath;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A tree that files are copied from: a build context, or the files of a stage or image. */
interface SourceTree {
  /** How errors call the tree, such as {@code the build context '/src'}. */
  String description();

  /** What lies at a path, links not followed; empty if nothing does. */
  Optional<SourceNode> find(ImagePath path);

  /** The names in a directory, in order; empty if the path is none. */
  List<String> names(ImagePath directory);

  /** Calls back for everything below a directory, in path order. */
  void below(ImagePath directory, Consumer<SourceNode> each);
}
