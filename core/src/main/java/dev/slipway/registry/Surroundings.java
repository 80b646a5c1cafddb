package dev.slipway.registry;

import com.google.common.base.Splitter;
import com.google.common.base.StandardSystemProperty;
import com.google.common.collect.ImmutableMap;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a process finds around it; tests bring their own.
 *
 * @param variables of the environment
 * @param home the user's directory
 */
record Surroundings(ImmutableMap<String, String> variables, Path home) {
  static Surroundings system() {
    return new Surroundings(ImmutableMap.copyOf(System.getenv()), Path.of(System.getProperty("user.home", ".")));
  }

  /** The value of a variable; an empty one counts as none. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** The variable's value as a path. */
  Optional<Path> path(String name) {
    try {
      return variable(name).map(Path::of);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The absolute path of a program on the {@code PATH}. Relative entries are left out: what lies in the working directory
   * is not the user's program.
   */
  Optional<Path> program(String name) {
    for (String directory : Splitter.on(File.pathSeparatorChar).omitEmptyStrings().split(searchPath())) {
      Optional<Path> program = program(directory, name);
      if (program.isPresent()) {
        return program;
      }
    }
    return Optional.empty();
  }

  /** The {@code PATH}, which Windows spells as it likes. */
  String searchPath() {
    return variables.entrySet().stream().filter(variable -> variable.getKey().equals("PATH") || isWindows() && isPath(variable.getKey()))
        .map(Map.Entry::getValue).findFirst().orElse("");
  }

  private static boolean isPath(String name) {
    return name.equalsIgnoreCase("PATH");
  }

  private static Optional<Path> program(String directory, String name) {
    try {
      // never a script of cmd.exe, which would read its arguments anew
      Path program = Path.of(directory, isWindows() ? name + ".exe" : name);
      return Optional.of(program).filter(path -> path.isAbsolute() && Files.isRegularFile(path) && Files.isExecutable(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isWindows() {
    String system = StandardSystemProperty.OS_NAME.value();
    return system != null && system.toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
