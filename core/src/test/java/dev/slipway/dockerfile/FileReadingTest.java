package dev.slipway.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.Base;
import dev.slipway.image.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All that a file says: stages beside the model, whatever is wrong. */
class FileReadingTest {
  private static FileReading read(String text, ReadOptions options) {
    return Dockerfile.parse("Dockerfile", text).reading(options);
  }

  @Test
  void stagesHaveTheirStatementsAndWhatTheySay() {
    FileReading reading = read("ARG V=1\nFROM debian AS Build\nRUN make\nFROM scratch\nCOPY --from=build a /\nFROM build\n",
        ReadOptions.DEFAULT);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.stages()).hasSize(3);
    FileStage build = reading.stages().get(0);
    assertThat(build.name()).contains("build");
    assertThat(build.from().span().line()).isEqualTo(2);
    assertThat(build.lines()).hasSize(1);
    assertThat(build.lines().get(0).instruction()).isEqualTo(Optional.of(((Stage) build.value()).instructions().get(0)));
    assertThat(build.parent()).isEmpty();
    assertThat(reading.stages().get(1).needs()).containsExactly(0);
    assertThat(reading.stages().get(1).parent()).isEmpty();
    assertThat(reading.stages().get(2).parent()).contains(0);
    assertThat(reading.stages()).extracting(FileStage::built).containsExactly(true, false, true);
    assertThat(reading.image().orElseThrow().target()).isEqualTo(reading.stages().get(2).value());
  }

  @Test
  void whatIsWrongLeavesTheRestReadable() {
    FileReading reading = read("FROM debian\nWORKDIR /a\nCOPY --what a /\nEXPOSE 80\n", ReadOptions.DEFAULT);
    assertThat(reading.image()).isEmpty();
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.stages().get(0).lines()).extracting(line -> line.instruction().isPresent()).containsExactly(true, false, true);
    assertThat(read("", ReadOptions.DEFAULT).stages()).isEmpty();
    assertThat(read("", ReadOptions.DEFAULT).problems()).isNotEmpty();
    assertThat(read("FROM debian\n", ReadOptions.DEFAULT.target("none")).stages()).extracting(FileStage::built).containsExactly(true);
  }

  @Test
  void aContextStandsForAStageOfItsName() {
    FileReading reading = read("FROM debian AS a\nRUN x\nFROM a\n", ReadOptions.DEFAULT.context("a"));
    assertThat(reading.stages().get(0).value()).isInstanceOf(Base.NamedContext.class);
    assertThat(reading.stages().get(0).lines()).isEmpty();
  }

  @Test
  void argumentsStandForWords() {
    Dockerfile file = Dockerfile.parse("Dockerfile", "FROM scratch\nEXPOSE \"$a\"\nCOPY <<A <<'B' /\n$x'\nA\n$x\nB\n");
    assertThat(file.word("'a b'$c").orElseThrow().variables()).containsExactly("c");
    assertThat(file.word("${")).isEmpty();
    assertThat(file.words("$p 'a b'", name -> Optional.of("80 81")).orElseThrow()).containsExactly("80", "81", "a b");
    assertThat(file.words("${p:?}", name -> Optional.empty())).isEmpty();
    Statement copy = file.statements().get(2);
    assertThat(file.word(copy.heredocs().get(0)).orElseThrow().variables()).containsExactly("x");
    assertThat(file.word(copy.heredocs().get(1)).orElseThrow().constant()).contains("$x\n");
  }
}
