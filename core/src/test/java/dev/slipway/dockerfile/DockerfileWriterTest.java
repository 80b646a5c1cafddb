package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Instruction;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Reuse;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileWriterTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/slipway/dockerfile/golden");

  private static String lines(Stage stage) {
    String text = DockerfileWriter.write(stage.toImage()).text();
    return text.substring(text.indexOf('\n', text.indexOf("FROM")) + 1);
  }

  private static Stage scratch() {
    return Stage.scratch();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application", "language", "quoting", "names"})
  void anImageIsWrittenAsItsGoldenFileSays(String name) throws IOException {
    String text = DockerfileWriter.write(SampleImages.named(name)).text();
    Path golden = GOLDEN.resolve(name + ".Dockerfile");
    if (Boolean.getBoolean("slipway.golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text, UTF_8);
    }
    assertThat(text).isEqualTo(Files.readString(golden, UTF_8));
    assertThat(DockerfileWriter.write(SampleImages.named(name)).text()).isEqualTo(text);
  }

  @Test
  void whenAResultIsUsedAgainIsToldInAComment() {
    assertThat(lines(scratch().with(Run.shell("make").reuse(Reuse.none())))).isEqualTo("# reused by slipway: never\nRUN make\n");
    assertThat(lines(scratch().with(Run.shell("apt-get update").reuse(Reuse.within(Duration.ofHours(36))))))
        .isEqualTo("# reused by slipway: within PT36H\nRUN apt-get update\n");
    assertThat(lines(scratch().with(Run.shell("a").reuse(Reuse.whileSame("token").andWhileSame("k\"\n# x")))))
        .isEqualTo("# reused by slipway: while the secret \"k\\\"\\n# x\" is the same, while the secret \"token\" is the same\nRUN a\n");
    assertThat(lines(scratch().run("make"))).isEqualTo("RUN make\n");
  }

  @Test
  void aSyntaxLineIsWrittenOnlyWhereAFeatureNeedsOne() {
    assertThat(DockerfileWriter.write(scratch().copy("a", "/").toImage()).text()).isEqualTo("FROM scratch\nCOPY a /\n");
    DockerfileText linked = DockerfileWriter.write(scratch().copy(Copy.of("a", "/").with(CopyOptions.NONE.asLink())).toImage());
    assertThat(linked.text()).isEqualTo("# syntax=docker/dockerfile:1\nFROM scratch\nCOPY --link a /\n");
    assertThat(linked.features()).containsExactly(DockerfileFeature.LINK);
    assertThat(DockerfileWriter.write(scratch().with(Run.shell("x").device(new Run.Device("v/c=d", true))).toImage()).text())
        .startsWith("# syntax=docker/dockerfile:1-labs\n");
  }

  @Test
  void pathsWithBlanksOrWithTheLookOfSomethingElseTakeTheFormOfAList() {
    assertThat(lines(scratch().copy("a b", "/x"))).isEqualTo("COPY [\"a b\", \"/x\"]\n");
    assertThat(lines(scratch().copy("--from=x", "/x"))).isEqualTo("COPY [\"--from=x\", \"/x\"]\n");
    assertThat(lines(scratch().copy("[a]", "/x"))).isEqualTo("COPY [\"[a]\", \"/x\"]\n");
    assertThat(lines(scratch().copy("<<EOF", "/x"))).isEqualTo("COPY [\"<<EOF\", \"/x\"]\n");
    assertThat(lines(scratch().copy("a\\*\"'\\$", "/x"))).isEqualTo("COPY a\\\\*\\\"\\'\\$ /x\n");
    assertThat(lines(scratch().copy("a\nb\"", "/x"))).isEqualTo("COPY [\"a\\nb\\\\\\\"\", \"/x\"]\n");
    assertThat(lines(scratch().copy(Base.context("files").file("http://x/y"), "/"))).isEqualTo("COPY --from=files ./http://x/y /\n");
  }

  @Test
  void whatTheBuilderWouldReadOtherwiseBecomesAScript() {
    assertThat(lines(scratch().run("a\nb"))).isEqualTo("RUN <<'LINE'\na\nb\nLINE\n");
    assertThat(lines(scratch().run("cat <<X"))).isEqualTo("RUN <<'LINE'\ncat <<X\nLINE\n");
    assertThat(lines(scratch().run("[\"a\"]"))).isEqualTo("RUN <<'LINE'\n[\"a\"]\nLINE\n");
    assertThat(lines(scratch().run(Command.script("x\nEOF\ny")))).isEqualTo("RUN <<'EOF1'\nx\nEOF\ny\nEOF1\n");
  }

  @Test
  void linesForTheShellStandAsTheyAre() {
    for (String line : new String[]{"[ -f x ] && y", "a \\\n  && b", "echo $X \"$(y)\" '<<X' # z", "cat <<<x", "echo $((1<<2))",
        "a \\\\"}) {
      assertThat(lines(scratch().run(line))).isEqualTo("RUN " + line + "\n");
    }
    assertThat(lines(scratch().run("--x"))).isEqualTo("RUN -- --x\n");
    assertThat(lines(scratch().command(Command.shell("[ x ]")))).isEqualTo("CMD [ x ]\n");
  }

  @Test
  void aLineBreakIsNoContinuationWhereTheBuilderWouldDropMore() {
    for (String line : new String[]{"a \\\n# b\nc", "a \\\n\nb", "echo 'a\\\nb'", "a \\\\\nb"}) {
      assertThat(lines(scratch().run(line))).isEqualTo("RUN <<'LINE'\n" + line + "\nLINE\n");
    }
  }

  @Test
  void anEscapedBlankAtTheEndOfALineDoesNotJoinTheNext() {
    Image image = Stage.scratch().label("a", "(${UNSET:+x};\t").arg("B", "${UNSET:+x}\t").env("C", "c").toImage();
    assertThat(DockerfileWriter.write(image).text())
        .isEqualTo("FROM scratch\nLABEL a=(${UNSET:+x};\\\t\"\"\nARG B=${UNSET:+x}\\\t\"\"\nENV C=c\n");
  }

  @Test
  void textsFollowTheLineThatAnnouncesThem() {
    Command.ShellForm line = new Command.ShellForm("cat <<A <<'B' > /x",
        ImmutableList.of(new Heredoc("A", "$x\n", true), new Heredoc("B", "y", false)));
    assertThat(lines(scratch().run(line))).isEqualTo("RUN cat <<A <<'B' > /x\n$x\nA\ny\nB\n");
    assertThatThrownBy(() -> lines(scratch().run(new Command.ShellForm("cat <<A", line.heredocs())))).hasMessageContaining("announce");
    assertThat(lines(scratch().copy(Heredoc.file("a.txt", "a.txt\n"), "/b"))).isEqualTo("COPY <<'a.txt1' /b\na.txt\na.txt1\n");
    assertThatThrownBy(() -> lines(scratch().copy(Heredoc.file("a.txt", "a.txt\n"), "/b/"))).hasMessageContaining("rename it");
  }

  @Test
  void whatADockerfileCannotSayIsAnErrorThatSaysWhere() {
    assertThatThrownBy(() -> lines(scratch().named("app").env("A", "a\nb")))
        .isInstanceOfSatisfying(DocumentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessage("stage 'app', instruction 1 (ENV): 'A=\"a\\nb\"' has a line break, which this instruction cannot hold; "
            + "write the value into a file");
    assertThatThrownBy(() -> lines(scratch().command(Command.shell("a\nb")))).hasMessageContaining("';'");
    assertThatThrownBy(() -> lines(scratch().run("a\\"))).hasMessageContaining("Command.script");
    assertThatThrownBy(() -> lines(scratch().label("a", "x".repeat(70_000)))).hasMessageContaining("65535 bytes");
    assertThatThrownBy(() -> lines(scratch().copy(ImagePath.textOfBytes(new byte[]{(byte) 0xFF}), "/"))).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> lines(scratch().copy(Copy.of("a", "/").with(CopyOptions.NONE.exclude("$x")))))
        .hasMessageContaining("--exclude");
  }

  @Test
  void aStageNeverHidesAnImageThatIsUsedLater() {
    Stage tool = Stage.scratch().named("busybox");
    Stage target = Stage.from("alpine").copy(tool.file("/a"), "/").copy(
        Base.image(dev.slipway.image.ImageReference.parse("busybox")).file("/b"),
        "/");
    assertThat(DockerfileWriter.write(target.toImage()).text())
        .isEqualTo("FROM scratch AS busybox-2\n\nFROM alpine\nCOPY --from=busybox-2 /a /\nCOPY --from=busybox /b /\n");
    Image byArgument = Stage.from("${BASE}").copy(Stage.scratch().named("debian").file("/a"), "/").toImage().argument("BASE", "debian");
    assertThat(DockerfileWriter.write(byArgument).text()).contains("FROM scratch AS debian-2");
    assertThat(DockerfileWriter.write(Stage.from("debian").named("debian").toImage()).text()).isEqualTo("FROM debian AS debian\n");
  }

  @Test
  void basesThatFromCannotNameGetASectionOrAContext() {
    Base variable = new Base.Reference(Word.of("tool:${V}"));
    Base layout = OciLayout.at(Path.of("/images/base"));
    Stage target = Stage.from(layout).copy(variable.file("/t"), "/").copy(Base.context("other").file("/o"), "/");
    DockerfileText text = DockerfileWriter.write(target.toImage().argument("V", "1"));
    assertThat(text.text()).isEqualTo("""
        # syntax=docker/dockerfile:1
        ARG V=1

        FROM tool:${V} AS source-0

        FROM image-1
        COPY --from=source-0 /t /
        COPY --from=other /o /
        """);
    assertThat(text.contexts()).isEqualTo(Map.of("image-1", layout, "other", Base.context("other")));
  }

  @Test
  void equalStagesAreWrittenOnceAndUnneededOnesNever() {
    Stage one = Stage.scratch().copy("a", "/").named("one");
    Stage two = Stage.scratch().copy("a", "/").named("two");
    Stage target = Stage.scratch().copy(one.file("/a"), "/x").copy(two.file("/a"), "/y");
    assertThat(DockerfileWriter.write(target.toImage()).text())
        .isEqualTo("FROM scratch AS one\nCOPY a /\n\nFROM scratch\nCOPY --from=one /a /x\nCOPY --from=one /a /y\n");
  }

  @Test
  void aTriggerIsOneLine() {
    assertThat(lines(scratch().onbuild(new Instruction.Env(ImmutableList.of(
        new Instruction.Pair(Word.of("A"), Word.of("1")), new Instruction.Pair(Word.of("B"), Word.of("2")))))))
        .isEqualTo("ONBUILD ENV A=1 B=2\n");
    assertThat(lines(scratch().onbuild(Copy.of(Base.context("files").file("/a"), "/")))).isEqualTo("ONBUILD COPY --from=files /a /\n");
  }
}
