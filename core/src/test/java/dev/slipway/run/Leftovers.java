package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What runs must not leave: processes, mounts, control groups and files that have a word in their name, command or path. */
final class Leftovers {
  private Leftovers() {}

  /** Waits up to some milliseconds for everything to be gone. */
  static void assertNone(String word, Path directory, long patienceMillis) throws IOException, InterruptedException {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    List<String> found = all(word, directory);
    while (!found.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
      found = all(word, directory);
    }
    assertThat(found).isEmpty();
  }

  static List<String> all(String word, Path directory) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList()) {
        if (!process.getFileName().toString().equals(Long.toString(ProcessHandle.current().pid()))) {
          look(process, word, found);
        }
      }
    }
    try (Stream<Path> files = Files.list(directory)) {
      files.filter(path -> path.getFileName().toString().contains(word)).forEach(path -> found.add("file " + path));
    }
    for (Path controllers : list(Path.of("/sys/fs/cgroup"))) {
      for (Path group : list(controllers)) {
        if (group.getFileName().toString().startsWith("slipway")) {
          found.add("control group " + group);
        }
      }
    }
    return found;
  }

  private static void look(Path process, String word, List<String> found) {
    try {
      String command = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8).replace('\0', ' ');
      boolean java = command.contains("java");
      if (command.contains(word) && !java) {
        found.add("process " + process + ": " + command);
      }
      if (Files.readString(process.resolve("mountinfo"), StandardCharsets.ISO_8859_1).contains(word)) {
        found.add("mount in " + process + ": " + command);
      }
      Path cwd = Files.readSymbolicLink(process.resolve("cwd"));
      if (cwd.toString().contains(word) && !java) {
        found.add("working directory of " + process + ": " + cwd + ": " + command);
      }
    } catch (IOException gone) {
      // ended, or not ours
    }
  }

  private static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
