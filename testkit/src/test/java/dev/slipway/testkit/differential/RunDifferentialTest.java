package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.build.BuildOptions;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.SecretMount;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * RUN leaves the files and the configuration that it leaves in Docker. {@code -Ddifferential.only=} takes a part of the
 * names of cases to run. What Docker makes of a case lies in {@code target/run-differential} afterwards, also where Slipway
 * cannot run anything.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunDifferentialTest {
  private static final int AT_ONCE = 2;
  private static final Path RESULTS = Path.of("target", "run-differential");
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
  private Path work = Path.of("");
  private RunInputs inputs;

  @BeforeAll
  void aDaemonWithTheBasesIsThere() throws IOException, InterruptedException {
    Tools.require("busybox", "setcap", "ssh-agent", "ldd");
    DockerDaemon daemon = Tools.docker();
    work = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "runs") : Files.createTempDirectory("runs");
    RunBases.make(daemon);
    inputs = RunInputs.in(work);
  }

  @TestFactory
  Stream<DynamicTest> runLeavesWhatItLeavesInDocker() throws IOException, InterruptedException {
    ImmutableList<Case> cases = chosen();
    DockerDaemon daemon = Tools.docker();
    if (cases.stream().anyMatch(test -> test.name().startsWith(RunCases.DEBIAN))) {
      RunBases.makeDebian(daemon);
    }
    ImmutableList.Builder<DynamicTest> tests = ImmutableList.builder();
    for (Case test : cases) {
      Future<DifferentialRunner.Result> result = pool.submit(() -> run(test, daemon));
      tests.add(DynamicTest.dynamicTest(test.name(), () -> check(test, result)));
    }
    return tests.build().stream();
  }

  /** With a store of its own, as Docker builds without its cache: an equal step of another case must not stand in for this one's. */
  private DifferentialRunner.Result run(Case test, DockerDaemon daemon) throws IOException, InterruptedException {
    Path store = Files.createTempDirectory(work, "store");
    try (Engine engine = Engine.open(store)) {
      return new DifferentialRunner(daemon, engine, RESULTS,
          new DifferentialRunner.Given(inputs.flags(), options -> inputs.addTo(options).docker(daemon.asOurs()))).run(test);
    } finally {
      MoreFiles.deleteRecursively(store, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void check(Case test, Future<DifferentialRunner.Result> future) throws InterruptedException, ExecutionException {
    DifferentialRunner.Result result = future.get();
    outcomes.put(test.name(), result.built());
    result.written().ifPresent(outcome -> outcomes.put("written by us: " + test.name(), outcome));
    assertThat(result.refusal().isPresent()).as("whether Docker refuses it: %s", result.refusal().orElse("no"))
        .isEqualTo(test.name().startsWith(RunCases.FAILING));
    assertAll(() -> OutcomeCheck.check(test, test.name(), result.built()),
        () -> result.written().ifPresent(outcome -> OutcomeCheck.check(test, "written by us: " + test.name(), outcome)));
    if (result.built() instanceof Outcome.Unsupported(String what)) {
      Assumptions.abort("not supported: " + what);
    }
  }

  @Test
  void neitherConfigurationNorHistoryTellsProxiesAndSecrets(@TempDir Path directory) throws IOException, InterruptedException {
    BuildOptions options = inputs.addTo(BuildOptions.defaults()).docker(Tools.docker().asOurs())
        .argument("HTTP_PROXY", "http://user:pass-of-the-proxy@proxy.example");
    String token = RunSecretCases.SECRETS.get("token");
    Stage stage = RunCases.busybox().run("[ -n \"$HTTP_PROXY\" ] && [ \"$TOKEN\" = \"$(cat /run/secrets/token)\" ] && echo $TOKEN",
        SecretMount.of("token"), SecretMount.of("token").as("TOKEN"));
    Path archive = directory.resolve("image.tar");
    try (Engine engine = Engine.open(work.resolve("store"))) {
      var unused = engine.build(stage.toImage(), Context.empty(), options).writeTo(DockerArchive.at(archive));
    } catch (BuildException cannot) {
      Assumptions.assumeTrue(cannot.code() != ErrorCode.UNSUPPORTED, String.valueOf(cannot.getMessage()));
      throw cannot;
    }

    assertThat(SavedImage.read(archive).config().toString()).contains("RUN ").doesNotContain("pass-of-the-proxy").doesNotContain(token);
    assertThat(Files.readString(archive, StandardCharsets.ISO_8859_1)).doesNotContain("pass-of-the-proxy").doesNotContain(token);
  }

  @Test
  void everyCaseHasANameOfItsOwnAndThereAreManyOfThem() {
    assertThat(RunCases.all().stream().map(Case::name)).doesNotHaveDuplicates().hasSizeGreaterThan(200)
        .allMatch(name -> name.startsWith("run-"));
  }

  @AfterAll
  void printTheTable() throws IOException {
    var unused = pool.shutdownNow();
    if (inputs != null) {
      inputs.close();
      MoreFiles.deleteRecursively(work, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    if (!outcomes.isEmpty()) {
      String table = OutcomeTable.of(outcomes);
      System.out.println(table);
      Files.createDirectories(RESULTS);
      Files.writeString(RESULTS.resolve("table.txt"), table);
    }
  }

  private static ImmutableList<Case> chosen() {
    String only = System.getProperty("differential.only", "");
    return RunCases.all().stream().filter(test -> test.name().contains(only)).collect(ImmutableList.toImmutableList());
  }
}
