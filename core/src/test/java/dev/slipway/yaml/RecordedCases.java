package dev.slipway.yaml;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The directory of the recorded cases. */
final class RecordedCases {
  private RecordedCases() {}

  /** The directory, or the end of the test: skipped, or failed where everything is required. */
  static Path directory() {
    String root = System.getenv("SLIPWAY_CASES");
    if (root == null && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      throw new AssertionError("SLIPWAY_CASES must name the directory of the recorded cases");
    }
    assumeTrue(root != null, "SLIPWAY_CASES names no directory of recorded cases: YAML is NOT compared with them");
    return Path.of(String.valueOf(root));
  }
}
