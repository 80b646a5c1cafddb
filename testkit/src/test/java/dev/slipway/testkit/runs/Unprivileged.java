package dev.slipway.testkit.runs;

import com.google.common.collect.ImmutableList;
import dev.slipway.testkit.differential.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A user without rights, made by root for tests: programs of this class path run as that user in processes of their own. The
 * class path is copied to where the user may read it.
 */
final class Unprivileged {
  private static final String NAME = "slipway-test";
  private static final int FIRST_SUBORDINATE = 1_000_000;
  private static final int SUBORDINATES = 65_536;

  private final Path home;
  private final List<String> classPath = new ArrayList<>();

  private Unprivileged(Path home) {
    this.home = home;
  }

  /**
   * The user, with a directory of its own.
   *
   * @param home an empty directory, which everybody may reach
   */
  static Unprivileged in(Path home) throws IOException, InterruptedException {
    if (Shell.run(Path.of("/"), "id", NAME).code() != 0) {
      var unused = Shell.run(Path.of("/"), "useradd", "--system", "--no-create-home", "--shell", "/bin/sh", NAME).orThrow();
    }
    for (String file : List.of("/etc/subuid", "/etc/subgid")) {
      Path path = Path.of(file);
      List<String> lines = Files.exists(path) ? new ArrayList<>(Files.readAllLines(path)) : new ArrayList<>();
      if (lines.stream().noneMatch(line -> line.startsWith(NAME + ":"))) {
        lines.add(NAME + ":" + FIRST_SUBORDINATE + ":" + SUBORDINATES);
        Files.write(path, lines);
      }
    }
    Unprivileged user = new Unprivileged(home);
    user.copyClassPath(Files.createDirectories(home.resolve("classes")));
    var unusedOwner = Shell.run(Path.of("/"), "chown", "-R", NAME + ":", home.toString()).orThrow();
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    return user;
  }

  private void copyClassPath(Path target) throws IOException {
    int number = 0;
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path source = Path.of(part);
      Path copy = target.resolve(number++ + "-" + source.getFileName());
      if (Files.isDirectory(source)) {
        copyTree(source, copy);
      } else if (Files.exists(source)) {
        Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      classPath.add(copy.toString());
    }
  }

  private static void copyTree(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Where the user may write. */
  Path home() {
    return home;
  }

  /** Runs the main method of a class as this user, without capabilities and other groups. */
  Shell.Ended run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    ImmutableList.Builder<String> command = ImmutableList.builder();
    command.add("setpriv", "--reuid", NAME, "--regid", NAME, "--clear-groups", "--inh-caps=-all");
    command.add("env", "-i", "HOME=" + home, "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
        String.join(File.pathSeparator, classPath), main.getName());
    command.addAll(Arrays.asList(arguments));
    return Shell.run(home, command.build().toArray(String[]::new));
  }
}
