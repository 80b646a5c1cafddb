package dev.slipway.build;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/**
 * Follows symbolic links inside a tree: absolute targets start at the tree's root, {@code ..} stops there. No path on the
 * host takes part.
 */
final class LinkResolver {
  private static final int MAX_LINKS = 255;

  private final Function<ImagePath, Optional<String>> linkAt;

  /** A resolver for a tree, given by the target of the link at a path, if there is one. */
  LinkResolver(Function<ImagePath, Optional<String>> linkAt) {
    this.linkAt = linkAt;
  }

  /** The place that a path leads to once all links in it are followed; it need not exist. */
  ImagePath resolve(ImagePath path) {
    Deque<String> open = new ArrayDeque<>(path.parts());
    ImagePath at = ImagePath.ROOT;
    int links = 0;
    while (!open.isEmpty()) {
      String part = open.pop();
      if (part.equals("..")) {
        at = at.parent().orElse(ImagePath.ROOT);
        continue;
      }
      ImagePath next = at.child(part);
      Optional<String> target = linkAt.apply(next);
      if (target.isEmpty()) {
        at = next;
        continue;
      }
      if (++links > MAX_LINKS) {
        throw new BuildException(ErrorCode.LIMIT_EXCEEDED,
            "'" + path + "' leads through more than " + MAX_LINKS + " symbolic links; a link may point to itself");
      }
      if (target.get().startsWith("/")) {
        at = ImagePath.ROOT;
      }
      pushParts(target.get(), open);
    }
    return at;
  }

  /** As {@link #resolve} with the last component taken as it is. */
  ImagePath resolveParent(ImagePath path) {
    return path.parent().map(parent -> resolve(parent).child(path.name())).orElse(path);
  }

  private static void pushParts(String target, Deque<String> open) {
    String[] parts = target.split("/", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty() && !parts[i].equals(".")) {
        open.push(parts[i]);
      }
    }
  }
}
