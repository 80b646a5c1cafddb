package dev.slipway.compose.load;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths of the machine that reads a project, as texts with slashes. Nothing here looks at a file: a path is made clean by
 * its characters alone, as the specification's tools do.
 */
final class HostPaths {
  private static final Splitter SLASH = Splitter.on('/').omitEmptyStrings();

  private HostPaths() {}

  /** Whether a path begins at the root. */
  static boolean isAbsolute(String path) {
    return path.startsWith("/");
  }

  /** The shortest path that leads to the same place if no link lies on the way; a full stop for nothing. */
  static String clean(String path) {
    boolean rooted = isAbsolute(path);
    List<String> steps = new ArrayList<>();
    for (String step : SLASH.split(path)) {
      if (step.equals("..") && !steps.isEmpty() && !steps.get(steps.size() - 1).equals("..")) {
        steps.remove(steps.size() - 1);
      } else if (!step.equals(".") && !(rooted && step.equals(".."))) {
        steps.add(step);
      }
    }
    String joined = String.join("/", steps);
    if (rooted) {
      return "/" + joined;
    }
    return joined.isEmpty() ? "." : joined;
  }

  /** A path below a directory, clean; only the other if one of them is empty. */
  static String join(String directory, String path) {
    if (path.isEmpty()) {
      return directory.isEmpty() ? "" : clean(directory);
    }
    return clean(directory.isEmpty() ? path : directory + "/" + path);
  }

  /** A path as it is if it begins at the root, else below a directory. */
  static String resolve(String directory, String path) {
    return isAbsolute(path) ? path : join(directory, path);
  }

  /** The directory in which a path lies. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : clean(path.substring(0, slash + 1));
  }

  /** The last step of a path, empty for the root. */
  static String name(String path) {
    String clean = clean(path);
    return clean.substring(clean.lastIndexOf('/') + 1);
  }

  /** The way from a directory to a path; the path itself if only one of them begins at the root. */
  static String relative(String directory, String path) {
    String from = clean(directory);
    String to = clean(path);
    if (from.equals(to)) {
      return ".";
    }
    if (isAbsolute(from) != isAbsolute(to)) {
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

  /** Whether Windows takes a path as beginning at the root of a drive, a share or a device. */
  static boolean isWindowsAbsolute(String path) {
    if (path.length() >= 2 && path.charAt(1) == ':') {
      return path.length() > 2 && separates(path.charAt(2));
    }
    return path.length() >= 2 && separates(path.charAt(0)) && (separates(path.charAt(1)) || path.startsWith("??", 1));
  }

  private static boolean separates(char c) {
    return c == '\\' || c == '/';
  }
}
