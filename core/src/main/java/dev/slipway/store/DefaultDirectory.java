package dev.slipway.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where the platforms want caches of a user to lie. Follows the XDG base directory specification on Unix. */
final class DefaultDirectory {
  private static final String NAME = "slipway";

  private DefaultDirectory() {}

  static Path of(Map<String, String> environment, String system, String home) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return absolute(environment, "LOCALAPPDATA").orElse(Path.of(home, "AppData", "Local")).resolve(NAME);
    }
    if (name.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", NAME);
    }
    return absolute(environment, "XDG_CACHE_HOME").orElse(Path.of(home, ".cache")).resolve(NAME);
  }

  /** The specification says that relative paths are to be ignored. */
  private static Optional<Path> absolute(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty()).map(Path::of).filter(Path::isAbsolute);
  }
}
