package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What builds and commands must not leave on a machine: processes, mounts, control groups, temporary files. */
public final class Leftovers {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final String SELF = Long.toString(ProcessHandle.current().pid());
  private static final int DEEPEST_GROUP = 4;
  private static final long PATIENCE_MILLIS = 2000;

  private Leftovers() {}

  /**
   * Waits up to some milliseconds until nothing of a command is there.
   *
   * @param word what is in command lines, mounts, working directories and names of files in the directory
   */
  static void assertNone(String word, Path directory, long patienceMillis) throws IOException, InterruptedException {
    assertNone(word, patienceMillis, () -> {
      // Java machines are somebody's who runs the tests, and may have any word in their command lines
      List<String> found = processes(word, false);
      // until they know their workspace, they stand in the directory it will be in
      found.addAll(processes(directory.toString(), false));
      try (Stream<Path> files = Files.list(directory)) {
        files.filter(path -> path.getFileName().toString().contains(word)).forEach(path -> found.add("file " + path));
      }
      return found;
    });
  }

  /** Waits at most two seconds until nothing is there of builds in a directory, in which {@code store} is their store. */
  public static void assertNone(Path directory, String when) throws IOException, InterruptedException {
    assertNone(when, PATIENCE_MILLIS, () -> {
      List<String> found = processes(directory.toString(), true);
      if (text(PROCESSES.resolve("self/mountinfo")).contains(directory.resolve("store").toString())) {
        found.add("a mount in this process");
      }
      return found;
    });
  }

  /** Temporary files of the store in a directory that nobody uses. */
  public static List<String> temporaries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store/slipway/tmp"))) {
      return files.map(Path::toString).toList();
    }
  }

  /** One look at the machine. */
  @FunctionalInterface
  private interface Search {
    List<String> found() throws IOException;
  }

  private static void assertNone(String what, long patienceMillis, Search search) throws IOException, InterruptedException {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    List<String> found = withGroups(search);
    while (!found.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(10);
      found = withGroups(search);
    }
    assertThat(found).as(what).isEmpty();
  }

  private static List<String> withGroups(Search search) throws IOException {
    List<String> found = search.found();
    try (Stream<Path> groups = Files.walk(GROUPS, DEEPEST_GROUP)) {
      groups.filter(path -> path.getFileName().toString().startsWith("slipway")).forEach(path -> found.add("control group " + path));
    } catch (UncheckedIOException gone) {
      found.add("a control group came or went");
    }
    return found;
  }

  private static List<String> processes(String word, boolean java) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      processes.filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
          .filter(path -> !path.endsWith(SELF))
          .forEach(process -> look(process, word, java, found));
    }
    return found;
  }

  private static void look(Path process, String word, boolean java, List<String> found) {
    String command = text(process.resolve("cmdline")).replace('\0', ' ');
    boolean counts = java || !command.contains("java");
    if (command.contains(word) && counts) {
      found.add("process " + process + ": " + command);
    }
    if (text(process.resolve("mountinfo")).contains(word)) {
      found.add("mount in " + process + ": " + command);
    }
    try {
      Path cwd = Files.readSymbolicLink(process.resolve("cwd"));
      if (cwd.toString().contains(word) && counts) {
        found.add("working directory of " + process + ": " + cwd + ": " + command);
      }
    } catch (IOException gone) {
      // ended, or not ours
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
