package dev.slipway.testkit.assertions;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.slipway.build.BaseReport;
import dev.slipway.build.BuildReport;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.StepReport;
import dev.slipway.build.StepReport.Outcome;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildReportAssertTest {
  private static final BuildReport REPORT = new BuildReport(ImmutableList.of(
      step("data", 1, 1, "COPY data/ /data/", Outcome.MISS, "context data/stations.csv changed", 2048),
      step("final", 1, 3, "COPY --from=data /data /data", Outcome.MISS, "stage data changed", 2048),
      step("final", 2, 3, "WORKDIR /app", Outcome.HIT, "", 0),
      step("final", 3, 3, "COPY app /app/", Outcome.SHARED, "", 512)), ImmutableList.of(), Duration.ofMillis(5));

  private static StepReport step(String stage, int number, int count, String instruction, Outcome outcome, String reason, long bytes) {
    return new StepReport(stage, "linux/amd64", number, count, instruction, outcome, reason, Duration.ofMillis(1), bytes);
  }

  @Test
  void stepsAreNamedByTheirTitlesOrByPartsThatNoOtherHas() {
    assertThat(REPORT).hasSteps(4)
        .rebuiltOnly("data 1/1 COPY data/ /data/", "COPY --from=data")
        .missed("COPY data/").because("data/stations.csv changed").isSmallerThan(4096).and()
        .hit("WORKDIR /app").and()
        .hasOutcomes(Outcome.MISS, 2)
        .step("COPY app").isShared();
  }

  @Test
  void whatWasRebuiltIsShownWithTheTable() {
    Failing.saying(() -> assertThat(REPORT).rebuiltNothing(), "Expected the build to rebuild nothing", "also rebuilt",
        "data 1/1 COPY data/ /data/: context data/stations.csv changed", "4 steps, 2 rebuilt");
    Failing.saying(() -> assertThat(REPORT).rebuiltOnly("COPY data/"), "also rebuilt\n  final 1/3 COPY --from=data");
    Failing.saying(() -> assertThat(REPORT).rebuiltOnly("COPY data/", "COPY --from", "WORKDIR"),
        "not rebuilt\n  final 2/3 WORKDIR /app: hit");
    Failing.saying(() -> assertThat(REPORT).hasSteps(3), "3 steps, but it has 4", "result");
    Failing.saying(() -> assertThat(REPORT).missed("RUN make"), "a step 'RUN make', but there is none", "WORKDIR /app");
    Failing.saying(() -> assertThat(REPORT).missed("COPY"), "'COPY' may be any of 3 steps");
    Failing.saying(() -> assertThat(REPORT).missed("WORKDIR"), "to be a miss, but it is a hit");
    Failing.saying(() -> assertThat(REPORT).hit("COPY data/"), "to be a hit, but it is a miss: context data/stations.csv changed");
    Failing.saying(() -> assertThat(REPORT).step("COPY app").isHit(), "it is a shared");
    Failing.saying(() -> assertThat(REPORT).missed("COPY data/").because("src changed"), "because\n  src changed",
        "the reason is\n  context data/stations.csv changed");
    Failing.saying(() -> assertThat(REPORT.steps().get(2)).because("x"), "there is no reason, as it was not");
    Failing.saying(() -> assertThat(REPORT.steps().get(0)).isMiss().isSmallerThan(2048), "less than 2048 bytes, but it made 2048");
    Failing.saying(() -> assertThat(REPORT).hasOutcomes(Outcome.HIT, 2), "2 steps", "'hit'", "there are 1");
  }

  @Test
  void whatNamesOfBasesStoodForIsSeen() {
    Digest first = Digest.sha256(new byte[]{1});
    Digest second = Digest.sha256(new byte[]{2});
    BaseReport debian = new BaseReport(ImageReference.parse("debian:12"), second, Optional.of(first));
    BaseReport rust = new BaseReport(ImageReference.parse("rust:1.85"), first, Optional.of(first));
    BuildReport report = new BuildReport(ImmutableList.of(), ImmutableList.of(debian, rust), Duration.ZERO);
    assertThat(report).usedBase("debian:12", second).usedBase("docker.io/library/rust:1.85", first).rebuiltNothing();
    assertThat(new BuildReport(ImmutableList.of(), ImmutableList.of(rust), Duration.ZERO)).hasUnchangedBases();
    Failing.saying(() -> assertThat(report).usedBase("debian:12", first), "base 'debian:12'", first.toString(), second.toString());
    Failing.saying(() -> assertThat(report).usedBase("debian:13", first), "Did you mean 'debian:12'?", "base rust:1.85 " + first);
    Failing.saying(() -> assertThat(report).hasUnchangedBases(), "base debian:12 changed " + first + " -> " + second);
  }

  @Test
  void theReportOfARealBuildIsSeenFromItsImage(@TempDir Path directory) {
    try (Kitchen kitchen = new Kitchen(directory).file("data/stations.csv", "a").file("app/server", "b")) {
      Stage stage = Stage.scratch().copy("data", "/data/").copy("app", "/app/");
      BuiltImage first = kitchen.build(stage);
      assertThat(first).report().hasOutcomes(Outcome.MISS, 2);
      assertThat(kitchen.build(stage)).report().rebuiltNothing();
      kitchen.file("data/stations.csv", "changed");
      assertThat(kitchen.build(stage).report()).rebuiltOnly("COPY data /data/").missed("COPY data").because("data/stations.csv changed");
    }
  }
}
