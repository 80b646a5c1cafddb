package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.collect.ImmutableList;
import dev.slipway.build.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slipway builds what Docker builds. {@code -Ddifferential.only=} takes a part of the names of cases to run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerDifferentialTest {
  private static final int AT_ONCE = 3;
  private static final Path RESULTS = Path.of("target", "differential");

  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);

  @BeforeAll
  void aDaemonIsThere() throws IOException, InterruptedException {
    if (DockerDaemon.shared() instanceof DockerDaemon.Found.Missing(String reason)) {
      if ("1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
        fail("the comparison with Docker is required: " + reason);
      }
      System.err.println("NOT COMPARED WITH DOCKER: " + reason);
      Assumptions.abort("not compared with Docker: " + reason);
    }
  }

  @TestFactory
  Stream<DynamicTest> weBuildWhatDockerBuilds(@TempDir Path directory) throws IOException, InterruptedException {
    DockerDaemon daemon = ((DockerDaemon.Found.Daemon) DockerDaemon.shared()).daemon();
    Engine engine = Engine.open(directory.resolve("store"));
    DifferentialRunner runner = new DifferentialRunner(daemon, engine, RESULTS);
    ImmutableList<Case> cases = chosen();
    ImmutableList.Builder<DynamicTest> tests = ImmutableList.builder();
    for (Case test : cases) {
      Future<DifferentialRunner.Result> result = pool.submit(() -> runner.run(test));
      tests.add(DynamicTest.dynamicTest(test.name(), () -> check(test, result)));
    }
    return tests.build().stream().onClose(engine::close);
  }

  private void check(Case test, Future<DifferentialRunner.Result> future) throws InterruptedException, ExecutionException {
    DifferentialRunner.Result result = future.get();
    outcomes.put(test.name(), result.built());
    result.written().ifPresent(outcome -> outcomes.put("written by us: " + test.name(), outcome));
    result.loaded().ifPresent(outcome -> outcomes.put("loaded by Docker: " + test.name(), outcome));
    assertAll(() -> OutcomeCheck.check(test, test.name(), result.built()),
        () -> result.written().ifPresent(outcome -> OutcomeCheck.check(test, "written by us: " + test.name(), outcome)),
        () -> result.loaded().ifPresent(outcome -> OutcomeCheck.check(test, "loaded by Docker: " + test.name(), outcome)));
    if (result.built() instanceof Outcome.Unsupported(String what)) {
      Assumptions.abort("not supported: " + what);
    }
  }

  @Test
  void everyKnownDifferenceIsThatOfACase() {
    ImmutableList<Case> all = ImmutableList.<Case>builder().addAll(Cases.all()).addAll(RunCases.all()).build();
    assertThat(KnownDifference.ALL).allSatisfy(
        known -> assertThat(all).as(known.cases()).anyMatch(test -> test.name().startsWith(known.cases())));
  }

  @Test
  void everyCaseHasANameOfItsOwnAndThereAreManyOfThem() {
    assertThat(Cases.all().stream().map(Case::name)).doesNotHaveDuplicates().hasSizeGreaterThan(400);
  }

  @AfterAll
  void printTheTable() throws IOException {
    var unused = pool.shutdownNow();
    if (!outcomes.isEmpty()) {
      String table = OutcomeTable.of(outcomes);
      System.out.println(table);
      Files.createDirectories(RESULTS);
      Files.writeString(RESULTS.resolve("table.txt"), table);
    }
  }

  private static ImmutableList<Case> chosen() {
    String only = System.getProperty("differential.only", "");
    return Cases.all().stream().filter(test -> test.name().contains(only)).collect(ImmutableList.toImmutableList());
  }
}
