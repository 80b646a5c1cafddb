package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Assumptions;

/** What a test of sandboxes needs: without it the test is skipped with the reason, or fails where all tools are required. */
public final class Requirements {
  private static final boolean ALL = "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"));

  private Requirements() {}

  /** A sandbox and a root to run in. */
  public static void sandbox() {
    missing(Files.isExecutable(Bench.BUSYBOX), "busybox is not installed (package busybox-static)");
    try {
      var unused = Sandboxes.find(SandboxSettings.DEFAULT);
    } catch (BuildException e) {
      missing(false, e.getMessage());
    }
  }

  /** Root's privileges, and a sandbox. */
  public static void root() {
    try {
      missing(ProcessStatus.user() == 0 && Capabilities.missing(ProcessStatus.capabilities()).isEmpty(), "this is not root");
    } catch (IOException e) {
      missing(false, "this is not Linux");
    }
    sandbox();
  }

  /** A program in the system's directories. */
  public static void program(String name) {
    missing(Programs.find(name).isPresent(), "'" + name + "' is not installed");
  }

  private static void missing(boolean there, String reason) {
    if (ALL) {
      assertThat(there).as("SLIPWAY_REQUIRE_TOOLS is 1: " + reason).isTrue();
    }
    Assumptions.assumeTrue(there, reason);
  }
}
