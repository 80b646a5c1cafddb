package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What builds in a directory have left on the machine: processes, mounts, control groups, temporary files. */
final class Leftovers {
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private Leftovers() {}

  /** Waits at most two seconds for everything to be gone. */
  static void assertNone(Path directory, String when) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    List<String> found = find(directory);
    while (!found.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(10);
      found = find(directory);
    }
    assertThat(found).as(when).isEmpty();
  }

  private static List<String> find(Path directory) throws IOException {
    List<String> found = new ArrayList<>();
    long self = ProcessHandle.current().pid();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit)).toList()) {
        if (Long.parseLong(process.getFileName().toString()) != self) {
          for (String file : List.of("cmdline", "mountinfo")) {
            if (text(process.resolve(file)).contains(directory.toString())) {
              found.add(process.getFileName() + " " + file + " " + text(process.resolve("cmdline")).replace('\0', ' '));
            }
          }
        }
      }
    }
    if (text(Path.of("/proc/self/mountinfo")).contains(directory.resolve("store").toString())) {
      found.add("a mount");
    }
    try (Stream<Path> groups = Files.walk(Path.of("/sys/fs/cgroup"), 4)) {
      groups.filter(path -> path.getFileName().toString().startsWith("slipway")).forEach(path -> found.add("control group " + path));
    } catch (UncheckedIOException gone) {
      found.add("a control group came or went");
    }
    return found;
  }

  /** Temporary files of a store that nobody uses. */
  static List<String> temporaries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store/slipway/tmp"))) {
      return files.map(Path::toString).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
