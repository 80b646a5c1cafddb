package dev.slipway.compose.format;

import java.util.List;
import java.util.Optional;

/**
 * How paths of a host are written. All operations are on characters: no path is looked up, and paths of either system can be
 * handled on both.
 */
public enum PathSystem {
  /** Slashes; paths from the root begin with one. */
  UNIX {
    @Override
    public boolean isAbsolute(String path) {
      return ContainerPath.isAbsolute(path);
    }

    @Override
    public String clean(String path) {
      return ContainerPath.clean(path);
    }

    @Override
    public String join(List<String> parts) {
      return ContainerPath.join(parts);
    }
  },
  /** Backslashes and slashes, drives, shares and devices. */
  WINDOWS {
    @Override
    public boolean isAbsolute(String path) {
      return WindowsPath.isAbsolute(path);
    }

    @Override
    public String clean(String path) {
      return WindowsPath.clean(path);
    }

    @Override
    public String join(List<String> parts) {
      return WindowsPath.join(parts);
    }
  };

  /** Whether the path means the same from everywhere. */
  public abstract boolean isAbsolute(String path);

  /** The shortest path that means the same if no step is a link; {@code .} for an empty one. */
  public abstract String clean(String path);

  /** The clean path of the parts one below the other; empty parts are left out, and nothing but those gives nothing. */
  public abstract String join(List<String> parts);

  /** The clean path of the parts one below the other. */
  public String join(String... parts) {
    return join(List.of(parts));
  }

  /**
   * The path with a {@code ~} at its beginning replaced by the home directory, whatever follows it; the same path if there is
   * no home directory.
   */
  public String expandHome(String path, Optional<String> home) {
    return path.startsWith("~") && home.isPresent() ? join(home.get(), path.substring(1)) : path;
  }

  /**
   * The path seen from a directory: itself if it is empty or absolute, otherwise joined to the directory. A {@code ~} counts
   * as {@link #expandHome}.
   */
  public String resolve(String directory, String path, Optional<String> home) {
    String expanded = expandHome(path, home);
    return expanded.isEmpty() || isAbsolute(expanded) ? expanded : join(directory, expanded);
  }

  /**
   * The path seen from a directory, where a path that is absolute on any system stays as it is: sources of mounts and files of
   * configs and secrets, which may belong to another machine.
   */
  public String resolveAny(String directory, String path, Optional<String> home) {
    String expanded = expandHome(path, home);
    boolean absolute = ContainerPath.isAbsolute(expanded) || WindowsPath.isAbsolute(expanded);
    return absolute ? expanded : join(directory, expanded);
  }
}
