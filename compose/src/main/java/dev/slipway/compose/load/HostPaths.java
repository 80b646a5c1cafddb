package dev.slipway.compose.load;

import com.google.common.base.Splitter;
import dev.slipway.compose.format.PathSystem;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths of the machine that reads a project, as texts with slashes. Nothing here looks at a file: a path is made clean by
 * its characters alone, as the specification's tools do.
 */
final class HostPaths {
  private static final Splitter SLASH = Splitter.on('/').omitEmptyStrings();

  private HostPaths() {}

  /** A path as it is if it begins at the root, else below a directory. */
  static String resolve(String directory, String path) {
    return PathSystem.UNIX.isAbsolute(path) ? path : PathSystem.UNIX.join(directory, path);
  }

  /** The directory in which a path lies. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : PathSystem.UNIX.clean(path.substring(0, slash + 1));
  }

  /** The last step of a path, empty for the root. */
  static String name(String path) {
    String clean = PathSystem.UNIX.clean(path);
    return clean.substring(clean.lastIndexOf('/') + 1);
  }

  /** The way from a directory to a path; the path itself if only one of them begins at the root. */
  static String relative(String directory, String path) {
    String from = PathSystem.UNIX.clean(directory);
    String to = PathSystem.UNIX.clean(path);
    if (from.equals(to)) {
      return ".";
    }
    if (PathSystem.UNIX.isAbsolute(from) != PathSystem.UNIX.isAbsolute(to)) {
      return path;
    }
    List<String> start = from.equals(".") ? List.of() : SLASH.splitToList(from);
    List<String> end = to.equals(".") ? List.of() : SLASH.splitToList(to);
    int shared = 0;
    while (shared < start.size() && shared < end.size() && start.get(shared).equals(end.get(shared))) {
      shared++;
    }
    if (start.subList(shared, start.size()).contains("..")) {
      return path;
    }
    List<String> way = new ArrayList<>();
    start.subList(shared, start.size()).forEach(step -> way.add(".."));
    way.addAll(end.subList(shared, end.size()));
    return String.join("/", way);
  }
}
