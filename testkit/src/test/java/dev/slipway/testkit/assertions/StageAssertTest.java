package dev.slipway.testkit.assertions;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;

import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Digest;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageAssertTest {
  private static final Healthcheck PROBE = Healthcheck.http("http://localhost:8080/health").every(Duration.ofSeconds(30));
  private static final Stage BUILDER = Stage.from("rust:1.85").named("builder").workdir("/src").run("cargo build");
  private static final Stage BASE = Stage.from("debian:12").named("base").env("HOME_DIRECTORY", "/srv").workdir("/srv").user("0")
      .command("inherited");
  private static final Stage STAGE = Stage.from(BASE)
      .named("final")
      .arg("VERSION", "1.0")
      .env("PATH", "/app/bin:$PATH")
      .env("DATA", "$HOME_DIRECTORY/data")
      .label("version", "v$VERSION")
      .workdir("app")
      .copy(BUILDER.file("/src/target/server"), "bin/")
      .expose(8080)
      .expose("7000-7002/udp")
      .volume("$DATA")
      .healthcheck(PROBE)
      .stopSignal("SIGINT")
      .user("app:staff")
      .entrypoint("/app/bin/server")
      .command("--port", "8080");

  @Test
  void allSettingsOfAStageAreSeenWithThoseOfTheStagesBelow() {
    assertThat(STAGE)
        .hasName("final")
        .hasEnvironment("PATH", "/app/bin:$PATH")
        .hasEnvironment("DATA", "/srv/data")
        .hasEnvironment("HOME_DIRECTORY", "/srv")
        .hasNoEnvironment("VERSION")
        .hasLabel("version", "v1.0")
        .hasWorkingDirectory("/srv/app")
        .exposes(8080)
        .exposes("7000-7002/udp")
        .hasVolume("/srv/data")
        .hasHealthcheck()
        .hasHealthcheck(PROBE)
        .hasStopSignal("SIGINT")
        .hasUser("app:staff")
        .runsAsNonRoot()
        .hasEntrypoint("/app/bin/server")
        .hasCommand("--port", "8080")
        .hasInstruction(new Instruction.StopSignal(Word.of("SIGINT")))
        .copiesFrom(BUILDER)
        .copiesFrom("builder")
        .hasBase(BASE)
        .hasBase("debian:12");
  }

  @Test
  void anEntrypointTakesBackTheCommandOfAStageBelow() {
    assertThat(BASE).hasCommand("inherited");
    Failing.saying(() -> assertThat(Stage.from(BASE).entrypoint("x")).hasCommand("inherited"), "Expected the command of the stage", "none");
    assertThat(Stage.from(BASE).command("own").entrypoint("x")).hasCommand("own").hasEntrypoint("x");
    assertThat(Stage.from(BASE).command(Command.shell("exec server"))).hasCommand(Command.shell("exec server"));
  }

  @Test
  void aMissingVariableIsSoughtAmongThoseThatAreThere() {
    Failing.saying(() -> assertThat(STAGE).hasEnvironment("DATUM", "x"),
        "Expected stage 'final' to have the environment variable 'DATUM'. Did you mean 'DATA'?", "DATA=/srv/data");
    Failing.saying(() -> assertThat(STAGE).hasEnvironment("DATA", "/data"), "'DATA' of stage 'final' to be", "'/data'", "'/srv/data'");
    Failing.saying(() -> assertThat(STAGE).hasNoEnvironment("DATA"), "no environment variable 'DATA'", "'/srv/data'");
    Failing.saying(() -> assertThat(STAGE).hasLabel("versions", "x"), "label 'versions'", "Did you mean 'version'?");
  }

  @Test
  void eachSettingThatIsAnotherIsNamedWithWhatItIs() {
    Failing.saying(() -> assertThat(STAGE).hasName("last"), "'last'", "'final'");
    Failing.saying(() -> assertThat(STAGE).hasWorkingDirectory("/app"), "'/app'", "'/srv/app'");
    Failing.saying(() -> assertThat(Stage.scratch()).hasWorkingDirectory("/app"), "'/app'", "there is none");
    Failing.saying(() -> assertThat(STAGE).exposes(9090), "port '9090/tcp'", "8080/tcp", "7000/udp");
    Failing.saying(() -> assertThat(STAGE).exposes("7000-7003/udp"), "port '7003/udp'. Did you mean '7000/udp'");
    Failing.saying(() -> assertThat(STAGE).hasVolume("/data"), "volume '/data'", "/srv/data");
    Failing.saying(() -> assertThat(STAGE).hasStopSignal("SIGTERM"), "'SIGTERM'", "'SIGINT'");
    Failing.saying(() -> assertThat(STAGE).hasUser("app"), "'app'", "'app:staff'");
    Failing.saying(() -> assertThat(STAGE).hasEntrypoint("server"), "[server]", "[/app/bin/server]");
    Failing.saying(() -> assertThat(STAGE).hasCommand("--port"), "[--port]", "[--port, 8080]");
    Failing.saying(() -> assertThat(STAGE).hasHealthcheck(Healthcheck.none()), "Expected the health check of stage 'final'");
    Failing.saying(() -> assertThat(STAGE).hasInstruction(Run.shell("make")), "RUN make", "STOPSIGNAL SIGINT",
        "COPY --from=builder /src/target/server bin/");
  }

  @Test
  void aHealthcheckIsAProbe() {
    Failing.saying(() -> assertThat(Stage.scratch()).hasHealthcheck(), "there is none", "add healthcheck(");
    Failing.saying(() -> assertThat(STAGE.healthcheck(Healthcheck.none())).hasHealthcheck(), "switches off the one of its base");
    assertThat(STAGE.healthcheck(Healthcheck.none())).hasHealthcheck(Healthcheck.none());
  }

  @Test
  void rootIsRootUnderAllItsNames() {
    for (String user : new String[]{"root", "0", "0:0", "00", "root:staff"}) {
      Failing.saying(() -> assertThat(Stage.scratch().user(user)).runsAsNonRoot(), "other than root", "'" + user + "'");
    }
    Failing.saying(() -> assertThat(Stage.from("debian:12")).runsAsNonRoot(), "no user is set", "'debian:12'", "add user(\"app\")");
    Failing.saying(() -> assertThat(Stage.scratch().user("$USER")).runsAsNonRoot(), "'${USER}'", "only the build knows");
    assertThat(Stage.scratch().arg("ME", "app").user("$ME")).runsAsNonRoot();
    assertThat(Stage.scratch().user(1000, 0)).runsAsNonRoot();
  }

  @Test
  void basesAreFoundThroughTheStagesBelow() {
    Failing.saying(() -> assertThat(STAGE).hasBase("debian:13"), "debian:13", "stage 'base'", "debian:12");
    Failing.saying(() -> assertThat(STAGE).hasBase(BUILDER), "stage 'builder'", "stage 'base'");
    assertThat(Stage.scratch()).hasBase("scratch").hasBase(Base.scratch());
  }

  @Test
  void filesAreTakenByCopiesAndMounts() {
    Stage cache = Stage.scratch().named("cache");
    Stage stage = Stage.from("debian").run("make", BindMount.of(BUILDER.file("/x"), "/x"),
        CacheMount.at("/c").startingWith(cache.file("/c")));
    assertThat(stage).copiesFrom(BUILDER).copiesFrom(cache).copiesFrom("cache");
    Failing.saying(() -> assertThat(stage).copiesFrom(BASE), "take files from", "stage 'base'", "stage 'builder'", "stage 'cache'");
    Failing.saying(() -> assertThat(stage).copiesFrom("bilder"), "source 'bilder'. Did you mean 'builder'?");
    Failing.saying(() -> assertThat(stage).copiesFrom(Base.scratch()), "scratch");
  }

  @Test
  void aBaseIsPinnedByADigest() {
    Digest digest = Digest.sha256("x".getBytes(StandardCharsets.UTF_8));
    Stage pinned = Stage.from(ImageReference.parse("debian:12").withDigest(digest)).named("pinned");
    assertThat(pinned).hasPinnedBases();
    assertThat(Stage.scratch().copy(pinned.file("/x"), "/x")).hasPinnedBases();
    assertThat(Stage.from("$BASE").toImage().argument("BASE", "debian@" + digest)).hasPinnedBases();
    Failing.saying(() -> assertThat(Stage.from(pinned).copy(BUILDER.file("/x"), "/x")).hasPinnedBases(), "not pinned\n  rust:1.85",
        "@sha256:");
    Failing.saying(() -> assertThat(Stage.from("$BASE").toImage().argument("BASE", "debian:12")).hasPinnedBases(), "debian:12");
    Failing.saying(() -> assertThat(Stage.from(Base.docker("app:1"))).hasPinnedBases(), "not pinned\n  app:1");
    assertThat(Stage.from(Base.docker("app:1@" + digest))).hasPinnedBases();
    Failing.saying(() -> assertThat(Stage.from("$BASE").toImage()).hasPinnedBases(), "${BASE}");
  }

  @Test
  void anImageIsItsLastStageAndAllThatItNeeds() {
    Image image = STAGE.toImage().argument("CHANNEL", "stable").forPlatforms(Platform.LINUX_AMD64);
    assertThat(image).runsAsNonRoot().hasStageNamed("builder").hasStageCount(3).isForPlatforms(Platform.LINUX_AMD64)
        .hasArgument("CHANNEL", "stable").hasCommand("--port", "8080");
    assertThat(image).stageNamed("builder").hasWorkingDirectory("/src").hasBase("rust:1.85");
    Failing.saying(() -> assertThat(image).hasStageNamed("bulider"), "the image with the last stage 'final'", "'bulider'",
        "Did you mean 'builder'?");
    Failing.saying(() -> assertThat(image).hasStageCount(2), "2 stages", "needs 3", "builder");
    Failing.saying(() -> assertThat(image).isForPlatforms(Platform.LINUX_ARM64), "linux/arm64", "linux/amd64");
    Failing.saying(() -> assertThat(image).hasArgument("CHANEL", "stable"), "Did you mean 'CHANNEL'?");
    Failing.saying(() -> assertThat(image).stageNamed("builder").runsAsNonRoot(), "stage 'builder'");
  }

  @Test
  void argumentsOfTheImageAreDefaultsOfItsStages() {
    assertThat(Stage.scratch().arg("PORT").expose("$PORT").toImage().argument("PORT", "81")).exposes(81);
    Failing.saying(() -> assertThat(Stage.scratch().expose("$PORT")).exposes(81), "port '81/tcp'", "${PORT}");
  }

  @Test
  void argumentsThatOnlyTheBuildIsGivenAreNoObstacle() {
    Image image = Stage.from("debian:$RELEASE").env("A", "${B:?needed}").toImage().argument("RELEASE", "${CODENAME:?give one}");
    assertThat(image).hasEnvironment("A", "${B:?needed}");
    Failing.saying(() -> assertThat(image).hasPinnedBases(), "not pinned\n  debian:${RELEASE}");
  }

  @Test
  void aTextWithUnknownVariablesIsComparedInEitherSpelling() {
    Stage stage = Stage.from("debian").env("PATH", "/x:${PATH}").env("PRICE", "\\$PATH").user("$ME").volume("/$A");
    assertThat(stage).hasEnvironment("PATH", "/x:$PATH").hasEnvironment("PATH", "/x:${PATH}").hasEnvironment("PRICE", "$PATH")
        .hasUser("$ME").hasVolume("/$A").hasVolume("/${A}");
  }

  @Test
  void aDockerfileIsComparedWithAGoldenOne(@TempDir Path directory) throws IOException {
    Stage stage = Stage.from("debian:12").run("make").user("app");
    Path golden = Files.writeString(directory.resolve("Dockerfile"), "FROM debian:12\nRUN make\nUSER app\n");
    assertThat(stage).writesDockerfile("FROM debian:12\nRUN make\nUSER app\n").writesDockerfile(golden);
    Failing.saying(() -> assertThat(stage).writesDockerfile("FROM debian:12\nRUN make all\nUSER app\n"), "Line 2 should be", "RUN make all",
        "but is");
    Failing.saying(() -> assertThat(stage).writesDockerfile("FROM debian:12\nRUN make\n"), "Line 3 should be\n  (none)");
  }

  @Test
  void aDescriptionComesFirst() {
    Failing.saying(() -> assertThat(STAGE).as("production").hasUser("x"), "[production]");
    Failing.saying(() -> assertThat(STAGE.toImage()).as("production").stageNamed("builder").hasUser("x"), "[production]");
    Failing.saying(() -> assertThat((Stage) null).hasUser("x"), "not to be null");
  }
}
