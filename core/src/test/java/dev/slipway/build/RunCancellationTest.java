package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.Stage;
import dev.slipway.run.Leftovers;
import dev.slipway.store.CollectionPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds that end too early, at random moments: nothing of them may be left, and the next build is as any other. */
class RunCancellationTest {
  private static final int INTERRUPTS = 600;
  private static final int CLOSES = 300;
  private static final int KILLS = 100;
  private static final int LONGEST_MILLIS = 300;
  private static final int WORKERS = 3;
  /** Far more than a quiet machine needs: other tests run beside this one. */
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;
  private Stage base;

  @BeforeEach
  void makeBase() {
    RunBench.require();
    try (Workbench bench = new Workbench(directory)) {
      base = RunBench.base(bench);
    }
  }

  private Context context() {
    return Context.of(directory.resolve("context"));
  }

  private static BuildOptions round(int number) {
    return BuildOptions.defaults().argument("ROUND", Integer.toString(number));
  }

  /** What a thread ended with; success is fine too, where the moment came too late. */
  private static void assertCancelled(Throwable failure, String when) {
    if (failure != null) {
      assertThat(failure).as(when).isInstanceOf(SlipwayException.class);
      assertThat(((SlipwayException) failure).code()).as(when + ": " + failure).isIn(ErrorCode.CANCELLED, ErrorCode.INVALID_VALUE);
    }
  }

  /** Some work on stores of their own, at once: most of the time is spent waiting for the moment. */
  private void byWorkers(Work work) throws Exception {
    List<Callable<Void>> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      int number = i;
      workers.add(() -> {
        Path own = Files.createDirectory(directory.resolve("worker-" + number));
        work.run(own, new Random(number));
        return null;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      for (Future<Void> worker : threads.invokeAll(workers)) {
        var unused = worker.get();
      }
    }
  }

  private interface Work {
    void run(Path own, Random random) throws Exception;
  }

  @Test
  @Timeout(600)
  void interruptedBuildsLeaveNothing() throws Exception {
    AtomicInteger cancelled = new AtomicInteger();
    byWorkers((own, random) -> {
      try (Engine engine = Engine.open(own.resolve("store"))) {
        for (int i = 0; i < INTERRUPTS / WORKERS; i++) {
          cancelled.addAndGet(interrupt(engine, i, random.nextInt(LONGEST_MILLIS)) ? 1 : 0);
          if (i % 10 == 0) {
            Leftovers.assertNone(own, "interrupt " + i);
            assertThat(Leftovers.temporaries(own)).as("after interrupt " + i).isEmpty();
          }
        }
      }
      assertSound(own);
    });
    assertThat(cancelled.get()).isGreaterThan(INTERRUPTS / 2);
  }

  /** Whether the interrupt came before the build's end. */
  private boolean interrupt(Engine engine, int number, int millis) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>(true);
    Thread builder = Thread.ofPlatform().start(() -> {
      try {
        var unused = engine.build(RunProcess.busy(base), context(), round(number));
      } catch (BuildException | dev.slipway.StoreException expected) {
        failure.set(expected);
        flag.set(Thread.currentThread().isInterrupted());
      }
    });
    Thread.sleep(millis);
    builder.interrupt();
    assertThat(builder.join(LONGEST_END)).as("build %s ends soon", number).isTrue();
    assertCancelled(failure.get(), "interrupt " + number);
    assertThat(flag.get()).as("the interrupt is kept").isTrue();
    return failure.get() != null;
  }

  @Test
  @Timeout(600)
  void closedEnginesLeaveNothing() throws Exception {
    byWorkers((own, random) -> {
      for (int i = 0; i < CLOSES / WORKERS; i++) {
        int number = 10_000 + i;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread builder;
        try (Engine engine = Engine.open(own.resolve("store"))) {
          builder = Thread.ofPlatform().start(() -> {
            try {
              var unused = engine.build(RunProcess.busy(base), context(), round(number));
            } catch (RuntimeException expected) {
              failure.set(expected);
            }
          });
          Thread.sleep(random.nextInt(LONGEST_MILLIS));
        }
        assertThat(builder.join(LONGEST_END)).isTrue();
        assertCancelled(failure.get(), "close " + i);
        if (i % 10 == 0) {
          Leftovers.assertNone(own, "close " + i);
          assertThat(Leftovers.temporaries(own)).as("after close " + i).isEmpty();
        }
      }
      assertSound(own);
    });
  }

  @Test
  @Timeout(600)
  void killedProcessesLeaveNothing() throws Exception {
    Random random = new Random(9);
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = new ProcessBuilder(RunProcess.command("busy", directory, 20_000 + i)).redirectErrorStream(true).start();
      assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
      Thread.sleep(random.nextInt(2 * LONGEST_MILLIS));
      if (i % 4 == 0) {
        process.destroy();
      } else {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      killed += process.exitValue() == 0 ? 0 : 1;
      Leftovers.assertNone(directory, "kill " + i);
    }
    assertThat(killed).isGreaterThan(KILLS / 2);
    assertSound(directory);
  }

  /** The store holds nothing wrong, what dead processes left is swept, and an image is built as in a store of its own. */
  private void assertSound(Path own) throws Exception {
    Digest clean;
    try (Engine engine = Engine.open(own.resolve("another"))) {
      clean = engine.build(RunProcess.busy(base), context(), round(-1)).digest();
    }
    try (Engine engine = Engine.open(own.resolve("store"))) {
      assertThat(engine.build(RunProcess.busy(base), context(), round(-1)).digest()).isEqualTo(clean);
      var unused = engine.collect(CollectionPolicy.orphansOnly());
    }
    assertThat(Leftovers.temporaries(own)).isEmpty();
    Scene.assertSound(own.resolve("store"));
  }

  @Test
  @Timeout(400)
  void commandsOfManyProcessesRunOnceForEachKey() throws Exception {
    int processes = 16;
    int rounds = 20;
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      running.add(new ProcessBuilder(RunProcess.command("count", directory, rounds)).redirectErrorStream(true)
          .redirectOutput(directory.resolve("log-" + i).toFile()).start());
    }
    for (int i = 0; i < processes; i++) {
      assertThat(running.get(i).waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(running.get(i).exitValue()).as(Files.readString(directory.resolve("log-" + i))).isZero();
      assertThat(Files.readAllLines(directory.resolve("log-" + i))).isEqualTo(Files.readAllLines(directory.resolve("log-0")));
    }
    try (Stream<Path> files = Files.walk(directory.resolve("store/slipway/caches"))) {
      Path counted = files.filter(file -> file.endsWith("runs")).findFirst().orElseThrow();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        expected.addAll(List.of("left " + i, "right " + i, "both " + i));
      }
      assertThat(Files.readAllLines(counted)).containsExactlyInAnyOrderElementsOf(expected);
    }
    Leftovers.assertNone(directory, "many processes");
    Scene.assertSound(directory.resolve("store"));
  }
}
