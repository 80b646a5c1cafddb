package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Operator;
import dev.slipway.image.Word.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordTest {
  private static final Map<String, String> VALUES = Map.of("path", "/usr/local/bin", "empty", "", "star", "a*b?c\\d", "face", "😀x😀", "nl",
      "a\nb");

  @Provide
  Arbitrary<Word> words() {
    return Values.words();
  }

  @Provide
  Arbitrary<String> texts() {
    return Values.texts();
  }

  @Property(tries = 4000, seed = "1")
  void aTemplateIsReadAsTheWordThatWroteIt(@ForAll("words") Word word) {
    assertThat(Word.of(word.toString())).isEqualTo(word);
  }

  @Property(seed = "1")
  void aLiteralExpandsToItself(@ForAll("texts") String text) {
    assertThat(Word.literal(text).expand(name -> Optional.of("wrong"))).isEqualTo(text);
    assertThat(Word.of(Word.literal(text).toString()).constant()).contains(text);
  }

  @Property(seed = "1")
  void aTextWithoutDollarSignsIsATemplateOfItself(@ForAll("texts") String text) {
    String plain = text.replace("$", "");
    assertThat(Word.of(plain)).isEqualTo(Word.literal(plain));
  }

  @Property(seed = "1")
  void anyTextIsReadOrRefusedWithAReason(@ForAll("texts") String text) {
    try {
      Word word = Word.of(text);
      assertThat(Word.of(word.toString())).isEqualTo(word);
    } catch (InvalidValueException refused) {
      assertThat(refused).hasMessageMatching("(?s)(?=.*').{20,}");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', value = {"$a 1", "\\$a 0", "\\\\$a 1", "\\\\\\$a 0", "\\\\\\\\$a 1", "\\\\\\\\\\$a 0"})
  void ofBackslashesBeforeADollarSignEachPairStandsForOne(String template, int variables) {
    Word word = Word.of(template);
    assertThat(word.variables()).hasSize(variables);
    int backslashes = template.indexOf('$') / 2;
    assertThat(word.expand(name -> Optional.of("v"))).isEqualTo("\\".repeat(backslashes) + (variables == 1 ? "v" : "$a"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '`', value = {
      "${path}|/usr/local/bin", "$path/x|/usr/local/bin/x", "${none}|", "$none.|.", "a$|a$", "a$.|a$.", "$1x|x", "$12_|_", "${1:-b}|b",
      "${none-d}|d", "${empty-d}|", "${path-d}|/usr/local/bin", "${none:-d}|d", "${empty:-d}|d", "${path:-d}|/usr/local/bin",
      "${none+a}|", "${empty+a}|a", "${path+a}|a", "${none:+a}|", "${empty:+a}|", "${path:+a}|a",
      "${empty?m}|", "${path:?m}|/usr/local/bin",
      "${path#*/}|usr/local/bin", "${path##*/}|bin", "${path%/*}|/usr/local", "${path%%/*}|", "${path#x}|/usr/local/bin",
      "${path%%x}|/usr/local/bin",
      "${path#}|/usr/local/bin", "${path##?usr}|/local/bin", "${path%?}|/usr/local/bi", "${none#*}|", "${empty%%*}|",
      "${path/l/L}|/usr/Local/bin", "${path//l/L}|/usr/LocaL/bin", "${path//\\//_}|_usr_local_bin", "${path/*/x}|x",
      "${path//?/.}|..............",
      "${path/usr/}|//local/bin", "${path/nothing/x}|/usr/local/bin", "${path//l}|/usr/oca/bin", "${empty/*/x}|x", "${none//*/x}|x",
      "${empty/?/x}|",
      "${star#a\\*}|b?c\\d", "${star%c\\\\d}|a*b?", "${star/\\?/!}|a*b!c\\d", "${face#?}|x😀", "${face%?}|😀x", "${face//😀/:}|:x:",
      "${face%%x*}|😀",
      "${none:-${empty:-${path##*/}}}|bin", "${none:-a\\}b}|a}b", "${none:-a/b}|a/b", "${path/usr/a/b}|/a/b/local/bin", "${none:-}|"})
  void anOperatorDoesWhatTheLanguageSays(String template, String expected) {
    assertThat(Word.of(template).expand(name -> Optional.ofNullable(VALUES.get(name)))).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void aWildcardStopsAtALineFeed() {
    assertThat(Word.of("${nl##*}").expand(name -> Optional.ofNullable(VALUES.get(name)))).isEqualTo("\nb");
    assertThat(Word.of("${nl//*/x}").expand(name -> Optional.ofNullable(VALUES.get(name)))).isEqualTo("x\nx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "a${b", "${}", "${.}", "${:-x}", "${a", "${a:-b", "${a:=b}", "${a^}", "${{a}", "${a:-${b}", "${1x}",
      "${a/}", "${a//}",
      "${a///x}", "${@}"})
  void whatIsNoTemplateIsRefusedAndShown(String template) {
    assertThatThrownBy(() -> Word.of(template)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'");
  }

  @Test
  void theMessageShowsTheTemplateThePlaceAndTheWayOut() {
    assertThatThrownBy(() -> Word.of("cost: ${}")).hasMessageContainingAll("'cost: ${}'", "index 6", "\\$");
    assertThatThrownBy(() -> Word.of("cost: ${a")).hasMessageContainingAll("'cost: ${a'", "index 6", "\\$");
    assertThatThrownBy(() -> Word.of("${a:=b}")).hasMessageContainingAll("'${a:=b}'", "':'", "index 3", ":-");
    assertThatThrownBy(() -> Word.of("${" + "a".repeat(100_000))).hasMessageMatching("(?s).{0,400}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${none?}", "${none:?}", "${empty:?}", "${none?tell me}", "${empty:?tell me}", "${path#\\x}", "${path/\\x/y}",
      "${path%%a\\}"})
  void whatCannotBeExpandedIsRefused(String template) {
    assertThatThrownBy(() -> Word.of(template).expand(name -> Optional.ofNullable(VALUES.get(name))))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void theWordBehindAQuestionMarkIsTheMessage() {
    assertThatThrownBy(() -> Word.of("${a:?give $b}").expand(name -> name.equals("b") ? Optional.of("one") : Optional.empty()))
        .hasMessageContainingAll("'a'", "give one");
  }

  @Test
  void whatNoDockerfileCanSayIsNoExpansion() {
    assertThatThrownBy(() -> new Expansion(Operator.WITHOUT_SHORTEST_PREFIX, Word.literal("#a"))).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Expansion(Operator.WITHOUT_SHORTEST_SUFFIX, Word.literal("%a"))).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Expansion(Operator.REPLACE_FIRST, Word.EMPTY)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Expansion(Operator.DEFAULT_IF_UNSET, Word.EMPTY, Word.literal("x")))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Word.variable("1x")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Word.variable("")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Word.literal("a\0b")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void nestingIsBoundedAndTheDeepestIsStillReadBack() {
    Word word = Word.variable("x");
    for (int i = 0; i < Word.MAX_DEPTH; i++) {
      word = new Word(ImmutableList.of(new Variable("x", Optional.of(new Expansion(Operator.DEFAULT_IF_UNSET, word)))));
    }
    assertThat(Word.of(word.toString())).isEqualTo(word);
    Word deepest = word;
    assertThatThrownBy(() -> new Expansion(Operator.DEFAULT_IF_UNSET, deepest)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Word.of("${x-".repeat(100_000))).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void whatDoublesAgainAndAgainIsStopped() {
    String template = "$a$a$a$a$a$a$a$a$a";
    assertThatThrownBy(() -> Word.of(template).expand(name -> Optional.of("x".repeat(200_000)))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("more than");
    assertThatThrownBy(() -> Word.of("${a//?/$b}").expand(name -> Optional.of("x".repeat(5_000))))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aHostilePatternTakesNoTime() {
    long start = System.nanoTime();
    String value = "b".repeat(60_000);
    assertThat(Word.of("${v//*a*a*a/x}").expand(name -> Optional.of(value))).isEqualTo(value);
    assertThat(Word.of("${v%%a*a*a}").expand(name -> Optional.of(value))).isEqualTo(value);
    assertThatThrownBy(() -> Word.of("${v//${v}/x}").expand(name -> Optional.of(value))).isInstanceOf(InvalidValueException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void variablesAreListedInOrderOfUse() {
    assertThat(Word.of("$b${a:-$c${d/$e/$f}}$b").variables()).containsExactly("b", "a", "c", "d", "e", "f");
  }

  @Test
  void partsAreJoined() {
    assertThat(Word.literal("a").append(Word.EMPTY).append(Word.literal("b"))).isEqualTo(Word.literal("ab"));
    assertThat(Word.literal("")).isEqualTo(Word.EMPTY);
    assertThat(Word.of("a$b").constant()).isEmpty();
  }

  @Test
  void theTableOfTheDockerfileLanguageHolds() throws IOException {
    String cases = System.getenv("SLIPWAY_CASES");
    if (cases == null && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      throw new AssertionError("SLIPWAY_CASES must name the directory of the case tables");
    }
    assumeTrue(cases != null, "SLIPWAY_CASES names no directory of case tables: the table of expansions is NOT checked");
    Map<String, String> environment = Map.of("PWD", "/home", "SHELL", "bash", "KOREAN", "한국어", "NULL", "");
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (String line : Files.readAllLines(Path.of(String.valueOf(cases), "dockerfile", "envVarTest"))) {
      if (line.isBlank() || line.startsWith("#") || line.startsWith("W|")) {
        continue;
      }
      int bar = line.lastIndexOf('|');
      String template = line.substring(2, bar).strip();
      String expected = line.substring(bar + 1).strip();
      if (isTemplate(template)) {
        checked++;
        String actual = expand(template, environment);
        if (!actual.equals(expected)) {
          wrong.add(template + " gives " + actual + ", not " + expected);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(90);
  }

  /** Templates have no quotes, no special parameters such as {@code $@}, and backslashes only before dollar signs count. */
  private static boolean isTemplate(String text) {
    boolean special = "@*#?-$!".chars().anyMatch(c -> text.contains("$" + (char) c) || text.contains("${" + (char) c));
    boolean quoted = text.indexOf('\'') >= 0 || text.indexOf('"') >= 0;
    return !special && !quoted && text.replace("\\\\$", "").replace("\\$", "").indexOf('\\') < 0;
  }

  private static String expand(String template, Map<String, String> environment) {
    try {
      return Word.of(template).expand(name -> Optional.ofNullable(environment.get(name)));
    } catch (InvalidValueException refused) {
      return "error";
    }
  }
}
