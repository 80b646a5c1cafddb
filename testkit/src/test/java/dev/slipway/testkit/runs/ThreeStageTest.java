package dev.slipway.testkit.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.BuildOptions;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.build.StepReport;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.Image;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import dev.slipway.layer.Compression;
import dev.slipway.testkit.differential.Crun;
import dev.slipway.testkit.differential.DockerDaemon;
import dev.slipway.testkit.differential.Shell;
import dev.slipway.testkit.differential.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Builds of three stages on a Debian base, for real: as root and as a user without rights, run by crun and by Docker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeStageTest {

  private Path work = Path.of("");
  private DockerDaemon docker;
  private Unprivileged user;

  @BeforeAll
  void makeBases() throws Exception {
    Tools.require("crun", "umoci", "mmdebstrap", "setpriv", "useradd", "newuidmap");
    docker = Tools.docker();
    work = Files.createTempDirectory("three-stages");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    user = Unprivileged.in(Files.createDirectory(work.resolve("user")));
    makeBase("base", "ca-certificates");
    makeBase("compiler", "cargo,rustc");
  }

  private void makeBase(String name, String packages) throws Exception {
    Path context = Files.createDirectory(work.resolve("context-" + name));
    var unused = Shell.run(work, "mmdebstrap", "--variant=minbase", "--include=" + packages, "--skip=output/dev", "bookworm",
        context.resolve("debian.tar").toString()).orThrow();
    try (Engine engine = Engine.open(work.resolve("store-" + name))) {
      Stage base = Stage.scratch().add("debian.tar", "/");
      var unusedToo = engine.build(base.toImage(), Context.of(context)).writeTo(OciLayout.at(layout()).named(name), Compression.NONE);
    }
    var unusedEnd = Shell.run(work, "rm", "-rf", context.toString(), work.resolve("store-" + name).toString()).orThrow();
  }

  @AfterAll
  void clean() throws Exception {
    // some of it belongs to subordinate users
    var unused = Shell.run(Path.of("/"), "rm", "-rf", work.toString()).orThrow();
  }

  private Path layout() {
    return work.resolve("base-layout");
  }

  @ParameterizedTest
  @EnumSource
  void rootBuildsItAndItRuns(ThreeStages stages) throws Exception {
    Path project = stages.project(Files.createDirectories(work.resolve("project-" + stages)));
    Path out = work.resolve("out-" + stages);
    try (Engine engine = Engine.open(work.resolve("store"))) {
      Image image = stages.image(OciLayout.at(layout()).named("base"), OciLayout.at(layout()).named("compiler"));
      BuiltImage built = engine.build(image, Context.of(project), BuildOptions.defaults());
      var unused = built.writeTo(OciLayout.at(out).named("out"));
      Path archive = work.resolve("out-" + stages + ".tar");
      var unusedToo = built.writeTo(DockerArchive.at(archive).named("three-stages:" + stages.name().toLowerCase(Locale.ROOT)));
      assertThat(docker.run(docker.load(archive))).contains(stages.greeting());
      BuiltImage again = engine.build(image, Context.of(project), BuildOptions.defaults());
      assertThat(again.report().steps()).extracting(StepReport::outcome).containsOnly(StepReport.Outcome.HIT);
      assertThat(again.digest()).isEqualTo(built.digest());
    }
    assertThat(Crun.run(work, out)).contains(stages.greeting());
  }

  @ParameterizedTest
  @CsvSource({"RUST,SUBORDINATE", "PYTHON,SUBORDINATE", "PARALLEL,SUBORDINATE", "PARALLEL,SINGLE"})
  void aUserWithoutRightsBuildsItAndItRuns(ThreeStages stages, String privileges) throws Exception {
    Path home = user.home().resolve(privileges);
    Path out = home.resolve("out-" + stages);
    Shell.Ended built = user.run(ThreeStageBuild.class, stages.name(), layout().toString(), home.toString(), privileges, out.toString());
    assertThat(built.code()).as(built.output()).isZero();
    assertThat(Crun.run(work, out)).contains(stages.greeting());
    assertThat(docker.run(docker.load(Path.of(out + ".tar")))).contains(stages.greeting());
  }
}
