package dev.slipway.layer;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Follows symbolic links inside one tree, which they cannot leave. For one path. */
final class Links {
  static final int MAX_LINKS = 255;

  private final FileTree tree;
  private int followed;

  Links(FileTree tree) {
    this.tree = tree;
  }

  /** Follows all links of a path, the one at its end only if asked to. */
  ImagePath follow(ImagePath path, boolean last) {
    Deque<String> rest = new ArrayDeque<>(path.parts());
    ImagePath at = ImagePath.ROOT;
    while (!rest.isEmpty()) {
      String name = rest.removeFirst();
      if (name.equals("..")) {
        at = at.parent().orElse(ImagePath.ROOT);
        continue;
      }
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      ImagePath next = at.child(name);
      Optional<Entry> entry = tree.lookup(next).map(TreeEntry::entry).filter(e -> e.type() == EntryType.SYMLINK);
      if (entry.isEmpty() || rest.isEmpty() && !last) {
        at = next;
      } else {
        String target = entry.get().linkTarget();
        at = target.startsWith("/") ? ImagePath.ROOT : at;
        push(rest, target, path);
      }
      requireShort(at, path);
    }
    return at;
  }

  private void push(Deque<String> rest, String target, ImagePath path) {
    if (++followed > MAX_LINKS) {
      throw new BuildException(ErrorCode.LIMIT_EXCEEDED, "'" + path + "' in the image leads through more than " + MAX_LINKS
          + " symbolic links: they probably form a loop");
    }
    List<String> parts = List.of(target.split("/", -1));
    for (int i = parts.size() - 1; i >= 0; i--) {
      rest.addFirst(parts.get(i));
    }
  }

  private static void requireShort(ImagePath at, ImagePath path) {
    String text = at.toString();
    if (text.length() > EntryNames.MAX_PATH / 3 && at.toBytes().length > EntryNames.MAX_PATH) {
      throw new BuildException(ErrorCode.LIMIT_EXCEEDED, "'" + path.name() + "' in the image leads to a path of more than "
          + EntryNames.MAX_PATH + " bytes, which no system can open");
    }
  }
}
