package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.StepReport.Outcome;
import dev.slipway.context.HashingMode;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.Add;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.layer.Layer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done again, what is not, and why. */
class CachingTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir
  Path directory;

  private Workbench bench;

  @BeforeEach
  void open() {
    bench = new Workbench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void assertSteps(Stage stage, String... outcomes) {
    assertThat(Workbench.outcomes(bench.build(stage))).containsExactly(outcomes);
  }

  @Test
  void aSecondBuildDoesNothing() {
    bench.file("a", "1").file("b", "2");
    Stage stage = Stage.scratch().workdir("/w").copy("a", ".").copy("b", ".");
    BuiltImage first = bench.build(stage);
    BuiltImage second = bench.build(stage);
    assertThat(Workbench.outcomes(first)).containsExactly("stage-0 1/3 WORKDIR /w: not built here before",
        "stage-0 2/3 COPY a .: not built here before", "stage-0 3/3 COPY b .: not built here before");
    assertThat(Workbench.outcomes(second)).containsExactly("stage-0 1/3 WORKDIR /w: hit", "stage-0 2/3 COPY a .: hit",
        "stage-0 3/3 COPY b .: hit");
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(second.report().misses()).isEmpty();
  }

  @Test
  void anotherTimeOfAFileIsNoReason() {
    bench.file("a", "1");
    Stage stage = Stage.scratch().copy("a", "/");
    BuiltImage first = bench.build(stage);
    bench.time("a", LONG_AGO.plusSeconds(5));
    BuiltImage second = bench.build(stage);
    assertThat(Workbench.outcomes(second)).containsExactly("stage-0 1/1 COPY a /: hit");
    assertThat(second.digest()).isEqualTo(first.digest());
  }

  @Test
  void anotherTimeCountsWhereTimesAreKept() {
    bench.file("a", "1").time("a", LONG_AGO);
    BuildOptions kept = BuildOptions.defaults().timestamps(Timestamps.kept());
    BuiltImage first = bench.build(Stage.scratch().copy("a", "/"), kept);
    bench.time("a", LONG_AGO.plusSeconds(5));
    BuiltImage second = bench.build(Stage.scratch().copy("a", "/"), kept);
    assertThat(Workbench.outcomes(second)).containsExactly("stage-0 1/1 COPY a /: context a has other attributes");
    assertThat(second.digest()).isNotEqualTo(first.digest());
  }

  @Test
  void oneEditedFileRebuildsOnlyItsLayerAndIsNamed() {
    bench.file("src/main.rs", "fn main() {}").file("src/lib.rs", "").file("conf", "x");
    Stage stage = Stage.scratch().named("builder").copy("conf", "/etc/").copy("src", "/src/").copy("conf", "/other");
    bench.build(stage);
    bench.file("src/main.rs", "fn main() { 1 }");
    assertSteps(stage, "builder 1/3 COPY conf /etc/: hit", "builder 2/3 COPY src /src/: context src/main.rs changed",
        "builder 3/3 COPY conf /other: hit");
  }

  @Test
  void reasonsNameWhatIsNewGoneOrOther() {
    bench.file("d/a", "1").file("d/b", "2").mode("d/b", "rw-r--r--");
    Stage stage = Stage.scratch().copy("d", "/");
    bench.build(stage);
    bench.file("d/c", "3");
    assertSteps(stage, "stage-0 1/1 COPY d /: context d/c is new");
    bench.delete("d/c").delete("d/a");
    assertSteps(stage, "stage-0 1/1 COPY d /: context d/a is gone (and 1 more)");
    bench.mode("d/b", "rwxr-xr-x");
    assertSteps(stage, "stage-0 1/1 COPY d /: context d/b has other attributes");
    bench.file("d/x", "1").file("d/y", "2").delete("d/b");
    assertSteps(stage, "stage-0 1/1 COPY d /: context d/x is new (and 2 more)");
    bench.delete("d/y").link("d/y", "x");
    assertSteps(stage, "stage-0 1/1 COPY d /: context d/y changed");
  }

  @Test
  void reasonsNameInstructionsVariablesAndTexts() {
    bench.file("a", "1");
    Stage base = Stage.scratch().arg("TO", "x");
    bench.build(base.copy("a", "/$TO"));
    assertThat(Workbench.outcomes(bench.build(base.copy("a", "/$TO"), BuildOptions.defaults().argument("TO", "y"))))
        .containsExactly("stage-0 1/1 COPY a /${TO}: variable TO changed");
    assertSteps(base.copy("a", "/z"), "stage-0 1/1 COPY a /z: the instruction changed");
    bench.build(Stage.scratch().copy(Heredoc.file("conf", "1\n"), "/etc/"));
    assertThat(bench.build(Stage.scratch().copy(Heredoc.file("conf", "2\n"), "/etc/")).report().steps().get(0).reason())
        .isEqualTo("text conf changed");
  }

  @Test
  void whatStandsBelowIsNamedWhereItMatters() {
    bench.file("a", "1").file("d/x", "1");
    bench.build(Stage.scratch().copy("a", "/x").copy("d", "/y"));
    bench.file("a", "2");
    // a file below that the second copy does not look at is no reason; a directory in its place would be
    assertSteps(Stage.scratch().copy("a", "/x").copy("d", "/y"), "stage-0 1/2 COPY a /x: context a changed", "stage-0 2/2 COPY d /y: hit");
    bench.directory("e/y").file("e/y/kept", "k");
    BuiltImage other = bench.build(Stage.scratch().copy("e", "/").copy("d", "/y"));
    assertThat(other.report().steps().get(1).reason()).isEqualTo("what it stands on changed");
    assertThat(bench.files(other)).contains("/y/kept 644 0:0 = k", "/y/x 644 0:0 = 1");
  }

  @Test
  void equalOutputStopsTheRebuild() {
    bench.file("in/a", "1").file("in/noise", "1");
    Stage builder = Stage.scratch().named("builder").copy("in", "/in/");
    Stage stage = Stage.scratch().named("final").copy(builder.file("/in/a"), "/a").copy("in/a", "/b");
    BuiltImage first = bench.build(stage);
    bench.file("in/noise", "2");
    BuiltImage second = bench.build(stage);
    assertThat(Workbench.outcomes(second)).containsExactly("builder 1/1 COPY in /in/: context in/noise changed",
        "final 1/2 COPY --from=builder /in/a /a: hit", "final 2/2 COPY in/a /b: hit");
    assertThat(second.digest()).isEqualTo(first.digest());
  }

  @Test
  void aRevertedFileIsFoundAgain() {
    bench.file("a", "1");
    Stage stage = Stage.scratch().copy("a", "/");
    bench.build(stage);
    bench.file("a", "2");
    bench.build(stage);
    bench.file("a", "1");
    assertSteps(stage, "stage-0 1/1 COPY a /: hit");
  }

  @Test
  void aResultHoldsOnOtherFilesOnlyWhereTheyLookTheSame() {
    bench.file("d/x", "1").file("plain/etc/a", "1").file("second/etc/b", "2").link("linked/opt", "target").directory("linked/target");
    Stage onPlain = Stage.scratch().copy("plain", "/").copy("d", "/opt/");
    Stage onSecond = Stage.scratch().copy("second", "/").copy("d", "/opt/");
    Stage onLinked = Stage.scratch().copy("linked", "/").copy("d", "/opt/");
    bench.build(onPlain);
    assertThat(bench.build(onSecond).report().steps().get(1).outcome()).isEqualTo(Outcome.HIT);
    BuiltImage linked = bench.build(onLinked);
    assertThat(linked.report().steps().get(1).outcome()).isEqualTo(Outcome.MISS);
    assertThat(bench.files(linked)).contains("/target/x 644 0:0 = 1", "/opt -> target");
  }

  @Test
  void theDirectoriesThatACopyGoesIntoAreListedAsTheyAre() {
    bench.file("base.tar", Tars.tar(tar -> {
      tar.directory("var", 0711);
      tar.directory("var/tmp", 01777);
      tar.directory("other", 0700);
    })).file("looser.tar", Tars.tar(tar -> {
      tar.directory("var", 0711);
      tar.directory("var/tmp", 0777);
    })).file("d/x", "1");
    Stage onBase = Stage.scratch().with(Add.of("base.tar", "/")).copy("d", "/var/tmp/new/");
    BuiltImage made = bench.build(onBase);
    Layer layer = made.layers().get(1);
    assertThat(layer.read(bench.engine().store()).toc().entries()
        .map(entry -> entry.path() + " " + Integer.toOctalString(entry.mode()) + " " + entry.uid() + ":" + entry.gid()))
        .containsExactly("/var 711 7:8", "/var/tmp 1777 7:8", "/var/tmp/new 755 0:0", "/var/tmp/new/x 644 0:0");
    Stage onOther = Stage.scratch().with(Add.of("base.tar", "/")).copy("d", "/other/").copy("d", "/var/tmp/new/");
    BuiltImage other = bench.build(onOther);
    assertThat(other.report().steps().get(2).outcome()).isEqualTo(Outcome.HIT);
    assertThat(other.layers().get(2)).isEqualTo(layer);
    BuiltImage looser = bench.build(Stage.scratch().with(Add.of("looser.tar", "/")).copy("d", "/var/tmp/new/"));
    assertThat(looser.report().steps().get(1).outcome()).isEqualTo(Outcome.MISS);
    assertThat(bench.files(looser)).contains("/var/tmp/ 777 7:8");
    BuiltImage workdir = bench.build(Stage.scratch().with(Add.of("base.tar", "/")).workdir("/var/tmp/w"));
    assertThat(workdir.layers().get(1).read(bench.engine().store()).toc().entries().map(entry -> entry.path().toString()))
        .containsExactly("/var", "/var/tmp", "/var/tmp/w");
  }

  @Test
  void aResultHoldsOnlyForTheSameNumbersOfNames() {
    bench.file("d/x", "1").file("one/etc/passwd", "app:x:1:1::/:/\n").file("two/etc/passwd", "app:x:2:2::/:/\n")
        .file("same/etc/passwd", "more:x:9:9::/:/\napp:x:1:1::/:/\n").file("none/etc/passwd", "");
    Copy owned = Copy.of("d", "/opt/").owner("app");
    bench.build(Stage.scratch().copy("one", "/").copy(owned));
    assertThat(bench.build(Stage.scratch().copy("same", "/").copy(owned)).report().steps().get(1).outcome()).isEqualTo(Outcome.HIT);
    BuiltImage two = bench.build(Stage.scratch().copy("two", "/").copy(owned));
    assertThat(bench.files(two)).contains("/opt/x 644 2:2 = 1");
  }

  @Test
  void aWorkdirThatExistsNeedsNoUser() {
    bench.file("users/etc/passwd", "app:x:1:1::/:/\n").directory("nobody/w");
    Stage with = Stage.scratch().copy("users", "/").user("app").workdir("/w");
    Stage without = Stage.scratch().copy("nobody", "/").user("app").workdir("/w");
    assertThat(bench.files(bench.build(with))).contains("/w/ 755 1:1");
    assertThat(bench.files(bench.build(without))).containsExactly("/w/ 755 0:0");
  }

  @Test
  void aLinkedCopyDoesNotDependOnWhatItStandsOn() {
    bench.file("d/x", "1").link("base/opt", "elsewhere");
    Copy linked = Copy.of("d", "/opt/").with(CopyOptions.NONE.asLink());
    BuiltImage first = bench.build(Stage.scratch().copy("d", "/other").copy(linked));
    BuiltImage second = bench.build(Stage.scratch().copy("base", "/").copy(linked));
    assertThat(second.report().steps().get(1).outcome()).isEqualTo(Outcome.HIT);
    assertThat(second.layers().get(1)).isEqualTo(first.layers().get(1));
  }

  @Test
  void anArchiveKeyKnowsWhichTimesItsFilesGet() {
    bench.file("x.tar", Tars.tar(tar -> tar.file("f", "1", 1_600_000_000)));
    Stage stage = Stage.scratch().with(Add.of("x.tar", "/"));
    ImagePath path = ImagePath.of("/f");
    assertThat(bench.build(stage).tree().lookup(path).orElseThrow().entry().mtimeSeconds()).isEqualTo(1);
    BuiltImage kept = bench.build(stage, BuildOptions.defaults().timestamps(Timestamps.kept()));
    assertThat(kept.tree().lookup(path).orElseThrow().entry().mtimeSeconds()).isEqualTo(1_600_000_000);
  }

  @Test
  void timesAreClampedOrKept() {
    bench.file("old", "1").time("old", LONG_AGO).file("new", "1").time("new", LONG_AGO.plusSeconds(100));
    Stage stage = Stage.scratch().copy(".", "/d/");
    BuiltImage clamped = bench.build(stage, BuildOptions.defaults().timestamps(Timestamps.clampedTo(LONG_AGO.plusSeconds(50))));
    assertThat(time(clamped, "/d/old")).isEqualTo(LONG_AGO.getEpochSecond());
    assertThat(time(clamped, "/d/new")).isEqualTo(LONG_AGO.getEpochSecond() + 50);
    assertThat(time(clamped, "/d")).isEqualTo(LONG_AGO.getEpochSecond() + 50);
    assertThat(clamped.config().created()).contains(LONG_AGO.plusSeconds(50));
    assertThat(time(bench.build(stage), "/d/old")).isEqualTo(1);
    BuiltImage kept = bench.build(stage, BuildOptions.defaults().timestamps(Timestamps.kept()));
    assertThat(time(kept, "/d/new")).isEqualTo(LONG_AGO.getEpochSecond() + 100);
    assertThat(kept.config().created()).contains(Instant.ofEpochSecond(1));
  }

  private static long time(BuiltImage image, String path) {
    return image.tree().lookup(ImagePath.of(path)).orElseThrow().entry().mtimeSeconds();
  }

  @Test
  void modesAreNormalisedOrKept() {
    bench.file("tool", "").mode("tool", "rwx--x---").file("text", "").mode("text", "rw-rw----").directory("d").mode("d", "rwx------");
    Stage stage = Stage.scratch().copy(".", "/");
    assertThat(bench.files(bench.build(stage))).containsExactly("/d/ 755 0:0", "/text 644 0:0 = ", "/tool 755 0:0 = ");
    assertThat(bench.files(bench.build(stage, BuildOptions.defaults().modes(FileModes.KEPT)))).containsExactly("/d/ 700 0:0",
        "/text 660 0:0 = ", "/tool 710 0:0 = ");
  }

  @Test
  void ignoredFilesAreNoReason() {
    bench.file("a", "1").file("b.log", "1").file(".dockerignore", "*.log\n.dockerignore\n");
    Stage stage = Stage.scratch().copy(".", "/");
    BuiltImage first = bench.build(stage);
    bench.file("b.log", "2").file("c.log", "3");
    assertSteps(stage, "stage-0 1/1 COPY . /: hit");
    assertThat(bench.files(first)).containsExactly("/a 644 0:0 = 1");
    BuiltImage other = bench.engine().build(stage.toImage(), bench.asContext().ignoring(IgnoreFile.of("a", ".dockerignore")));
    assertThat(bench.files(other)).containsExactly("/b.log 644 0:0 = 2", "/c.log 644 0:0 = 3");
  }

  @Test
  void hashingEverythingFindsTheSame() {
    bench.file("a", "1");
    Stage stage = Stage.scratch().copy("a", "/");
    BuiltImage indexed = bench.build(stage);
    BuiltImage hashed = bench.build(stage, BuildOptions.defaults().hashing(HashingMode.EVERYTHING));
    assertThat(hashed.digest()).isEqualTo(indexed.digest());
    assertThat(hashed.report().misses()).isEmpty();
  }

  @Test
  void hardLinksStayTogetherWithinOneCopy() throws Exception {
    bench.file("d/a", "1");
    Files.createLink(bench.path("d/b"), bench.path("d/a"));
    BuiltImage together = bench.build(Stage.scratch().copy("d", "/"));
    BuiltImage apart = bench.build(Stage.scratch().with(Copy.of(List.of("d/a", "d/b"), "/")));
    assertThat(together.tree().lookup(ImagePath.of("/b")).orElseThrow().entry().linkTarget()).isEqualTo("/a");
    assertThat(apart.tree().lookup(ImagePath.of("/b")).orElseThrow().entry().linkTarget()).isEmpty();
  }

  @Test
  void platformsShareWhatIsEqual() {
    bench.file("all", "1").file("bin/amd64", "x86").file("bin/arm64", "arm");
    Stage stage = Stage.scratch().arg("TARGETARCH").copy("all", "/").copy("bin/$TARGETARCH", "/tool");
    Image image = stage.toImage().forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    BuiltImage built = bench.build(image, BuildOptions.defaults());
    assertThat(bench.files(built.tree(Platform.LINUX_AMD64))).containsExactly("/all 644 0:0 = 1", "/tool 644 0:0 = x86");
    assertThat(bench.files(built.tree(Platform.LINUX_ARM64))).containsExactly("/all 644 0:0 = 1", "/tool 644 0:0 = arm");
    assertThat(built.layers(Platform.LINUX_AMD64).get(0)).isEqualTo(built.layers(Platform.LINUX_ARM64).get(0));
    assertThat(built.report().steps().stream().filter(step -> step.instruction().equals("COPY all /")).map(StepReport::outcome))
        .containsOnlyOnce(Outcome.MISS).hasSize(2);
    assertThat(built.report().steps()).extracting(StepReport::platform).containsExactly("linux/amd64", "linux/amd64", "linux/arm64",
        "linux/arm64");
    assertThat(built.config(Platform.LINUX_ARM64).platform()).isEqualTo(Platform.LINUX_ARM64);
  }
}
