package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.compose.format.DotEnv.Format;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
  private static Optional<String> none(String name) {
    return Optional.empty();
  }

  private static ImmutableMap<String, String> read(String text) {
    return DotEnv.parse(text, DotEnvTest::none, Format.USUAL).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"FOO =bar|FOO|bar", "FOO= bar|FOO|bar",
      "FOO=\"escaped\\\"bar\"|FOO|escaped\"bar",
      "FOO=\"'d'\"|FOO|'d'", "OPTION_A: Foo=bar|OPTION_A|Foo=bar", "export exportFoo=2|exportFoo|2", "export_FOO =2|export_FOO|2",
      "export.FOO= 2|export.FOO|2", "FOO=a\\tb|FOO|a\\tb", "FOO=foobar=|FOO|foobar=", "FOO=bar #|FOO|bar", "FOO=123#not|FOO|123#not",
      "FOO=\"bar#baz\"#|FOO|bar#baz", "KEY=\"\\x07\"|KEY|\\x07", "KEY=\"\\u12e4\"|KEY|\\u12e4", "KEY=\"\\0123\"|KEY|S",
      "a[1]=c|a[1]|c", "árvíztűrő-TÜKÖRFÚRÓGÉP=ÁRVÍZ|árvíztűrő-TÜKÖRFÚRÓGÉP|ÁRVÍZ", "FOO='a\\'b'|FOO|a'b", "FOO='a\\nb'|FOO|a\\nb",
      "FOO=\"foo\\$BAR\"|FOO|foo$BAR", "FOO=\"foo\\${BAR}\"|FOO|foo${BAR}", "FOO=\"\\08\\012\\0400\"|FOO|\\8\\12\\400",
      "FOO=\"\\c\\q\"|FOO|\\c\\q"})
  void valuesAreReadAsTheyAreMeant(String line, String name, String value) {
    assertThat(read(line)).isEqualTo(Map.of(name, value));
  }

  @Test
  void escapesMeanWhatTheyMeanInAShell() {
    assertThat(read("KEY=\"Z\\aZ\\bZ\\fZ\\nZ\\rZ\\tZ\\vZ\\\\Z\\0123Z\"")).isEqualTo(Map.of("KEY", "Z\u0007Z\bZ\fZ\nZ\rZ\tZ\u000BZ\\ZSZ"));
    assertThat(read("FOO=\"bar\\\\\\n\\ b\\az\"")).isEqualTo(Map.of("FOO", "bar\\\n\\ b\u0007z"));
    assertThat(read("FOO=\"bar\\nbaz\\\\\"\nB=1")).isEqualTo(Map.of("FOO", "bar\nbaz\\", "B", "1"));
  }

  @Test
  void valuesInQuotesHaveSeveralLines() {
    assertThat(read("\uFEFFA=\"one\ntwo # no comment\n\" # comment\r\nB='\n$x'\nC=last\r\n")).isEqualTo(
        Map.of("A", "one\ntwo # no comment\n", "B", "\n$x", "C", "last"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"KEY=\"", "KEY=\"value", "KEY=\"value\\\"", "KEY=\"value'", "KEY='", "KEY='value\\'", "lol$wut", "A B=1", "A B\n",
      "%!(EXTRA string)=foo", "A=${", "A=\"${}\"", "export "})
  void whatIsNoStatementIsAnError(String text) {
    assertThat(DotEnv.parse(text, DotEnvTest::none, Format.USUAL).isValid()).isFalse();
  }

  @Test
  void everyProblemIsToldAtItsPlace() {
    String text = "A=1\nB C=2\nD=\"\\tx${\"\nE=$F\n!=3\nG=\"open\nH=4\n";
    Parsed<ImmutableMap<String, String>> read = DotEnv.parse(text, DotEnvTest::none, Format.USUAL);
    assertThat(read.problems()).extracting(problem -> text.substring(problem.start(), problem.end()))
        .containsExactly("B C", "${", "$F", "!", "\"open");
    assertThat(read.problems()).extracting(TextProblem::warning).containsExactly(false, false, true, false, false);
  }

  @Test
  void lookUpsGoAroundTheFileFirstThenToWhatWasDefinedLast() {
    String text = "HOST=dev\nURL=http://${HOST}\nHOST=later\nBARE\nNONE\n";
    Map<String, String> before = Map.of("HOST", "localhost", "OTHER", "x");
    assertThat(
        DotEnv.parse(text).orElseThrow().values(before, name -> name.equals("BARE") ? Optional.of("b") : Optional.empty()).orElseThrow())
        .isEqualTo(Map.of("HOST", "later", "URL", "http://dev", "BARE", "b", "OTHER", "x"));
    assertThat(DotEnv.parse(text).orElseThrow().values(name -> Optional.of("around")).orElseThrow())
        .isEqualTo(Map.of("HOST", "later", "URL", "http://around", "BARE", "around", "NONE", "around"));
  }

  @Test
  void statementsAreKnownBeforeAnythingIsReplaced() {
    assertThat(DotEnv.parse("# c\nexport A=\"$B\"\nC\n").orElseThrow().entries())
        .containsExactly(new DotEnv.Entry("A", false, 4, 17), new DotEnv.Entry("C", true, 18, 19));
  }

  @Test
  void theRawFormatTakesLinesAsTheyAre() {
    String text = "\uFEFF# c\r\n  A=\"1\" $x # y \r\nB= 2\nBARE\nC=\n";
    assertThat(DotEnv.parse(text, name -> Optional.of("around"), Format.RAW).orElseThrow())
        .isEqualTo(Map.of("A", "\"1\" $x # y ", "B", " 2", "BARE", "around", "C", ""));
    assertThat(DotEnv.parse("=1\nA B=2\nC =3\nD\tE", Format.RAW).errors()).extracting(TextProblem::start).containsExactly(0, 3, 9, 14);
    assertThat(Format.named("raw")).contains(Format.RAW);
    assertThat(Format.named("")).contains(Format.USUAL);
    assertThat(Format.named("json")).isEmpty();
  }

  @Test
  void surprisesAreTold() {
    assertThat(DotEnv.parse("A= # c\nB=\"x\" C=1\nexport\n\"\"=1").problems()).extracting(TextProblem::message).containsExactly(
        "'# c' is the value, not a comment", "behind the closing quote begins another statement", "'export' has no name behind it",
        "'\"' cannot stand in a name, as in '\"\"=1'");
  }

  @Test
  void aNameThatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> DotEnv.of(Map.of("A B", "x"))).isInstanceOf(InvalidValueException.class).hasMessageContaining("'A B'");
    assertThat(DotEnv.of(Map.of("A", "it's $5\n"))).hasToString("A=\"it's \\$5\\n\"\n");
  }
}
