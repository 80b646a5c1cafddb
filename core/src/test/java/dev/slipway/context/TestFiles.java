package dev.slipway.context;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Files and tools for tests of this package. */
final class TestFiles {
  private TestFiles() {}

  @CanIgnoreReturnValue
  static Path write(Path file, String content) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return Files.writeString(file, content);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  /** Runs a program that a test needs; without it the test is skipped, or fails where tools are required. */
  @CanIgnoreReturnValue
  static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(List.of(command) + " failed: " + output);
      }
      return output;
    } catch (IOException missing) {
      if ("1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
        throw new AssertionError(command[0] + " is required", missing);
      }
      assumeTrue(false, command[0] + " is not installed");
      throw new UncheckedIOException(missing);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stop);
    }
  }

  /** What tests put in place of the second that builds allow. */
  static final long SETTLING_NANOS = 20_000_000;

  /** Long enough for an index that waits {@link #SETTLING_NANOS} to believe what was written before. */
  static void settle() {
    try {
      Thread.sleep(60);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stop);
    }
  }

  /** How many files this process has open; -1 where that cannot be counted. */
  static long openFiles() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return -1;
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.count();
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
