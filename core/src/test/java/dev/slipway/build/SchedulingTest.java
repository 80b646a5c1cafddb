package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Base;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.run.SandboxSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which stages run, when, and how a build ends. */
@Timeout(60)
class SchedulingTest {
  @TempDir
  Path directory;

  private Workbench bench;

  @BeforeEach
  void open() {
    bench = new Workbench(directory);
    bench.file("a", "1").file("b", "2").file("c", "3");
  }

  @AfterEach
  void close() throws InterruptedException {
    bench.close();
    assertNoBuildThreads();
  }

  /** A thread whose work has ended is still listed for a moment. */
  private static void assertNoBuildThreads() throws InterruptedException {
    for (int i = 0; i < 200 && !buildThreads().isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(buildThreads()).isEmpty();
  }

  private static List<String> buildThreads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter("slipway-build"::equals).toList();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void independentStagesRunAtTheSameTime() {
    Stage left = Stage.scratch().named("left").copy("a", "/a");
    Stage right = Stage.scratch().named("right").copy("b", "/b");
    Stage stage = Stage.scratch().named("both").copy(left.file("/a"), "/").copy(right.file("/b"), "/");
    CountDownLatch together = new CountDownLatch(2);
    AtomicBoolean met = new AtomicBoolean(true);
    var built = bench.build(stage, BuildOptions.defaults().progress(event -> {
      if (event instanceof BuildEvent.StepStarted started && !started.title().startsWith("both")) {
        together.countDown();
        met.compareAndSet(true, await(together));
      }
    }));
    assertThat(met).isTrue();
    assertThat(Workbench.outcomes(built)).extracting(line -> line.substring(0, line.indexOf(' '))).containsExactly("left", "right", "both",
        "both");
  }

  @Test
  void oneSlotIsEnoughForStagesThatWaitForOthers() {
    Stage first = Stage.scratch().named("first").copy("a", "/a");
    Stage second = Stage.scratch().named("second").copy("b", "/b").copy(first.file("/a"), "/");
    Stage third = Stage.scratch().named("third").copy(second.file("/"), "/").copy(first.file("/a"), "/x");
    assertThat(bench.files(bench.build(third, BuildOptions.defaults().parallelism(1)))).containsExactly("/a 644 0:0 = 1", "/b 644 0:0 = 2",
        "/x 644 0:0 = 1");
  }

  @Test
  void equalStagesAreSolvedOnceAndUnneededOnesNever() {
    Stage one = Stage.scratch().named("one").copy("a", "/a");
    Stage same = Stage.scratch().named("same").copy("a", "/a");
    Stage unneeded = Stage.scratch().named("unneeded").copy("missing", "/");
    assertThat(unneeded).isNotEqualTo(one);
    BuiltImage built = bench.build(Stage.scratch().named("end").copy(one.file("/a"), "/x").copy(same.file("/a"), "/y"));
    assertThat(built.report().steps()).extracting(StepReport::stage).containsExactly("one", "end", "end");
  }

  @Test
  void buildsAtTheSameTimeShareTheirWork() throws Exception {
    bench.file("big", new byte[1 << 20]);
    Stage stage = Stage.scratch().copy("big", "/");
    List<BuiltImage> images = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> images.add(bench.build(stage))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(images).hasSize(4).extracting(BuiltImage::digest).containsOnly(images.get(0).digest());
    assertThat(images.stream().filter(image -> !image.report().misses().isEmpty())).hasSize(1);
  }

  @Test
  void theFirstFailureEndsTheOtherStages() {
    CountDownLatch slowStarted = new CountDownLatch(1);
    Stage slow = Stage.scratch().named("slow").copy("a", "/a").copy("b", "/b");
    Stage broken = Stage.scratch().named("broken").copy("c", "/c").copy("missing", "/");
    Stage stage = Stage.scratch().copy(slow.file("/a"), "/").copy(broken.file("/c"), "/");
    List<String> failures = new CopyOnWriteArrayList<>();
    BuildOptions options = BuildOptions.defaults().progress(event -> {
      if (event instanceof BuildEvent.StepStarted started && started.title().startsWith("slow")) {
        slowStarted.countDown();
        // until the failure of the other stage interrupts this one
        var unused = await(new CountDownLatch(1));
      }
      if (event instanceof BuildEvent.StepStarted started && started.title().startsWith("broken 2/2")) {
        var unused = await(slowStarted);
      }
      if (event instanceof BuildEvent.StepFailed failed) {
        failures.add(failed.title());
      }
    });
    long start = System.nanoTime();
    assertThatThrownBy(() -> bench.build(stage, options)).isInstanceOf(BuildException.class).hasMessageContaining("'missing' is not in");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(failures).contains("broken 2/2 COPY missing /");
    assertThat(buildThreads()).isEmpty();
  }

  @Test
  void aFailureOfTheSecondPlatformIsNotKeptWaiting() {
    bench.file("amd64", "x");
    Stage stage = Stage.scratch().arg("TARGETARCH").copy("$TARGETARCH", "/f");
    Image image = stage.toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    assertThatThrownBy(() -> bench.build(image, BuildOptions.defaults().parallelism(1))).isInstanceOf(BuildException.class)
        .hasMessageContaining("'arm64' is not in the build context");
  }

  @Test
  void anInterruptEndsTheBuildSoonAndLeavesNothing() throws Exception {
    Path big = bench.path("big");
    try (var file = Files.newByteChannel(big, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < 64; i++) {
        var unused = file.write(ByteBuffer.allocate(1 << 20));
      }
    }
    CountDownLatch started = new CountDownLatch(1);
    BuildOptions options = BuildOptions.defaults().progress(event -> {
      if (event instanceof BuildEvent.StepStarted) {
        started.countDown();
      }
    });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller = Thread.ofPlatform().start(() -> {
      try {
        var unused = bench.build(Stage.scratch().copy("big", "/"), options);
      } catch (RuntimeException failure) {
        thrown.set(failure);
        flag.set(Thread.currentThread().isInterrupted());
      }
    });
    assertThat(await(started)).isTrue();
    long start = System.nanoTime();
    caller.interrupt();
    caller.join();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(thrown.get()).isInstanceOf(SlipwayException.class).extracting(failure -> ((SlipwayException) failure).code())
        .isEqualTo(ErrorCode.CANCELLED);
    assertThat(flag).isTrue();
    assertNoBuildThreads();
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void aThreadThatIsInterruptedAlreadyBuildsNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> bench.build(Stage.scratch().copy("a", "/"))).isInstanceOf(SlipwayException.class)
        .extracting(failure -> ((SlipwayException) failure).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
  }

  private List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("store"))) {
      return files.filter(file -> file.toString().matches(".*/(tmp|temporary|leases)/[^/]*"))
          .filter(Files::isRegularFile).toList();
    }
  }

  private void assertRefused(Image image, Context context, ErrorCode code, String message) {
    List<BuildEvent> events = new CopyOnWriteArrayList<>();
    assertThatThrownBy(() -> bench.engine().build(image, context, BuildOptions.defaults().progress(events::add)))
        .isInstanceOf(SlipwayException.class).hasMessageContaining(message)
        .extracting(failure -> ((SlipwayException) failure).code()).isEqualTo(code);
    assertThat(events).filteredOn(BuildEvent.StepFinished.class::isInstance).isEmpty();
  }

  @Test
  void withoutARuntimeACommandIsRefusedAndEverythingElseIsBuilt() {
    RunOptions nowhere = RunOptions.defaults().sandbox(SandboxSettings.DEFAULT.withRuntime(Path.of("/nonexistent/crun")));
    BuildOptions options = BuildOptions.defaults().runs(nowhere);
    Stage stage = Stage.scratch().named("app").copy("a", "/").with(new Instruction.Onbuild(Run.shell("make")));
    assertThat(bench.build(stage, options).config().container().onBuild()).containsExactly("RUN make");
    assertThatThrownBy(() -> bench.build(Stage.from(stage).named("child").copy("a", "/b"), options)).isInstanceOf(BuildException.class)
        .hasMessageContaining("stage 'child' has a RUN").hasMessageContaining("/nonexistent/crun")
        .extracting(failure -> ((SlipwayException) failure).code()).isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void basesThatCannotBeHadAreRefused() {
    assertRefused(Stage.from(Base.context("src")).toImage(), bench.asContext(), ErrorCode.UNSUPPORTED,
        "start from scratch and copy from it");
    assertRefused(Stage.scratch().copy(Base.context("src").file("/x"), "/").toImage(), bench.asContext(), ErrorCode.NOT_FOUND,
        "the context 'src', which the build was not given");
    assertRefused(Stage.scratch().copy("a", "/").toImage(), Context.empty(), ErrorCode.NOT_FOUND, "pass Context.of(directory)");
    assertThatThrownBy(() -> bench.engine().build(Stage.scratch().copy("a", "/").toImage(), Context.of(directory.resolve("none"))))
        .isInstanceOf(SlipwayException.class).hasMessageContaining("none");
    assertThatThrownBy(() -> bench.build(Stage.from(OciLayout.at(directory.resolve("none"))))).isInstanceOf(SlipwayException.class)
        .hasMessageContaining("none");
  }

  @Test
  void textsAndEmptyImagesNeedNoContext() {
    Stage stage = Stage.scratch().copy(Heredoc.file("f", "x\n"), "/");
    assertThat(bench.files(bench.engine().build(stage.toImage(), Context.empty()))).containsExactly("/f 644 0:0 = x\n");
    assertThat(bench.engine().build(Stage.scratch().toImage(), Context.empty()).layers()).isEmpty();
  }

  @Test
  void namedContextsAreReadBesideTheMainOne() {
    bench.file("more/x", "9");
    Stage stage = Stage.scratch().copy("a", "/").copy(Base.context("more").file("/x"), "/");
    BuiltImage built = bench.engine().build(stage.toImage(), bench.asContext().named("more", bench.path("more")));
    assertThat(bench.files(built)).containsExactly("/a 644 0:0 = 1", "/x 644 0:0 = 9");
  }

  @Test
  void aBuiltImageCanBeTheBaseOfAnother() {
    Path layout = directory.resolve("layout");
    var unused = bench.build(Stage.scratch().copy("a", "/a").env("X", "y").user("5")).writeTo(OciLayout.at(layout));
    Stage stage = Stage.from(OciLayout.at(layout)).workdir("/w").copy(OciLayout.at(layout).file("/a"), "copy");
    BuiltImage built = bench.build(stage);
    assertThat(bench.files(built)).containsExactly("/a 644 0:0 = 1", "/w/ 755 5:5", "/w/copy 644 0:0 = 1");
    assertThat(built.config().container().environment("X")).contains("y");
    assertThat(built.config().history()).noneMatch(entry -> entry.toString().contains(directory.toString()));
  }
}
