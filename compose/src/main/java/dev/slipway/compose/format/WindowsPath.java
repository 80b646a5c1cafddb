package dev.slipway.compose.format;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.List;

/** Operations on paths of Windows, on any system. Follows what Go's {@code filepath} does on Windows. */
public final class WindowsPath {
  private static final CharMatcher SEPARATOR = CharMatcher.anyOf("\\/");

  private WindowsPath() {}

  /** Whether the path names a drive or a share and begins at its root: {@code C:\data}, {@code \\host\share}. */
  public static boolean isAbsolute(String path) {
    int volume = volumeLength(path);
    if (volume == 0) {
      return false;
    }
    return isSeparator(path, 0) && isSeparator(path, 1) || isSeparator(path, volume);
  }

  /** How many characters at the beginning name a drive, a share or a device; 0 if there are none. */
  public static int volumeLength(String path) {
    if (path.length() >= 2 && path.charAt(1) == ':') {
      return 2;
    }
    if (!isSeparator(path, 0)) {
      return 0;
    }
    if (begins(path, "\\\\.\\UNC")) {
      return shareLength(path, 8);
    }
    if (begins(path, "\\\\.") || begins(path, "\\\\?") || begins(path, "\\??")) {
      return deviceLength(path);
    }
    return isSeparator(path, 1) ? shareLength(path, 2) : 0;
  }

  /**
   * The shortest path that means the same if no step is a link, with backslashes; {@code .} for an empty one. A path without
   * a drive does not become one with a drive.
   */
  public static String clean(String path) {
    int volume = volumeLength(path);
    String rest = path.substring(volume);
    String name = path.substring(0, volume).replace('/', '\\');
    if (rest.isEmpty()) {
      boolean share = volume > 1 && isSeparator(path, 0) && isSeparator(path, 1);
      return share ? name : path + ".";
    }
    boolean rooted = isSeparator(rest, 0);
    List<String> steps = ContainerPath.steps(Splitter.on(SEPARATOR).splitToList(rest), rooted);
    String cleaned = (rooted ? "\\" : "") + String.join("\\", steps);
    boolean changed = volume == 0 && !rest.startsWith(cleaned);
    return name + (cleaned.isEmpty() ? "." : changed ? harmless(cleaned) : cleaned);
  }

  /** What was no drive or device before steps were taken out shall be none after it. */
  private static String harmless(String path) {
    int step = SEPARATOR.indexIn(path);
    if (path.substring(0, step < 0 ? path.length() : step).indexOf(':') >= 0) {
      return ".\\" + path;
    }
    return path.startsWith("\\??") ? "\\." + path : path;
  }

  /** The clean path of the parts one below the other; empty parts are left out, and nothing but those gives nothing. */
  public static String join(List<String> parts) {
    StringBuilder path = new StringBuilder();
    for (String part : parts) {
      String next = part;
      if (path.length() == 0) {
        path.append(next);
        continue;
      }
      char last = path.charAt(path.length() - 1);
      if (SEPARATOR.matches(last)) {
        // no share shall come of a root and a step
        next = SEPARATOR.trimLeadingFrom(next);
        if (path.length() == 1 && begins(next, "??")) {
          path.append(".\\");
        }
      } else if (last != ':' && !next.isEmpty()) {
        path.append('\\');
      }
      path.append(next);
    }
    return path.length() == 0 ? "" : clean(path.toString());
  }

  /** The clean path of the parts one below the other. */
  public static String join(String... parts) {
    return join(List.of(parts));
  }

  private static boolean isSeparator(String path, int index) {
    return index < path.length() && SEPARATOR.matches(path.charAt(index));
  }

  /** Whether the path is, or has as its first steps, this prefix, in any case and with any separators. */
  private static boolean begins(String path, String prefix) {
    if (path.length() < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      boolean same = prefix.charAt(i) == '\\'
          ? isSeparator(path, i)
          : prefix.charAt(i) == path.charAt(i) || GoText.isAsciiLetter(path.charAt(i)) && (path.charAt(i) & ~0x20) == prefix.charAt(i);
      if (!same) {
        return false;
      }
    }
    return path.length() == prefix.length() || isSeparator(path, prefix.length());
  }

  private static int shareLength(String path, int start) {
    int count = 0;
    for (int i = start; i < path.length(); i++) {
      count += isSeparator(path, i) ? 1 : 0;
      if (count == 2) {
        return i;
      }
    }
    return path.length();
  }

  private static int deviceLength(String path) {
    if (path.length() == 3) {
      return 3;
    }
    int step = SEPARATOR.indexIn(path, 4);
    return step < 0 ? path.length() : step;
  }
}
