package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.run.OtherUser;
import dev.slipway.run.Privileges;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Images, contexts and commands that want to get out of the build: whatever they try, the machine is afterwards as it was, for
 * root and for a user without privileges. The same table of {@link EscapeCase}s for both. Tests that change accounts, mounts
 * or control groups of the machine must not run beside it: they have the tag {@code alone}.
 */
@Timeout(600)
class EscapeTest {
  private static final int WANTED_CASES = 700;

  @TestFactory
  Stream<DynamicTest> nothingGetsOutOfABuildOfRoots() throws IOException {
    RunBench.require();
    requireRoot();
    Path directory = Files.createTempDirectory("slipway-escapes");
    List<EscapeRun.Result> results = new ArrayList<>();
    try {
      EscapeRun.run(EscapeCase.all(), directory, Privileges.ROOT, results::add);
    } finally {
      delete(directory);
    }
    return tests("root", results);
  }

  @TestFactory
  Stream<DynamicTest> nothingGetsOutOfABuildWithoutPrivileges() throws IOException, InterruptedException {
    RunBench.require();
    requireRoot();
    OtherUser user = OtherUser.withSubordinateIds();
    Path directory = user.directory();
    List<EscapeRun.Result> results = new ArrayList<>();
    try {
      ProcessBuilder builder = user.java(EscapeRun.class, List.of(Privileges.SUBORDINATE.name(), directory.toString()));
      builder.environment().put(EscapeImages.VARIABLE, EscapeImages.VALUE);
      Process child = builder.start();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          results.add(EscapeRun.Result.of(line));
        }
      }
      assertThat(child.waitFor()).isZero();
    } finally {
      delete(directory);
    }
    return tests("a user with subordinate ids", results);
  }

  /** One test for each result, and one that sees to it that there are enough. */
  private static Stream<DynamicTest> tests(String who, List<EscapeRun.Result> results) {
    long skipped = results.stream().filter(EscapeRun.Result::skipped).count();
    System.out.println("escapes tried as " + who + ": " + results.size() + ", " + skipped + " of them skipped");
    DynamicTest enough = DynamicTest.dynamicTest("all cases were tried as " + who, () -> assertThat(results)
        .hasSize(EscapeCase.all().size()).hasSizeGreaterThanOrEqualTo(WANTED_CASES));
    return Stream.concat(Stream.of(enough), results.stream().map(result -> DynamicTest.dynamicTest(result.name(), () -> {
      Assumptions.assumeFalse(result.skipped(), result.problem());
      assertThat(result.problem()).isEmpty();
    })));
  }

  /** What a build of another Java left is deleted by its own processes too, for a moment after its end. */
  private static void delete(Path directory) throws IOException {
    for (int tries = 50; Files.exists(directory); tries--) {
      try {
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      } catch (IOException notYet) {
        if (tries == 0) {
          throw notYet;
        }
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  private static void requireRoot() {
    boolean root = ProcessHandle.current().info().user().map("root"::equals).orElse(false);
    String problem = "only root can try as others; run the tests as root";
    if ("1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      assertThat(root).as(problem).isTrue();
    }
    Assumptions.assumeTrue(root, problem);
  }
}
