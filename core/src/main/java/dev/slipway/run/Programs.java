package dev.slipway.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where programs are looked for: the system's own directories, never {@code PATH}, never a root directory that is built. */
final class Programs {
  private static final List<Path> DIRECTORIES = List.of(
      Path.of("/usr/local/sbin"), Path.of("/usr/local/bin"), Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

  private Programs() {}

  static Optional<Path> find(String name) {
    return DIRECTORIES.stream().map(directory -> directory.resolve(name)).filter(Programs::isProgram).findFirst();
  }

  static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }
}
