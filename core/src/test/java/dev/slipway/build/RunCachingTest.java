package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.StepReport.Outcome;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.ImagePath;
import dev.slipway.image.OciArchive;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SecretValue;
import dev.slipway.image.Stage;
import dev.slipway.run.RunNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which commands are run again, which are not, and why. */
class RunCachingTest extends RunFixture {
  /** Why the last step of a build was carried out; {@code hit} if it was not. */
  private String why(BuiltImage image) {
    StepReport last = image.report().steps().get(image.report().steps().size() - 1);
    return last.why().orElse(last.outcome().id());
  }

  private String whyAfter(Stage before, Stage after) {
    bench.build(before);
    return why(bench.build(after));
  }

  @Test
  void nothingIsRunTwice() {
    Stage stage = base.run("echo $$ > /pid").run("cat /pid > /copy");
    BuiltImage first = bench.build(stage);
    BuiltImage second = bench.build(stage);
    assertThat(second.report().misses()).isEmpty();
    assertThat(second.digest()).isEqualTo(first.digest());
  }

  @Test
  void everyPartOfACommandCountsAndIsNamed() {
    Stage stage = base.workdir("/w").env("A", "1").run("true");
    assertThat(why(bench.build(stage))).isEqualTo("not built here before");
    assertThat(why(bench.build(base.workdir("/w").env("A", "1").run("true;")))).isEqualTo("the command changed");
    assertThat(why(bench.build(base.workdir("/w").env("A", "2").run("true;")))).isEqualTo("variable A changed");
    assertThat(why(bench.build(base.workdir("/w").env("A", "2").env("B", "").run("true;")))).isEqualTo("variable B is new");
    assertThat(why(bench.build(base.workdir("/w").env("A", "2").run("true;")))).isEqualTo("hit");
    assertThat(why(bench.build(base.workdir("/w").env("A", "2").user("app").run("true;")))).isEqualTo("the user changed");
    assertThat(why(bench.build(base.workdir("/w").env("A", "2").with(Run.shell("true;").network(Run.Network.NONE)))))
        .isEqualTo("the network changed");
  }

  @Test
  void theBuildsArgumentsCountIfTheyAreDeclared() {
    Stage stage = base.arg("V", "1").run("true");
    bench.build(stage);
    assertThat(why(bench.build(stage, BuildOptions.defaults().argument("V", "2")))).isEqualTo("variable V changed");
    assertThat(why(bench.build(stage, BuildOptions.defaults().argument("W", "2").argument("http_proxy", "http://p")))).isEqualTo("hit");
  }

  @Test
  void theNetworkOfTheBuildCounts() {
    BuildOptions none = BuildOptions.defaults().runs(RunOptions.defaults().network(RunNetwork.NONE));
    bench.build(base.run("true"));
    assertThat(why(bench.build(base.run("true"), none))).isEqualTo("the network changed");
  }

  @Test
  void aCommandWhoseOutputIsAsBeforeEndsTheRebuildThere() {
    bench.file("source", "one");
    Stage stage = base.copy("source", "/in/").run("wc -c < /in/source > /out && rm -r /in").run("cat /out > /copy");
    bench.build(stage);
    bench.file("source", "two");
    BuiltImage second = bench.build(stage);
    assertThat(second.report().steps().stream().map(StepReport::outcome).toList())
        .containsExactly(Outcome.HIT, Outcome.MISS, Outcome.MISS, Outcome.MISS);
    Stage staged = Stage.from(base).copy(base.copy("source", "/in/").run("wc -c < /in/source > /out").file("/out"), "/out")
        .run("cat /out > /copy");
    bench.build(staged);
    bench.file("source", "six");
    BuiltImage third = bench.build(staged);
    assertThat(third.report().steps().stream().filter(step -> step.outcome() == Outcome.MISS).map(StepReport::instruction).toList())
        .containsExactly("COPY source /in/", "RUN wc -c < /in/source > /out");
  }

  @Test
  void aCommandThatChangesNothingEndsTheRebuildToo() {
    bench.file("source", "one");
    BindMount mount = BindMount.of("source", "/s");
    Stage stage = base.run("test -s /s", mount).run("echo done > /done");
    bench.build(stage);
    bench.file("source", "two");
    BuiltImage second = bench.build(stage);
    assertThat(second.report().misses()).hasSize(1);
    assertThat(second.report().misses().get(0).reason()).isEqualTo("context source changed");
  }

  @Test
  void whatIsMountedCountsByItsContent() {
    bench.file("src/a", "1").file("src/b", "1");
    Stage maker = base.named("maker").run("mkdir /made && echo 1 > /made/x && echo 1 > /made/y");
    Stage stage = base.run("cat /src/* /made/* > /all", BindMount.of("src", "/src"), BindMount.of(maker.file("/made"), "/made"));
    bench.build(stage);
    assertThat(why(bench.build(stage))).isEqualTo("hit");
    bench.file("src/b", "2");
    assertThat(why(bench.build(stage))).isEqualTo("context src/b changed");
    Stage other = base.named("maker").run("mkdir /made && echo 1 > /made/x && echo 2 > /made/y; touch /elsewhere");
    Stage changed = base.run("cat /src/* /made/* > /all", BindMount.of("src", "/src"), BindMount.of(other.file("/made"), "/made"));
    assertThat(why(bench.build(changed))).isEqualTo("maker made/y changed");
    Stage same = base.named("maker").run("mkdir /made && echo 1 > /made/x && echo 2 > /made/y");
    assertThat(
        why(bench.build(base.run("cat /src/* /made/* > /all", BindMount.of("src", "/src"), BindMount.of(same.file("/made"), "/made")))))
        .isEqualTo("hit");
  }

  @Test
  void aFileBelowCounts() {
    bench.file("a", "1");
    Stage stage = base.copy("a", "/").run("cat /a > /b");
    bench.build(stage);
    bench.file("a", "2");
    BuiltImage second = bench.build(stage);
    assertThat(second.report().misses().stream().map(StepReport::reason).toList())
        .containsExactly("context a changed", "what it stands on changed");
  }

  @Test
  void aBaseBelowCountsAndIsNamed() {
    Path archive = directory.resolve("base.tar");
    bench.build(base).writeTo(OciArchive.at(archive));
    Stage image = Stage.from(OciArchive.at(archive)).named("app");
    Stage stage = image.run("touch /x").run("touch /y");
    assertThat(why(bench.build(stage))).isEqualTo("not built here before");
    bench.file("base/etc/release", "2");
    bench.build(base).writeTo(OciArchive.at(archive));
    assertThat(bench.build(stage).report().misses().stream().map(StepReport::reason)).hasSize(2)
        .allMatch(reason -> reason.matches("base base\\.tar changed: sha256:[0-9a-f]{12}… -> sha256:[0-9a-f]{12}…"), "names the base");
    assertThat(why(bench.build(image.run("touch /z").run("touch /y")))).isEqualTo("what it stands on changed");
    assertThat(why(bench.build(Stage.from(image.run("touch /z")).run("true").named("app").run("touch /y")))).isEqualTo("hit");
  }

  @Test
  void aCommandThatIsNeverReusedRunsEachTime() {
    Stage stage = base.with(Run.shell("true").reuse(Reuse.none())).run("true");
    bench.build(stage);
    BuiltImage second = bench.build(stage);
    assertThat(second.report().misses().stream().map(StepReport::reason).toList()).containsExactly("its result is never used again");
  }

  @Test
  void aResultMayExpire() throws InterruptedException {
    Stage stage = base.with(Run.shell("true").reuse(Reuse.within(Duration.ofHours(1))));
    bench.build(stage);
    assertThat(why(bench.build(stage))).isEqualTo("hit");
    Stage hasty = base.with(Run.shell("true").reuse(Reuse.within(Duration.ofMillis(1))));
    Thread.sleep(5);
    assertThat(why(bench.build(hasty))).isEqualTo("its result is older than PT0.001S");
    Stage patient = base.run("true");
    assertThat(why(bench.build(patient))).isEqualTo("hit");
  }

  @Test
  void theVersionOfASecretCountsWhereItIsAskedFor() {
    Run plain = Run.shell("cat /run/secrets/t > /dev/null", SecretMount.of("t"));
    BuildOptions one = BuildOptions.defaults().runs(RunOptions.defaults().secret("t", Secret.of(SecretValue.of("canary-one"))));
    BuildOptions two = BuildOptions.defaults().runs(RunOptions.defaults().secret("t", Secret.of(SecretValue.of("canary-two"))));
    bench.build(base.with(plain), one);
    assertThat(why(bench.build(base.with(plain), two))).isEqualTo("hit");
    Run versioned = plain.reuse(Reuse.whileSame("t"));
    bench.build(base.with(versioned), one);
    assertThat(why(bench.build(base.with(versioned), one))).isEqualTo("hit");
    assertThat(why(bench.build(base.with(versioned), two))).isEqualTo("the secret t changed");
    BuildOptions named = BuildOptions.defaults()
        .runs(RunOptions.defaults().secret("t", Secret.of(SecretValue.of("canary-two")).version("2026-11")));
    assertThat(why(bench.build(base.with(versioned), named))).isEqualTo("the secret t changed");
  }

  @Test
  void equalCommandsOfBuildsAtOnceRunOnce() throws Exception {
    CacheMount counter = CacheMount.at("/count");
    Stage stage = base.run("echo x >> /count/runs; sleep 0.3; echo done > /done", counter);
    List<Callable<BuiltImage>> builds = IntStream.range(0, 6).<Callable<BuiltImage>>mapToObj(i -> () -> bench.build(stage)).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (Future<BuiltImage> build : threads.invokeAll(builds)) {
        assertThat(build.get().tree().lookup(ImagePath.of("/done"))).isPresent();
      }
    }
    BuiltImage count = bench.build(base.run("cat /count/runs > /runs", counter));
    assertThat(new String(count.tree().read(bench.engine().store(), ImagePath.of("/runs"), 100), StandardCharsets.UTF_8)).isEqualTo("x\n");
  }

  @Test
  void stagesThatDoNotNeedEachOtherRunAtOnce() {
    CacheMount meeting = CacheMount.at("/meet");
    Stage left = base.run(
        "touch /meet/left; i=0; while [ ! -e /meet/right ]; do sleep 0.05; i=$((i+1)); [ $i -lt 400 ] || exit 9; done; touch /l",
        meeting);
    Stage right = base.run(
        "touch /meet/right; i=0; while [ ! -e /meet/left ]; do sleep 0.05; i=$((i+1)); [ $i -lt 400 ] || exit 9; done; touch /r",
        meeting);
    BuiltImage image = bench.build(Stage.scratch().copy(left.file("/l"), "/").copy(right.file("/r"), "/"));
    assertThat(bench.files(image)).hasSize(2);
  }
}
