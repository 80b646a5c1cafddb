package dev.slipway.testkit.differential;

import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.Engine;
import dev.slipway.registry.Patience;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.testkit.registry.EmbeddedRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What a Dockerfile means to Docker, it means to Slipway. The variable {@value #CASES} names other directories of cases
 * than our own; {@code -Ddifferential.only=} takes a part of the names of cases to run. The table and what both sides made
 * of each case lie in {@code target/dockerfile-differential} afterwards.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerfileDifferentialTest {
  static final String CASES = "SLIPWAY_DOCKERFILE_CASES";
  private static final int AT_ONCE = 4;
  private static final Path RESULTS = Path.of("target", "dockerfile-differential");
  private static final Path MEMORY = Path.of("/dev/shm");
  /** Whoever names an image that nobody has need not wait for a network that is not there. */
  private static final Patience IMPATIENT = new Patience(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final Map<String, DockerfileRunner.Result> done = new ConcurrentHashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
  private Path work = Path.of("");
  private Optional<EmbeddedRegistry> registry = Optional.empty();
  private Optional<Engine> engine = Optional.empty();

  @BeforeAll
  void aDaemonIsThere() throws IOException, InterruptedException {
    Tools.require("busybox", "tar");
    var unused = Tools.docker();
    work = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "dockerfiles") : Files.createTempDirectory("dockerfiles");
  }

  /** The directories whose cases are run. */
  private static ImmutableList<Path> corpora() {
    String given = System.getenv().getOrDefault(CASES, "");
    return given.isEmpty()
        ? ImmutableList.of(DockerfileCorpusTest.OURS)
        : Splitter.on(File.pathSeparatorChar).splitToStream(given).map(Path::of).collect(ImmutableList.toImmutableList());
  }

  @TestFactory
  Stream<DynamicTest> whatADockerfileMeansToDockerItMeansToUs() throws IOException, InterruptedException {
    DockerDaemon daemon = Tools.docker();
    EmbeddedRegistry hub = EmbeddedRegistry.start();
    registry = Optional.of(hub);
    RegistrySettings settings = RegistrySettings.defaults().withMirror("docker.io", hub.address()).withPatience(IMPATIENT);
    Engine builder = Engine.open(work.resolve("store"), settings);
    engine = Optional.of(builder);
    DockerfileRunner runner = new DockerfileRunner(daemon, builder, RESULTS);
    String only = System.getProperty("differential.only", "");
    ImmutableList.Builder<DynamicTest> tests = ImmutableList.builder();
    for (Path corpus : corpora()) {
      ImmutableList<Path> directories = DockerfileCase.find(corpus).stream()
          .filter(directory -> corpus.relativize(directory).toString().contains(only)).collect(ImmutableList.toImmutableList());
      new CorpusBases(daemon, hub).make(corpus, directories);
      for (Path directory : directories) {
        String name = corpus.relativize(directory).toString();
        Future<DockerfileRunner.Result> result = pool.submit(() -> runner.run(corpus, directory));
        boolean own = corpus.equals(DockerfileCorpusTest.OURS);
        tests.add(DynamicTest.dynamicTest(name, () -> check(name, own, result)));
      }
    }
    return tests.build().stream();
  }

  /** Of our own cases, all that is not supported is written down; others may ask for anything. */
  private void check(String name, boolean own, Future<DockerfileRunner.Result> future)
      throws InterruptedException, ExecutionException {
    DockerfileRunner.Result result = future.get();
    done.put(name, result);
    if (result.problem().isPresent()
        && (own || !(result.outcome() instanceof Outcome.Unsupported))) {
      fail(name + ": " + result.problem().get());
    }
    if (result.outcome() instanceof Outcome.Unsupported(String what)) {
      Assumptions.abort("not supported: " + what);
    }
  }

  @AfterAll
  void printTheTable() throws IOException {
    var unused = pool.shutdownNow();
    engine.ifPresent(Engine::close);
    registry.ifPresent(EmbeddedRegistry::close);
    if (Files.exists(work.resolve("store"))) {
      MoreFiles.deleteRecursively(work, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    if (!done.isEmpty()) {
      Map<String, Outcome> outcomes = new LinkedHashMap<>();
      done.forEach((name, result) -> outcomes.put(name, result.outcome()));
      String table = OutcomeTable.of(outcomes,
          (name, differs) -> Optional.ofNullable(done.get(name)).orElseThrow().expected().reason(differs));
      System.out.println(table);
      Files.createDirectories(RESULTS);
      Files.writeString(RESULTS.resolve("table.txt"), table);
    }
  }
}
