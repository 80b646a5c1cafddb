package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The peak of memory that Slipway's process takes: a Java machine of its own with a heap of at most 256 MiB, which builds
 * and writes an archive, cold and then unchanged. Linux only: the figure is {@code VmHWM} of {@code /proc/self/status}.
 */
final class MemoryProbe {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private MemoryProbe() {}

  /** What the child runs: source, state and archive. */
  public static void main(String[] arguments) throws Exception {
    for (int round = 0; round < 2; round++) {
      var unused = new SlipwayContender().build(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    }
    System.out.println(PEAK + peak());
  }

  private static String peak() throws IOException {
    for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith(PEAK)) {
        return line.replaceAll("[^0-9]", "");
      }
    }
    return "";
  }

  /** For people; kilobytes. */
  static String peakOfThisProcess() throws IOException {
    return Files.isReadable(STATUS) ? peak() + " kB" : "this system does not tell";
  }

  /** The peak in kilobytes; empty where the system does not tell. */
  static Optional<Long> run(Path source, Path state, Path archive) throws IOException, InterruptedException {
    if (!Files.isReadable(STATUS)) {
      return Optional.empty();
    }
    ImmutableList<String> command = ImmutableList.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(), "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
        "-cp", System.getProperty("java.class.path", ""),
        MemoryProbe.class.getName(), source.toString(), state.toString(), archive.toString());
    Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try {
      lines = child.inputReader(StandardCharsets.UTF_8).lines().toList();
      if (child.waitFor() != 0) {
        throw new IOException("building '" + source + "' with a heap of 256 MiB failed");
      }
    } finally {
      child.destroyForcibly();
    }
    return lines.stream().filter(line -> line.startsWith(PEAK)).map(line -> Long.valueOf(line.substring(PEAK.length()))).findFirst();
  }
}
