package dev.slipway.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.dockerfile.Arguments.Words;
import dev.slipway.image.Copy;
import dev.slipway.image.Instruction;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileEditTest {
  private final Dockerfile file = parse("# escape=\\\n\n# base\nFROM a\n\tRUN b \\\n\n  c\n# end\nCOPY <<E /x\nf\nE\nUSER y");

  @Test
  void aReplacedStatementKeepsItsIndentationAndAllElse() {
    assertThat(file.replace(file.statements().get(1), "USER z").text())
        .isEqualTo("# escape=\\\n\n# base\nFROM a\n\tUSER z\n# end\nCOPY <<E /x\nf\nE\nUSER y");
    assertThat(file.replace(file.statements().get(3), "USER z\n").text()).endsWith("E\nUSER z");
    assertThat(file.replace(file.statements().get(2), "RUN <<F\ng\nF").text()).endsWith("# end\nRUN <<F\ng\nF\nUSER y");
    assertThat(file.replace(file.statements().get(0), "ARG x\nFROM $x\n").statements()).hasSize(5);
  }

  @Test
  void theLineEndsOfTheFileAreWritten() {
    Dockerfile windows = parse("FROM a\r\nRUN b\r\nUSER c");
    assertThat(windows.replace(windows.statements().get(1), "ENV a=b \\\n  c=d").text())
        .isEqualTo("FROM a\r\nENV a=b \\\r\n  c=d\r\nUSER c");
    assertThat(windows.insertAfter(windows.statements().get(2), "CMD d").text()).isEqualTo("FROM a\r\nRUN b\r\nUSER c\r\nCMD d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUN x \\", "RUN <<A\n", "RUN <<A\nb", "COPY <<A /x"})
  void aTextThatReachesBeyondItsEndIsRefused(String text) {
    assertThatThrownBy(() -> file.replace(file.statements().get(1), text)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("would mean something else");
    assertThatThrownBy(() -> file.insertBefore(file.statements().get(1), text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void directivesStayAtTheTop() {
    assertThatThrownBy(() -> file.insertBefore(file.elements().get(0), "# comment")).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("keep directives at the top");
    assertThat(file.insertBefore(file.elements().get(0), "# syntax=x").directives()).hasSize(2);
  }

  @Test
  void elementsAreInsertedAndRemoved() {
    assertThat(file.insertBefore(file.statements().get(0), "ARG v\n").text()).contains("# base\nARG v\nFROM a\n");
    assertThat(file.insertAfter(file.statements().get(2), "RUN q").text()).endsWith("f\nE\nRUN q\nUSER y");
    assertThat(file.insertAfter(file.statements().get(3), "RUN q\n").text()).endsWith("USER y\nRUN q");
    assertThat(file.remove(file.statements().get(2)).text()).endsWith("# end\nUSER y");
    assertThat(file.remove(file.elements().get(2)).text()).startsWith("# escape=\\\n\nFROM a\n");
    Dockerfile marked = parse("\uFEFFFROM a\n");
    assertThat(marked.insertAfter(marked.elements().get(0), "ARG x").text()).isEqualTo("\uFEFFARG x\nFROM a\n");
  }

  @Test
  void elementsOfOtherFilesAreRefused() {
    assertThatThrownBy(() -> parse("FROM z\n").remove(file.statements().get(0))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'FROM a' at 4:1 is no element of Dockerfile as it is now");
  }

  @Test
  void flagsAreSetAndTakenAway() {
    Dockerfile copy = parse("FROM a\nCOPY \\\n  # why\n  --chown=b --link --exclude=x --exclude=y c d\nRUN e\nONBUILD COPY f g\n");
    Statement statement = copy.statements().get(1);
    assertThat(copy.withFlag(statement, "chown", "it's me").text()).contains("  --chown=it\\'s\\ me --link");
    assertThat(copy.withFlag(statement, "from", "z").text()).contains("COPY --from=z \\\n");
    assertThat(copy.withFlag(statement, "link", "true").text()).isEqualTo(copy.text());
    assertThat(copy.withoutFlag(statement, "chown").text()).contains("  # why\n   --link --exclude=x");
    assertThat(copy.withoutFlag(statement, "exclude").text()).contains("--chown=b --link c d\n");
    assertThat(copy.withFlag(copy.statements().get(2), "network", "none").text()).contains("RUN --network=none e\n");
    Statement trigger = ((Trigger) copy.statements().get(3).arguments()).statement();
    assertThat(copy.withFlag(trigger, "chmod", "755").text()).endsWith("ONBUILD COPY --chmod=755 f g\n");
    assertThatThrownBy(() -> copy.withFlag(statement, "mount", "x")).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("COPY has no flag '--mount'");
    assertThatThrownBy(() -> copy.withFlag(statement, "from", "x\ny")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aPlaceIsReplacedCharacterByCharacter() {
    Token image = ((Words) file.statements().get(0).arguments()).words().get(0);
    assertThat(file.replace(image.span(), "debian:13").text()).contains("FROM debian:13\n\tRUN");
    assertThat(file.replace(image.span(0, 0), "x/").text()).contains("FROM x/a\n");
    assertThatThrownBy(() -> parse("x").replace(image.span(), "y")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void instructionsOfTheModelAreWrittenInTheFilesLanguage() {
    Instruction env = new Instruction.Env(ImmutableList.of(new Instruction.Pair(Word.literal("A"), Word.literal("C:\\x y`$'\""))));
    assertThat(file.replace(file.statements().get(1), env).text()).contains("\tENV A=\"C:\\\\x y`\\$'\\\"\"\n");
    Dockerfile windows = parse("# escape=`\r\nFROM a\r\nRUN b\r\n");
    Dockerfile changed = windows.replace(windows.statements().get(1), env);
    assertThat(changed.text()).isEqualTo("# escape=`\r\nFROM a\r\nENV A=\"C:\\x y```$'`\"\"\r\n");
    assertThat(windows.replace(windows.statements().get(1), Run.shell("dir C:\\x")).text()).endsWith("RUN dir C:\\x\r\n");
    assertThatThrownBy(() -> windows.replace(windows.statements().get(1), Run.shell("echo `date`"))).isInstanceOf(DocumentException.class)
        .hasMessageContaining("means something else");
  }

  @Test
  void stagesAreCopiedFromByTheirNames() {
    Copy copy = Copy.of(Stage.from("z").named("build").file("/x"), "/y");
    assertThat(file.replace(file.statements().get(1), copy).text()).contains("\tCOPY --from=build /x /y\n");
    assertThatThrownBy(() -> file.replace(file.statements().get(1), Copy.of(Stage.from("z").file("/x"), "/y")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("has no name in this file");
  }

  private static Dockerfile parse(String text) {
    return Dockerfile.parse("Dockerfile", text);
  }
}
