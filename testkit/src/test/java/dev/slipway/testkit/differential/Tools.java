package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** The real tools that a test needs: without them it is skipped with the reason, or fails where all tools are required. */
public final class Tools {
  private static final boolean REQUIRED = "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"));

  private Tools() {}

  /** Skips or fails the test unless all programs are installed. */
  public static void require(String... names) {
    for (String name : names) {
      boolean found = Arrays.stream((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin").split(File.pathSeparator, -1))
          .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
      missing(found, "'" + name + "' is not installed");
    }
  }

  /** Skips or fails the test unless root runs it. */
  public static void requireRoot() throws IOException {
    missing(Files.getOwner(Path.of("/proc/self")).getName().equals("root"), "only root can do this");
  }

  /** The directory of the recorded cases; without it the test is skipped or fails. */
  public static Path cases() {
    String directory = System.getenv().getOrDefault("SLIPWAY_CASES", "");
    missing(!directory.isEmpty(), "SLIPWAY_CASES names no directory of recorded cases: they are not looked at");
    return Path.of(directory).toAbsolutePath();
  }

  public static DockerDaemon docker() throws IOException, InterruptedException {
    return switch (DockerDaemon.shared()) {
      case DockerDaemon.Found.Daemon found -> found.daemon();
      case DockerDaemon.Found.Missing nothing -> {
        missing(false, nothing.reason());
        throw new IllegalStateException(nothing.reason());
      }
    };
  }

  private static void missing(boolean found, String reason) {
    if (REQUIRED) {
      assertThat(found).as("SLIPWAY_REQUIRE_TOOLS is 1: " + reason).isTrue();
    }
    Assumptions.assumeTrue(found, reason);
  }
}
