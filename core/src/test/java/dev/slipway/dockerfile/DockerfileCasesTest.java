package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Files and the trees that the reference parser was recorded to make of them. */
class DockerfileCasesTest {
  @Test
  void everyRecordedFileGivesTheRecordedTree() throws IOException {
    List<Path> cases = cases("parser-testfiles");
    assertThat(cases).hasSizeGreaterThanOrEqualTo(32);
    SoftAssertions softly = new SoftAssertions();
    for (Path directory : cases) {
      Dockerfile file = Dockerfile.read(directory.resolve("Dockerfile"));
      softly.assertThat(TreePrinter.print(file)).as(directory.toString()).isEqualTo(Files.readString(directory.resolve("result"), UTF_8));
      softly.assertThat(file.text()).as(directory.toString()).isEqualTo(Files.readString(directory.resolve("Dockerfile"), UTF_8));
    }
    softly.assertAll();
  }

  @Test
  void everyFileThatIsRecordedAsRefusedHasAProblem() throws IOException {
    List<Path> cases = cases("parser-testfiles-negative");
    assertThat(cases).hasSizeGreaterThanOrEqualTo(4);
    for (Path directory : cases) {
      assertThat(Dockerfile.read(directory.resolve("Dockerfile")).problems()).as(directory.toString()).isNotEmpty();
    }
  }

  private static List<Path> cases(String group) throws IOException {
    String root = System.getenv("SLIPWAY_CASES");
    if (root == null && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      throw new AssertionError("SLIPWAY_CASES must name the directory of the recorded cases");
    }
    assumeTrue(root != null, "SLIPWAY_CASES names no directory of recorded cases: the trees of " + group + " are NOT checked");
    try (Stream<Path> directories = Files.list(Path.of(String.valueOf(root), "dockerfile", group))) {
      return directories.sorted().toList();
    }
  }
}
