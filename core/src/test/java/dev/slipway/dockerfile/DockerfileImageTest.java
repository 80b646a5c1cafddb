package dev.slipway.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.InvalidValueException;
import dev.slipway.Problem;
import dev.slipway.image.Add;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Arg;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.Mount;
import dev.slipway.image.Platform;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.Stage;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Dockerfiles say in the model. */
class DockerfileImageTest {
  private static Image image(String... lines) {
    return Dockerfile.parse("Dockerfile", String.join("\n", lines) + "\n").image();
  }

  private static Image image(ReadOptions options, String... lines) {
    return Dockerfile.parse("Dockerfile", String.join("\n", lines) + "\n").image(options);
  }

  /** The only instruction of a stage on an image. */
  private static Instruction instruction(String... lines) {
    ImmutableList<Instruction> all = image("FROM debian\n" + String.join("\n", lines)).target().instructions();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static ImmutableList<Problem> problems(String... lines) {
    try {
      Image unexpected = image(lines);
      throw new AssertionError("read as " + unexpected);
    } catch (DocumentException malformed) {
      return malformed.problems();
    }
  }

  @Test
  void aFileOfAllInstructionsIsTheFluentImage() {
    Image read = image("ARG VERSION=1.85", "FROM rust:${VERSION}-slim AS chef", "RUN cargo install cargo-chef --locked", "WORKDIR /src",
        "FROM chef AS planner", "COPY . .", "RUN cargo chef prepare --recipe-path recipe.json",
        "FROM chef AS builder", "COPY --from=planner /src/recipe.json recipe.json",
        "RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \\", "    cargo chef cook --release",
        "FROM debian:bookworm-slim", "COPY --from=builder /src/target/release/app /usr/local/bin/", "USER app", "EXPOSE 3000/tcp",
        "ENV A=b", "LABEL \"x y\"=z", "VOLUME /data /more", "SHELL [\"/bin/bash\", \"-c\"]", "STOPSIGNAL SIGINT",
        "HEALTHCHECK --interval=30s CMD curl -f http://localhost/", "ENTRYPOINT [\"app\"]", "CMD [\"--help\"]", "ARG LATER");
    Stage chef = Stage.from("rust:${VERSION}-slim").run("cargo install cargo-chef --locked").workdir("/src");
    Stage planner = Stage.from(chef).copy(".", ".").run("cargo chef prepare --recipe-path recipe.json");
    Stage builder = Stage.from(chef).copy(planner.file("/src/recipe.json"), "recipe.json").run("cargo chef cook --release",
        CacheMount.at("/usr/local/cargo/registry").sharing(Mount.Sharing.LOCKED));
    Stage last = Stage.from("debian:bookworm-slim").copy(builder.file("/src/target/release/app"), "/usr/local/bin/").user("app")
        .expose(3000).env("A", "b").label("x y", "z").volume("/data", "/more").shell("/bin/bash", "-c").stopSignal("SIGINT")
        .healthcheck(Healthcheck.shell("curl -f http://localhost/").every(Duration.ofSeconds(30))).entrypoint("app").command("--help")
        .arg("LATER");
    assertThat(read).isEqualTo(last.toImage().argument("VERSION", "1.85"));
    assertThat(read.stages()).extracting(stage -> stage.name().orElse("-")).containsExactly("chef", "planner", "builder", "-");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"RUN make  install|make  install", "RUN \"a b\" $C|\"a b\" $C",
      "RUN [\"a\", 'b']|[\"a\", 'b']", "run -- --x|--x"})
  void aLineForTheShellIsKeptAsItStands(String line, String expected) {
    assertThat(instruction(line)).isEqualTo(Run.shell(expected));
  }

  @Test
  void continuationsOfALineAreKeptAndCommentsAreNot() {
    assertThat(instruction("RUN a \\", "  # why", "  && b \\", "", "  && c")).isEqualTo(Run.shell("a \\\n  && b \\\n  && c"));
    assertThat(instruction("CMD a \\", " b")).isEqualTo(new Instruction.Cmd(Command.shell("a \\\n b")));
    // a quote that is open where the line goes on: the builder joins what no shell would
    assertThat(instruction("RUN echo 'a \\", "b'")).isEqualTo(Run.shell("echo 'a b'"));
    assertThat(image("# escape=`", "FROM x", "RUN a `", "  b").target().instructions()).containsExactly(Run.shell("a   b"));
  }

  @Test
  void textsOfSeveralLinesAreScriptsOrBelongToALine() {
    assertThat(instruction("RUN <<EOF", "a", "EOF")).isEqualTo(Run.of(Command.script("a\n")));
    assertThat(instruction("RUN <<-'X'", "\t\ta", "\tX"))
        .isEqualTo(Run.of(new Command.Script(new Heredoc("X", "a\n", false))));
    assertThat(instruction("RUN cat <<A <<'B' > f", "1", "A", "2", "B"))
        .isEqualTo(Run.of(new Command.ShellForm("cat <<A <<'B' > f",
            ImmutableList.of(new Heredoc("A", "1\n", true), new Heredoc("B", "2\n", false)))));
    assertThat(instruction("COPY <<a <<'b' c /d/", "$x", "a", "$y", "b"))
        .isEqualTo(new Copy(Optional.empty(), ImmutableList.of(new Copy.Text(new Heredoc("a", "$x\n", true)),
            new Copy.Text(new Heredoc("b", "$y\n", false)), new Copy.Path(Word.of("c"))), Word.of("/d/"), CopyOptions.NONE, false));
    assertThat(problems("FROM x", "COPY a <<b", "c", "b")).singleElement().satisfies(problem -> {
      assertThat(problem.toString()).contains("destination");
    });
  }

  @Test
  void flagsOfCopyAndAdd() {
    assertThat(instruction("COPY --chown=$U:staff --chmod=u=rwX,go= --link --parents --exclude=*.md --exclude=$x a b/ /c/")).isEqualTo(
        Copy.of(ImmutableList.of("a", "b/"), "/c/").owner("$U:staff").mode("u=rwX,go=").with(
            CopyOptions.NONE.owner("$U:staff").mode("u=rwX,go=").asLink().exclude("*.md").exclude("\\$x")).keepingParents());
    assertThat(instruction("COPY --link=false --chown= --chmod= a ''")).isEqualTo(Copy.of("a", "."));
    assertThat(instruction("COPY [\"a b\", \"c $D\"]")).isEqualTo(Copy.of("a b", "c $D"));
    assertThat(instruction("ADD --checksum=sha256:" + "0".repeat(64) + " --unpack https://example.org/a.tar /x/"))
        .isEqualTo(Add.of("https://example.org/a.tar", "/x/")
            .checksum(dev.slipway.image.Digest.parse("sha256:" + "0".repeat(64))).unpacking(true));
    assertThat(instruction("ADD --keep-git-dir=TRUE https://example.org/a.git#v1 /x"))
        .isEqualTo(Add.of("https://example.org/a.git#v1", "/x").keepingGitDirectory());
    assertThat(instruction("ADD $URL /x")).isEqualTo(Add.of("$URL", "/x"));
  }

  @Test
  void mountsOfAllTypes() {
    assertThat(mount("target=/x")).isEqualTo(BindMount.of("/", "/x"));
    assertThat(mount("type=bind,src=a,dst=b,rw")).isEqualTo(BindMount.of("a", "b").asWritable());
    assertThat(mount("source=a,destination=/b,readonly=false")).isEqualTo(BindMount.of("a", "/b").asWritable());
    assertThat(mount("Type=Cache,Target=$HOME/.cache,id=x,sharing=private,mode=0700,uid=7,gid=8,ro")).isEqualTo(
        CacheMount.at("$HOME/.cache").id("x").sharing(Mount.Sharing.PRIVATE)
            .access(Mount.Access.DEFAULT.withMode(0700).withOwner(7, 8)).asReadOnly());
    assertThat(mount("type=cache,target=/x,from=debian,source=/y"))
        .isEqualTo(CacheMount.at("/x").startingWith(new Base.Reference(Word.of("debian")).file("/y")));
    assertThat(mount("type=cache")).isEqualTo(CacheMount.at("."));
    assertThat(mount("type=tmpfs,target=/x,size=64m")).isEqualTo(TmpfsMount.at("/x").limitedTo(64 << 20));
    assertThat(mount("type=tmpfs,target=/x,size=0")).isEqualTo(TmpfsMount.at("/x"));
    assertThat(mount("type=secret,id=a,env=TOKEN,required")).isEqualTo(SecretMount.of("a").as("TOKEN"));
    assertThat(mount("type=secret,target=/etc/npmrc")).isEqualTo(SecretMount.of("npmrc").at("/etc/npmrc").optional());
    assertThat(mount("type=secret,source=a,env=")).isEqualTo(SecretMount.of("a").as("a").optional());
    assertThat(mount("type=ssh")).isEqualTo(SshMount.agent().optional());
    assertThat(mount("type=ssh,id=x,target=/s,required=true")).isEqualTo(SshMount.agent("x").at("/s"));
    assertThat(mount("\\\"target=/a,b\\\"")).isEqualTo(BindMount.of("/", "/a,b"));
  }

  private static Mount mount(String value) {
    return ((Run) instruction("RUN --mount=" + value + " true")).mounts().get(0);
  }

  @Test
  void whatAMountMustKnowIsTakenFromArguments() {
    Image read = image("FROM debian", "ARG ID=7", "ARG KIND=cache", "ENV GROUP=$ID",
        "RUN --mount=type=$KIND,target=/x,uid=$ID,gid=${GROUP} true");
    assertThat(((Run) read.target().instructions().get(3)).mounts())
        .containsExactly(CacheMount.at("/x").access(Mount.Access.DEFAULT.withOwner(7, 7)));
    Image given = image(ReadOptions.DEFAULT.argument("ID", "9"), "FROM debian", "ARG ID=7",
        "RUN --mount=type=cache,target=/x,uid=$ID,gid=1 true");
    assertThat(((Run) given.target().instructions().get(1)).mounts())
        .containsExactly(CacheMount.at("/x").access(Mount.Access.DEFAULT.withOwner(9, 1)));
    assertThat(problems("FROM debian", "RUN --mount=type=cache,target=/x,uid=$ID true")).singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("Dockerfile:2:", "uid=${ID}", "ARG"));
    // nothing comes from an empty file system
    assertThat(image("FROM scratch", "RUN --mount=type=${T:-tmpfs},target=/x true").target().instructions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"type=bnd,target=/x|'bnd'.*Did you mean 'bind'",
      "tpye=bind|'tpye'.*Did you mean 'type'",
      "type=bind,target=/x,mode=7|no mode", "type=cache,target=/x,sharing=shard|Did you mean 'shared'", "type=secret|neither an id",
      "type=secret,id=a,from=b|no stage", "type=secret,id=a,source=b|either", "type=ssh,source=a|no source",
      "required,type=secret,id=a|'required' is no option of a mount of type bind", "type=tmpfs,target=/x,size=big|'big'", "target|no value",
      "type=tmpfs,target=/x,ro|only be read", "target=/|'/'", "type=cache,target=/x,uid=-1|'-1'", "from=$x,target=/y|no variables",
      "type=cache,target=/x,mode=9|'9'", "target=/x,ro=perhaps|true or"})
  void whatAMountDoesNotTakeIsTold(String value, String message) {
    assertThat(problems("FROM x", "RUN --mount=" + value + " true")).singleElement()
        .satisfies(problem -> assertThat(problem.toString()).containsPattern(message));
  }

  @Test
  void settings() {
    assertThat(instruction("ENV A=1 B=\"2 3\" C=$A")).isEqualTo(new Instruction.Env(ImmutableList.of(
        new Pair(Word.of("A"), Word.of("1")), new Pair(Word.of("B"), Word.of("2 3")), new Pair(Word.of("C"), Word.of("$A")))));
    assertThat(instruction("ENV A  b  \"c\" $D")).isEqualTo(
        new Instruction.Env(ImmutableList.of(new Pair(Word.of("A"), Word.of("b  c $D")))));
    assertThat(instruction("LABEL a b")).isEqualTo(new Instruction.Label(ImmutableList.of(new Pair(Word.of("a"), Word.of("b")))));
    assertThat(instruction("LABEL com.example.\"odd key/%\"=x $K=y")).isEqualTo(new Instruction.Label(ImmutableList.of(
        new Pair(Word.of("com.example.odd key/%"), Word.of("x")), new Pair(Word.of("$K"), Word.of("y")))));
    assertThat(instruction("ARG A")).isEqualTo(Arg.of("A"));
    assertThat(instruction("ARG A=1 B C=\"x y\"")).isEqualTo(
        new Instruction.Args(ImmutableList.of(Arg.of("A", "1"), Arg.of("B"), Arg.of("C", "x y"))));
    assertThat(instruction("ARG a-b=1")).isEqualTo(new Arg("a-b", Optional.of(Word.of("1"))));
    assertThat(instruction("WORKDIR $HOME/a b")).isEqualTo(new Instruction.Workdir(Word.of("$HOME/a b")));
    assertThat(instruction("USER \"\"")).isEqualTo(new Instruction.User(Word.EMPTY));
    assertThat(instruction("USER a b:")).isEqualTo(new Instruction.User(Word.of("a b:")));
    assertThat(instruction("EXPOSE 80 127.0.0.1:8080:81/udp 90-92 $P [::1]:1:2")).isEqualTo(new Instruction.Expose(ImmutableList.of(
        Word.of("80"), Word.of("127.0.0.1:8080:81/udp"), Word.of("90-92"), Word.of("$P"), Word.of("[::1]:1:2"))));
    assertThat(instruction("VOLUME [\" /a \", \"/b c\"]")).isEqualTo(
        new Instruction.Volume(ImmutableList.of(Word.of("/a"), Word.of("/b c"))));
    assertThat(instruction("STOPSIGNAL $S")).isEqualTo(new Instruction.StopSignal(Word.of("$S")));
    assertThat(instruction("MAINTAINER  A B <a@b>")).isEqualTo(new Instruction.Maintainer("A B <a@b>"));
    assertThat(instruction("CMD []")).isEqualTo(new Instruction.Cmd(Command.exec()));
    assertThat(instruction("SHELL [\"a\", \"b\"]")).isEqualTo(new Instruction.Shell(ImmutableList.of("a", "b")));
  }

  @Test
  void healthChecks() {
    assertThat(instruction("HEALTHCHECK none")).isEqualTo(new Instruction.Health(Healthcheck.none()));
    assertThat(instruction("HEALTHCHECK --interval=1h30m5.5s --timeout=300ms --start-period=0 --start-interval=5s --retries=3 cmd [\"a\"]"))
        .isEqualTo(new Instruction.Health(Healthcheck.command(Command.exec("a")).every(Duration.ofMillis(5_405_500))
            .within(Duration.ofMillis(300)).startingEvery(Duration.ofSeconds(5)).retries(3)));
    assertThat(instruction("HEALTHCHECK --retries=0 --interval= CMD true")).isEqualTo(new Instruction.Health(Healthcheck.shell("true")));
    for (String wrong : ImmutableList.of("--interval=5", "--timeout=1us", "--interval=-5s", "--retries=-1", "--retries=x")) {
      assertThat(problems("FROM x", "HEALTHCHECK " + wrong + " CMD true")).as(wrong).hasSize(1);
    }
  }

  @Test
  void triggersAreInstructionsWhoseSourcesAreNames() {
    assertThat(instruction("ONBUILD COPY --from=Builder /a /b")).isEqualTo(
        new Instruction.Onbuild(Copy.of(new Base.Reference(Word.literal("builder")).file("/a"), "/b")));
    assertThat(instruction("ONBUILD RUN <<EOF", "a", "EOF")).isEqualTo(new Instruction.Onbuild(Run.of(Command.script("a\n"))));
    assertThat(problems("FROM x", "ONBUILD FROM y", "ONBUILD ONBUILD RUN z", "ONBUILD MAINTAINER z")).hasSize(3);
  }

  @Test
  void aTriggerThatNamesAStageOfTheFileBecomesAnInstructionOfTheStageThatRunsIt() {
    Image read = image("FROM scratch AS base", "ONBUILD COPY --from=maker /a /b", "FROM scratch AS maker", "COPY a /a", "FROM base",
        "ENV A=b");
    Stage maker = Stage.scratch().copy("a", "/a");
    assertThat(read).isEqualTo(Stage.from(Stage.scratch()).copy(maker.file("/a"), "/b").env("A", "b").toImage());
    Image plain = image("FROM scratch AS base", "ONBUILD COPY a /b", "FROM base", "ENV A=b");
    assertThat(plain).isEqualTo(Stage.from(Stage.scratch().onbuild(Copy.of("a", "/b"))).env("A", "b").toImage());
  }

  @Test
  void namesOfStages() {
    Image read = image("FROM scratch AS One", "COPY 1 /", "FROM scratch AS one", "COPY 2 /", "FROM one", "COPY --from=ONE /2 /",
        "COPY --from=0 /1 /");
    Stage first = Stage.scratch().copy("1", "/");
    Stage second = Stage.scratch().copy("2", "/");
    assertThat(read).isEqualTo(Stage.from(second).copy(second.file("/2"), "/").copy(first.file("/1"), "/").toImage());
    assertThat(image(ReadOptions.DEFAULT.target("0"), "FROM a AS b", "FROM c").target()).isEqualTo(Stage.from("a"));
    assertThat(image(ReadOptions.DEFAULT.target("B"), "FROM a AS b", "FROM c").target()).isEqualTo(Stage.from("a"));
    assertThat(image("FROM a AS scratch", "ENV X=y", "FROM scratch").target()).isEqualTo(Stage.from(Stage.from("a").env("X", "y")));
  }

  @Test
  void basesAreStagesImagesAndNothing() {
    assertThat(image("FROM scratch").target()).isEqualTo(Stage.scratch());
    assertThat(image("FROM debian@sha256:" + "a".repeat(64) + " AS x").target()).isEqualTo(Stage.from("debian@sha256:" + "a".repeat(64)));
    assertThat(image("FROM --platform=$BUILDPLATFORM golang").target())
        .isEqualTo(Stage.from("golang").onPlatform(Word.of("$BUILDPLATFORM")));
    assertThat(image("FROM a", "COPY --from=debian:12 /x /y").target())
        .isEqualTo(Stage.from("a").copy(new Base.Reference(Word.of("debian:12")).file("/x"), "/y"));
    assertThat(image("FROM a", "RUN --mount=from=scratch,target=/x true").target().instructions().get(0))
        .isEqualTo(Run.shell("true", BindMount.of(Base.scratch().file("/"), "/x")));
    assertThat(image("FROM debian AS source-1", "FROM a", "COPY --from=source-1 /x /y").target())
        .isEqualTo(Stage.from("a").copy(new Base.Reference(Word.of("debian")).file("/x"), "/y"));
  }

  @Test
  void argumentsDecideWhereANameMeansAStage() {
    String[] file = {"ARG BASE=base", "FROM debian AS base", "FROM alpine AS other", "FROM ${BASE}", "ENV A=b"};
    assertThat(image(file)).isEqualTo(Stage.from(Stage.from("debian")).env("A", "b").toImage().argument("BASE", "base"));
    assertThat(image(ReadOptions.DEFAULT.argument("BASE", "other"), file).target())
        .isEqualTo(Stage.from(Stage.from("alpine")).env("A", "b"));
    assertThat(image(ReadOptions.DEFAULT.argument("BASE", "busybox"), file).target()).isEqualTo(Stage.from("$BASE").env("A", "b"));
    String[] perPlatform = {"FROM debian AS base-amd64", "FROM alpine AS base-arm64", "FROM base-$TARGETARCH"};
    assertThat(image(ReadOptions.DEFAULT.forPlatforms(Platform.LINUX_ARM64), perPlatform).target().base()).isEqualTo(Stage.from("alpine"));
    assertThatThrownBy(() -> image(ReadOptions.DEFAULT.forPlatforms(Platform.LINUX_AMD64, Platform.LINUX_ARM64), perPlatform))
        .hasMessageContainingAll("another stage on each platform", "one platform at a time");
    assertThat(image("ARG A=1", "ARG A=2", "FROM x:$A").arguments()).containsExactly(Arg.of("A", "1"), Arg.of("A", "2"));
  }

  @Test
  void contextsGoBeforeStagesAndImages() {
    ReadOptions options = ReadOptions.DEFAULT.context("src").context("alpine", Base.docker("tool"));
    assertThat(image(options, "FROM scratch", "COPY --from=src /a /b").target())
        .isEqualTo(Stage.scratch().copy(Base.context("src").file("/a"), "/b"));
    assertThat(image(options, "FROM docker.io/library/alpine:latest").target()).isEqualTo(Stage.from(Base.docker("tool")));
    assertThat(image(options, "FROM debian AS src", "RUN x", "FROM scratch", "COPY --from=src /a /b").target())
        .isEqualTo(Stage.scratch().copy(Base.context("src").file("/a"), "/b"));
  }

  @Test
  void whatIsWrongInStagesThatAreNotBuiltIsNoProblem() {
    assertThat(image("FROM a AS unused", "USER ${", "EXPOSE x", "COPY --from=later /a /b", "FROM b AS later", "FROM c").target())
        .isEqualTo(Stage.from("c"));
    assertThat(problems("FROM a AS unused", "COPY --from=$x /a /b", "COPY --from=9 /a /b", "HEALTHCHECK --retries=x CMD true",
        "COPY --from=unused /a /b", "FROM c")).hasSize(4);
  }

  @Test
  void allProblemsComeAtOnceInTheOrderOfTheFile() {
    ImmutableList<Problem> problems = problems("FROM a AS builder", "RUM x", "COPY --from=$y b c", "COPY --form=a b c", "FROM Builder",
        "EXPOSE 8o",
        "COPY --from=buil/Der x y", "WORKDIR \"x", "ENV a=$b c='");
    assertThat(problems).extracting(problem -> problem.span().orElseThrow().line()).isSorted().containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(problems.toString()).contains("RUN", "--from", "write 'builder'", "stage 'builder'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FROM", "FROM a b", "FROM a AS 1", "FROM a AS b_$", "FROM ${A", "FROM $A", "FROM a:", "FROM A",
      "FROM --platform= a",
      "FROM --platform=a/b/c/d/e a", "FROM --platform=$A a"})
  void aFromThatNamesNothingIsTold(String line) {
    if (line.equals("FROM --platform= a")) {
      // no value is no platform
      assertThat(image(line).target()).isEqualTo(Stage.from("a"));
      return;
    }
    assertThat(problems(line)).isNotEmpty().allSatisfy(problem -> assertThat(problem.span()).isPresent());
  }

  @Test
  void aTargetThatIsNotThereIsToldWithTheOnesThatAre() {
    assertThatThrownBy(() -> image(ReadOptions.DEFAULT.target("buidler"), "FROM a AS builder", "FROM b"))
        .isInstanceOf(DocumentException.class).hasMessageContainingAll("'buidler'", "builder, 1", "Did you mean 'builder'?");
  }

  @Test
  void whenAResultIsUsedAgainStandsInAComment() {
    Reuse reuse = Reuse.within(Duration.ofDays(1)).andWhileSame("a\"b").andWhileSame("c");
    Image image = Stage.from("a").with(Run.shell("x").reuse(reuse)).with(Run.shell("y").reuse(Reuse.none())).run("z").toImage();
    String text = DockerfileWriter.write(image).text();
    assertThat(Dockerfile.parse("Dockerfile", text).image()).as(text).isEqualTo(image);
  }

  @Test
  void aDeviceNeedsTheChannelOfExperiments() {
    assertThat(problems("FROM a", "RUN --device=x true")).singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("--device", "1-labs"));
    Image read = image("# syntax=docker/dockerfile:1-labs", "FROM a", "RUN --device=x,required --device=name=y true");
    assertThat(((Run) read.target().instructions().get(0)).devices())
        .containsExactly(new Run.Device("x", true), new Run.Device("y", false));
  }

  @Test
  void whatCameLaterThanTheStateOfTheLanguageIsNamedWithItsRelease() {
    String[] file = {"FROM a${B#c}", "COPY --link a /b", "COPY --exclude=x a /b", "RUN <<EOF", "true", "EOF", "ENV A=b"};
    assertThat(image(file).target().instructions()).hasSize(4);
    assertThatThrownBy(() -> image(ReadOptions.DEFAULT.frontend(FrontendLevel.parse("1.4.1")), file))
        .isInstanceOfSatisfying(DocumentException.class, failure -> {
          assertThat(failure.problems()).extracting(problem -> problem.span().orElseThrow().line()).containsExactly(1, 3);
          assertThat(failure).hasMessageContainingAll("'trimming' came with frontend 1.7", "'exclude' came with frontend 1.19",
              "read for 1.4");
        });
    assertThatThrownBy(() -> image("# syntax=docker/dockerfile:1.30", "FROM a", "COPY --later a /b"))
        .hasMessageContainingAll("--later", "asks for frontend 1.30", "language of 1.26");
    assertThat(image("# syntax=docker/dockerfile:1.30", "FROM a").target()).isEqualTo(Stage.from("a"));
    assertThatThrownBy(() -> ReadOptions.DEFAULT.frontend(FrontendLevel.parse("1.27"))).hasMessageContaining("1.26");
    for (String wrong : ImmutableList.of("", "1", "2.1", "1.x", "1.99999")) {
      assertThatThrownBy(() -> FrontendLevel.parse(wrong)).isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void triggersOfBaseImagesAreReadOneByOne() {
    assertThat(OnbuildTriggers.parse("COPY --from=x a /b")).isEqualTo(Copy.of(new Base.Reference(Word.of("x")).file("a"), "/b"));
    assertThat(OnbuildTriggers.parse("RUN <<EOF\na\nEOF")).isEqualTo(Run.of(Command.script("a\n")));
    assertThat(OnbuildTriggers.parse("MAINTAINER x")).isEqualTo(new Instruction.Maintainer("x"));
    for (String wrong : ImmutableList.of("", "FROM x", "ONBUILD RUN x", "RUN a\nRUN b", "RUM x", "COPY a", "USER ${")) {
      assertThatThrownBy(() -> OnbuildTriggers.parse(wrong)).as(wrong).isInstanceOf(DocumentException.class)
          .hasMessageContaining("ONBUILD trigger");
    }
  }

  @Test
  void theMessageShowsEachProblemInItsLine() throws IOException {
    Path golden = Path.of("src/test/resources/dev/slipway/dockerfile/golden");
    String text = Files.readString(golden.resolve("problems.Dockerfile"));
    assertThatThrownBy(() -> Dockerfile.parse("Dockerfile", text).image()).isInstanceOf(DocumentException.class)
        .hasMessage(Files.readString(golden.resolve("problems.txt")));
  }

  @Test
  void aFileWithoutStagesIsTold() {
    assertThat(problems("ARG A=1")).isNotEmpty();
    assertThat(problems("# nothing")).isNotEmpty();
  }
}
