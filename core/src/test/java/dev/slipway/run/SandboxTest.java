package dev.slipway.run;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every promise of sandboxes: as root, and as users without privileges with many ids and with one. */
@Tag("alone")
class SandboxTest {
  @TempDir
  Path directory;

  @TestFactory
  Stream<DynamicTest> whoeverRunsTheTests() {
    Requirements.sandbox();
    Sandbox sandbox = Sandboxes.find(SandboxSettings.DEFAULT);
    return ScenarioRun.all().stream()
        .map(scenario -> dynamicTest(scenario.getName(), () -> rethrow(ScenarioRun.run(scenario, sandbox, directory))));
  }

  @TestFactory
  Stream<DynamicTest> rootWithRunc() {
    Requirements.root();
    Requirements.program("runc");
    Sandbox sandbox = Sandboxes.find(SandboxSettings.DEFAULT.withRuntime(Programs.find("runc").orElseThrow()));
    return ScenarioRun.all().stream()
        .map(scenario -> dynamicTest(scenario.getName(), () -> rethrow(ScenarioRun.run(scenario, sandbox, directory))));
  }

  @TestFactory
  Stream<DynamicTest> aUserWithSubordinateIds() throws Exception {
    Requirements.root();
    Requirements.program("newuidmap");
    return asUser(OtherUser.withSubordinateIds(), Privileges.SUBORDINATE);
  }

  @TestFactory
  Stream<DynamicTest> aUserWithOneId() throws Exception {
    Requirements.root();
    return asUser(OtherUser.withOneId(), Privileges.SINGLE);
  }

  private static Stream<DynamicTest> asUser(OtherUser user, Privileges privileges) throws IOException, InterruptedException {
    Path directory = user.directory();
    Process process = user.java(ScenarioRun.class, List.of(privileges.name(), directory.toString())).start();
    List<DynamicTest> tests = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        String result = line.substring(space + 1);
        tests.add(dynamicTest(line.substring(0, Math.max(space, 0)), () -> {
          if (!result.equals("ok")) {
            fail(result.replace('\t', '\n'));
          }
        }));
      }
    }
    tests.add(dynamicTest("all scenarios were run", () -> {
      if (process.waitFor() != 0 || tests.size() != ScenarioRun.all().size() + 1) {
        fail("the other user's Java ended early, with exit code " + process.waitFor());
      }
    }));
    Sandboxes.find(SandboxSettings.DEFAULT).remove(directory);
    return tests.stream();
  }

  private static void rethrow(Optional<Throwable> failure) throws Throwable {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
