package dev.slipway.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileWordsTest {
  private static final Map<String, String> VALUES = Map.of("PWD", "/home", "SHELL", "bash", "KOREAN", "한국어", "NULL", "", "path",
      "/usr/local/bin", "two", "a b", "hash", "#*/", "abc", "abc", "안녕", "hello");

  private static Optional<String> value(String name) {
    return Optional.ofNullable(VALUES.get(name));
  }

  private static String expanded(String text, char escape) throws WordFault {
    return DockerfileWords.read(text, escape).word().expand(DockerfileWordsTest::value);
  }

  private static List<String> lines(String table) throws IOException {
    String cases = System.getenv("SLIPWAY_CASES");
    boolean required = "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"));
    assumeTrue(cases != null || required, "SLIPWAY_CASES is not set: the recorded tables of expansion are not read");
    return Files.readAllLines(Path.of(String.valueOf(cases), "dockerfile", table)).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
  }

  @Test
  void everyRecordedRowOfExpansionIsExpandedAsRecorded() throws IOException {
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String line : lines("envVarTest")) {
      String[] columns = line.split("\\|", -1);
      if (columns[0].strip().equals("W")) {
        continue;
      }
      rows++;
      String expected = columns[2].strip();
      String actual;
      try {
        actual = expanded(columns[1].strip(), '\\');
      } catch (WordFault | InvalidValueException fault) {
        actual = "error";
      }
      if (!actual.equals(expected)) {
        wrong.add(columns[1].strip() + " -> " + actual + ", not " + expected);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).isGreaterThan(220);
  }

  @Test
  void everyRecordedRowOfWordsIsSplitAsRecorded() throws IOException {
    Map<String, String> environment = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String line : lines("wordsTest")) {
      if (line.startsWith("ENV ")) {
        String[] pair = line.substring(4).stripLeading().split("=", 2);
        environment.put(pair[0], pair[1]);
        continue;
      }
      rows++;
      String[] columns = line.split("\\|", -1);
      // the spaces at the end of the expected text count
      String expected = columns[1].stripLeading();
      String actual;
      try {
        actual = String.join(",", DockerfileWords.read(columns[0].strip(), '\\').split(name -> Optional.ofNullable(environment.get(name))));
      } catch (WordFault | InvalidValueException fault) {
        actual = "error";
      }
      if (!actual.equals(expected)) {
        wrong.add(columns[0].strip() + " -> " + actual + ", not " + expected);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', ignoreLeadingAndTrailingWhitespace = false, value = {"he`$PWD|he$PWD",
      "C:\\dir\\$SHELL|C:\\dir\\bash", "\"a`\"b\"|a\"b", "`'|'", "a``b|a`b", "\"`a\"|`a", "a`|a"})
  void aBacktickEscapesWhereTheFileSaysSo(String text, String expected) throws WordFault {
    assertThat(expanded(text, '`')).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', ignoreLeadingAndTrailingWhitespace = false, value = {"${path#*/}|usr/local/bin",
      "${path##*/}|bin", "${path%/*}|/usr/local", "${path%%/*}|", "${path/local/x}|/usr/x/bin", "${path//\\//_}|_usr_local_bin",
      "${path//l}/}|/usr/local/bin", "${path/usr/a\\}b}|/a\\}b/local/bin", "${path/'/'/:}|:usr/local/bin", "${path#'*/'}|usr/local/bin",
      "${path#'#'*/}|bin", "${path#$hash}|bin", "${path//l/<$0>}|/usr/<>oca<>/bin", "${path//l/'<$0>'}|/usr/<l>oca<l>/bin",
      "${path//l/'$$'}|/usr/$oca$/bin", "${path//l/'${0}$1$x$'}|/usr/l$ocal$/bin", "${path/l/'$0'}|/usr/$0oca" + "l/bin",
      "${abc#\"\\a\"}|abc", "${two}|a b", "$안녕|hello", "$안녕하|", "${안녕:-x}|hello", "${none+${path?}}|", "a<<b|a<<b", "a<< b|a<< b"})
  void operatorsDoWhatTheBuilderDoes(String text, String expected) throws WordFault {
    assertThat(expanded(text, '\\')).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"${path:-${none?}}", "${path+${none:?m}}", "${path#\\x}", "${path/\\x/y}", "${path:#x}", "${path:%x}",
      "${path:=x}",
      "${path/x}", "${path///x}", "${%x}", "${path:", "${path", "${", "${path^}", "${path:/a/b}"})
  void whatTheBuilderRefusesIsRefused(String text) {
    assertThatThrownBy(() -> expanded(text, '\\')).isInstanceOfAny(WordFault.class, InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"ab\"c|2", "ab'c|2", "a${x|1", "a${x:-${y}|1", "a${x:-${y^}}|9", "a${}|1",
      "a${x:=b}|4", "a${x/b}|1", "a$x${y#\\b}|3"})
  void aFaultKnowsItsPlace(String text, int index) {
    assertThatThrownBy(() -> DockerfileWords.read(text, '\\')).isInstanceOfSatisfying(WordFault.class, fault -> {
      assertThat(fault.index()).isEqualTo(index);
      assertThat(fault.what()).isNotBlank();
    });
  }

  @Test
  void nestingIsBounded() throws WordFault {
    String deep = "x";
    for (int i = 0; i < 64; i++) {
      deep = "${a:-" + deep + "}";
    }
    assertThat(expanded(deep, '\\')).isEqualTo("x");
    String deeper = "${a:-${a:-" + deep + "}}";
    assertThatThrownBy(() -> expanded(deeper, '\\')).isInstanceOf(WordFault.class).hasMessageContaining("64");
    assertThatThrownBy(() -> expanded("${a:-".repeat(100_000), '\\')).isInstanceOf(WordFault.class);
  }

  @Test
  void theBodyOfAFileKeepsItsQuotesAndLosesItsBackslashes() {
    Heredoc text = new Heredoc("f", "\"$PWD\" '${SHELL}' \\$PWD a\\tb\\\\\n", true);
    assertThat(HeredocWords.of(text).expand(DockerfileWordsTest::value)).isEqualTo("\"/home\" 'bash' $PWD atb\\\n");
    assertThat(HeredocWords.of(Heredoc.file("f", "$PWD\\\n"))).isEqualTo(Word.literal("$PWD\\\n"));
    assertThatThrownBy(() -> HeredocWords.of(new Heredoc("f", "a\n${b\n", true))).hasMessageContainingAll("line 2", "'f'", "'}'");
  }

  @Test
  void whatTheWriterWritesIsReadBack() throws WordFault {
    WordWriter writer = new WordWriter(EnumSet.noneOf(DockerfileFeature.class));
    for (String template : List.of("a b", "$x", "${x:-a b}", "${x:-'\"\\$}", "${x#\\*}", "${x##*/}", "${x//\\//_}", "${x/a b/\\$0}", "it's",
        "\\", "a\\\\$x", "${x:-${y:-z}}", "\"q\"", "${x?say so}", "${1:-b}", "안녕 ${안녕}")) {
      Word word = Word.of(template);
      assertThat(DockerfileWords.read(writer.bare(word), '\\').word()).isEqualTo(word);
      assertThat(DockerfileWords.read(writer.single(word), '\\').word()).isEqualTo(word);
      assertThat(DockerfileWords.read(writer.inList(word), '\\').word()).isEqualTo(word);
    }
  }
}
