package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.SlipwayException;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.Platform;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import dev.slipway.oci.ContainerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What instructions do to an image's configuration, as measured with dockerd 20.10.24. */
class SettingsTest {
  private static final String PATH = "PATH=" + Settings.DEFAULT_PATH;

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

  private ContainerConfig config(Stage stage) {
    return bench.build(stage).config().container();
  }

  private ImmutableList<String> environment(Stage stage, String... arguments) {
    BuildOptions options = BuildOptions.defaults();
    for (int i = 0; i < arguments.length; i += 2) {
      options = options.argument(arguments[i], arguments[i + 1]);
    }
    return bench.build(stage, options).config().container().environment();
  }

  @Test
  void anEmptyImageHasASearchPathAndAWorkingDirectory() {
    ContainerConfig config = config(Stage.scratch());
    assertThat(config.environment()).containsExactly(PATH);
    assertThat(config.workingDirectory()).contains("/");
    assertThat(config.user()).isEmpty();
  }

  @Test
  void aVariableThatIsSetAgainKeepsItsPlace() {
    assertThat(environment(Stage.scratch().env("A", "1").env("B", "2").env("A", "3").env("PATH", "/opt/bin:$PATH")))
        .containsExactly("PATH=/opt/bin:" + Settings.DEFAULT_PATH, "A=3", "B=2");
  }

  @Test
  void allValuesOfAnInstructionSeeWhatWasBeforeIt() {
    Instruction both = new Instruction.Env(ImmutableList.of(new Pair(Word.of("A"), Word.of("new")), new Pair(Word.of("B"), Word.of("$A")),
        new Pair(Word.of("N_$A"), Word.of("n"))));
    assertThat(environment(Stage.scratch().env("A", "old").with(both))).containsExactly(PATH, "A=new", "B=old", "N_old=n");
  }

  @Test
  void ofAnEnvAndAnArgOfOneNameTheLaterOneCounts() {
    Stage argLast = Stage.scratch().env("X", "env").arg("X", "arg").env("A", "$X");
    Stage envLast = Stage.scratch().arg("X", "arg").env("X", "env").env("A", "$X");
    Stage noValue = Stage.scratch().env("X", "env").arg("X").env("A", "$X");
    assertThat(environment(argLast)).containsExactly(PATH, "X=env", "A=arg");
    assertThat(environment(envLast, "X", "given")).containsExactly(PATH, "X=env", "A=env");
    assertThat(environment(noValue)).contains("A=env");
    assertThat(environment(noValue, "X", "given")).containsExactly(PATH, "X=env", "A=given");
  }

  @Test
  void argumentsComeFromTheBuildThenTheDefaultThenTheWholeImage() {
    Stage stage = Stage.scratch().env("Early", "${X:-none}").arg("X", "default-$Y").arg("Y", "y").env("A", "$X");
    assertThat(environment(stage)).contains("Early=none", "A=default-");
    assertThat(environment(stage, "X", "given")).contains("Early=none", "A=given");
    Image image = Stage.scratch().arg("G").env("A", "$G").toImage().argument("G", "global");
    assertThat(bench.build(image, BuildOptions.defaults()).config().container().environment()).contains("A=global");
    assertThat(bench.build(image, BuildOptions.defaults().argument("G", "given")).config().container().environment()).contains("A=given");
    Image undeclared = Stage.scratch().env("A", "$G").toImage().argument("G", "global");
    assertThat(bench.build(undeclared, BuildOptions.defaults()).config().container().environment()).contains("A=");
  }

  @Test
  void argumentsOfAStageAreThoseOfStagesOnIt() {
    Stage parent = Stage.scratch().arg("X", "parent");
    assertThat(environment(Stage.from(parent).env("A", "$X"))).contains("A=parent");
    assertThat(environment(Stage.from(parent).arg("X").env("A", "$X"))).contains("A=parent");
    assertThat(environment(Stage.from(parent).arg("X", "own").env("A", "$X"))).contains("A=own");
  }

  @Test
  void automaticArgumentsTellThePlatformAndMayBeGiven() {
    Stage stage = Stage.scratch().named("last").arg("TARGETPLATFORM").arg("TARGETARCH").arg("TARGETVARIANT").arg("BUILDOS")
        .arg("TARGETSTAGE")
        .env("A", "$TARGETPLATFORM $TARGETARCH $TARGETVARIANT $BUILDOS $TARGETSTAGE");
    Image image = stage.toImage().forPlatforms(Platform.parse("linux/arm/v7"));
    assertThat(bench.build(image, BuildOptions.defaults()).config().container().environment())
        .contains("A=linux/arm/v7 arm v7 linux last");
    assertThat(bench.build(image, BuildOptions.defaults().argument("TARGETARCH", "mine")).config().container().environment())
        .contains("A=linux/arm/v7 mine v7 linux last");
    Image undeclared = Stage.scratch().env("A", "<$TARGETARCH>").toImage();
    assertThat(bench.build(undeclared, BuildOptions.defaults()).config().container().environment()).contains("A=<>");
  }

  @Test
  void requiredVariablesFailWithTheirMessage() {
    assertThatThrownBy(() -> config(Stage.scratch().env("A", "${X:?give X}"))).isInstanceOf(SlipwayException.class)
        .hasMessageContaining("give X");
  }

  @Test
  void aCommandStaysUnlessAnEntrypointComesAfterIt() {
    Stage parent = Stage.scratch().command("run", "it");
    assertThat(config(parent).command()).contains(ImmutableList.of("run", "it"));
    assertThat(config(parent).argsEscaped()).isTrue();
    assertThat(config(Stage.scratch().command("c").entrypoint("e")).command()).contains(ImmutableList.of("c"));
    ContainerConfig cleared = config(Stage.from(parent).entrypoint("e"));
    assertThat(cleared.command()).isEmpty();
    assertThat(cleared.argsEscaped()).isTrue();
    assertThat(config(Stage.scratch().entrypoint("e")).argsEscaped()).isFalse();
    assertThat(config(parent.command()).command()).isEmpty();
    assertThat(config(Stage.scratch().entrypoint("e").entrypoint()).entrypoint()).isEmpty();
  }

  @Test
  void shellFormsUseTheShellSoFar() {
    assertThat(config(Stage.scratch().command(Command.shell("a $B"))).command()).contains(ImmutableList.of("/bin/sh", "-c", "a $B"));
    ContainerConfig config = config(Stage.scratch().shell("/bin/bash", "-ec").entrypoint(Command.shell("x")));
    assertThat(config.entrypoint()).contains(ImmutableList.of("/bin/bash", "-ec", "x"));
    assertThat(config.shell()).containsExactly("/bin/bash", "-ec");
  }

  @Test
  void theShellGetsLinesWithoutTheirContinuations() {
    ContainerConfig config = config(Stage.scratch().command(Command.shell("a &&  \\\n  b")).entrypoint(Command.shell("c \n d")));
    assertThat(config.command().orElseThrow()).endsWith("a &&    b");
    assertThat(config.entrypoint().orElseThrow()).endsWith("c \n d");
    assertThat(config(Stage.scratch().onbuild(Run.shell("x \\\ny"))).onBuild()).containsExactly("RUN x y");
  }

  @Test
  void portsVolumesLabelsAndSignals() {
    ContainerConfig config = config(Stage.scratch().arg("P", "80 81").expose("$P").expose("7000-7001/udp").volume("rel", "/d/")
        .label("b", "2").label("a", "$P").stopSignal("SIGTERM"));
    assertThat(config.exposedPorts()).containsExactly("7000/udp", "7001/udp", "80/tcp", "81/tcp");
    assertThat(config.volumes()).containsExactly("/d/", "rel");
    assertThat(config.labels()).isEqualTo(Map.of("a", "80 81", "b", "2"));
    assertThat(config.stopSignal()).contains("SIGTERM");
  }

  @Test
  void healthchecksAreStoredAsDockerDoes() {
    Stage probed = Stage.scratch().healthcheck(Healthcheck.command(Command.exec("curl", "x")).every(Duration.ofSeconds(3)).retries(2));
    String json = new String(bench.build(probed).config().bytes(), StandardCharsets.UTF_8);
    assertThat(json).contains("\"Healthcheck\":{\"Test\":[\"CMD\",\"curl\",\"x\"],\"Interval\":3000000000,\"Retries\":2}");
    String none = new String(bench.build(Stage.scratch().healthcheck(Healthcheck.none())).config().bytes(), StandardCharsets.UTF_8);
    assertThat(none).contains("\"Healthcheck\":{\"Test\":[\"NONE\"]}");
  }

  @Test
  void usersAreKeptAsWritten() {
    assertThat(config(Stage.scratch().arg("U", "app").user("$U:staff")).user()).contains("app:staff");
    assertThat(config(Stage.scratch().user("app").user("$NOBODY")).user()).isEmpty();
    assertThat(config(Stage.scratch().env("U", "a b:").user("$U")).user()).contains("a b:");
    assertThatThrownBy(() -> config(Stage.scratch().env("U", "a b:").user("$U").workdir("/x"))).isInstanceOf(SlipwayException.class)
        .hasMessageContaining("neither the name nor the number of a user");
  }

  @Test
  void addressesAndPortsOfTheHostAreDropped() {
    Stage stage = Stage.scratch().env("P", "90-91\t92/udp")
        .with(new Instruction.Expose(ImmutableList.of(Word.of("127.0.0.1:8080:80"), Word.of("81/"), Word.of("$P"))));
    assertThat(config(stage).exposedPorts()).containsExactlyInAnyOrder("80/tcp", "81/tcp", "90/tcp", "91/tcp", "92/udp");
    assertThatThrownBy(() -> config(Stage.scratch().env("S", "SIGNONE").stopSignal("$S"))).isInstanceOf(SlipwayException.class)
        .hasMessageContaining("'SIGNONE'");
  }

  @Test
  void argumentsOfOneLineSeeWhatWasThereBeforeItAndMakeOneLineOfHistory() {
    Stage stage = Stage.scratch().arg("A", "0")
        .with(new Instruction.Args(ImmutableList.of(Instruction.Arg.of("A", "1"), Instruction.Arg.of("B", "$A$A")))).label("b", "$A$B");
    assertThat(config(stage).labels()).containsEntry("b", "100");
    assertThat(bench.build(stage).config().history()).hasSize(3);
  }

  @Test
  void workingDirectoriesAreCleanedAndKeptAsWritten() {
    bench.link("image/way", "real").directory("image/real");
    assertThat(config(Stage.scratch().copy("image", "/").workdir("/way/./x/../new")).workingDirectory()).contains("/way/new");
    assertThat(config(Stage.scratch().env("D", "/opt/").workdir("$D/a").workdir("b")).workingDirectory()).contains("/opt/a/b");
  }

  @Test
  void triggersRunFirstInStagesOnTopAndOnlyThere() {
    bench.file("x", "1");
    Stage parent = Stage.scratch().named("parent").onbuild(Copy.of("x", "/y")).onbuild(
        new Instruction.Env(ImmutableList.of(new Pair(Word.of("T"), Word.of("t")))));
    assertThat(config(parent).onBuild()).containsExactly("COPY x /y", "ENV T=t");
    BuiltImage child = bench.build(Stage.from(parent).env("A", "$T"));
    assertThat(bench.files(child)).containsExactly("/y 644 0:0 = 1");
    assertThat(child.config().container().environment()).containsExactly(PATH, "T=t", "A=t");
    assertThat(child.config().container().onBuild()).isEmpty();
    assertThat(bench.build(Stage.from(Stage.from(parent))).report().steps()).hasSize(1);
    assertThat(bench.files(bench.build(Stage.scratch().copy(parent.file("/*"), "/z/")))).isEmpty();
  }

  @Test
  void historyNamesEveryInstructionAndMarksThoseWithoutALayer() {
    bench.file("x", "1");
    BuiltImage built = bench.build(Stage.scratch().copy("x", "/").env("A", "b").workdir("/"));
    assertThat(built.config().history()).extracting(entry -> entry.createdBy().orElse("") + " " + entry.emptyLayer())
        .containsExactly("COPY x / # slipway false", "ENV A=b # slipway true", "WORKDIR / # slipway true");
    assertThat(built.config().diffIds()).hasSize(1);
  }
}
