package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.ImagePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeSet;

/** Lists a directory as far as checks need to know it. Links are listed and not followed. */
final class ContextListing {
  private static final ImmutableSet<String> CLOSED = ImmutableSet.of(".git", "node_modules");

  private ContextListing() {}

  /** The paths in a directory, nearest to its top first if there are too many. */
  static ImmutableSet<ImagePath> of(Path directory, IgnoreFile ignore, int depth, int most) throws IOException {
    TreeSet<ImagePath> found = new TreeSet<>();
    Deque<ImagePath> open = new ArrayDeque<>();
    open.add(ImagePath.ROOT);
    while (!open.isEmpty() && found.size() < most) {
      ImagePath parent = open.remove();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve(parent.relative()))) {
        for (Path entry : entries) {
          Optional<ImagePath> path = child(parent, entry);
          if (path.isPresent() && found.size() < most) {
            found.add(path.get());
            if (path.get().parts().size() < depth && isEntered(entry, path.get(), ignore)) {
              open.add(path.get());
            }
          }
        }
      } catch (DirectoryIteratorException unreadable) {
        throw unreadable.getCause();
      } catch (AccessDeniedException closed) {
        // what lies below is left out; the build will tell, if it needs it
        if (parent.isRoot()) {
          throw closed;
        }
      }
    }
    return ImmutableSet.copyOf(found);
  }

  private static Optional<ImagePath> child(ImagePath parent, Path entry) {
    try {
      return Optional.of(parent.child(String.valueOf(entry.getFileName())));
    } catch (InvalidValueException noName) {
      return Optional.empty();
    }
  }

  private static boolean isEntered(Path entry, ImagePath path, IgnoreFile ignore) {
    return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !CLOSED.contains(path.name())
        && (!ignore.ignores(path) || ignore.mayReincludeBelow(path));
  }
}
