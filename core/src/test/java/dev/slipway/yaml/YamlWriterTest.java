package dev.slipway.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values look when they are written. */
class YamlWriterTest {
  private static YamlValue document() {
    return YamlMap.of(ImmutableMap.<String, YamlValue>builder()
        .put("services", YamlMap.of(ImmutableMap.of("web", YamlMap.of(ImmutableMap.<String, YamlValue>builder()
            .put("image", YamlScalar.of("nginx:1.27"))
            .put("command", YamlScalar.of("set -e\nexec \"$@\"\n"))
            .put("ports",
                YamlList.of(List.of(YamlScalar.of("80:80"),
                    YamlMap.of(ImmutableMap.of("target", YamlScalar.of(443), "mode", YamlScalar.of("host"))))))
            .put("environment", YamlMap.empty())
            .put("entrypoint", YamlList.empty())
            .put("init", YamlScalar.of(true))
            .put("user", YamlScalar.ofNull())
            .put("labels", YamlList.of(List.of(YamlScalar.of("a"))).tagged(Optional.of("!override")))
            .buildOrThrow()))))
        .put("volumes", YamlMap.of(ImmutableMap.of("data", YamlMap.empty())))
        .buildOrThrow());
  }

  @Test
  void aDocumentLooksAsPeopleWriteIt() {
    assertThat(YamlWriter.write(document())).isEqualTo("""
        services:
          web:
            image: nginx:1.27
            command: |
              set -e
              exec "$@"
            ports:
              - "80:80"
              - target: 443
                mode: host
            environment: {}
            entrypoint: []
            init: true
            user: null
            labels: !override
              - a
        volumes:
          data: {}
        """);
  }

  @Test
  void listsMayStandBelowTheirKeysAndLevelsBeWider() {
    YamlValue value = YamlMap.of(Map.of("a",
        YamlMap.of(Map.of("b", YamlList.of(List.of(YamlScalar.of("x"), YamlList.of(List.of(YamlScalar.of(1), YamlScalar.of(2)))))))));
    assertThat(YamlWriter.write(value, YamlWriting.STANDARD.withIndent(4).withIndentedLists(false))).isEqualTo("""
        a:
            b:
            - x
            - - 1
              - 2
        """);
    assertThat(YamlWriter.write(value, YamlWriting.STANDARD.withLineBreak("\r\n")))
        .isEqualTo("a:\r\n  b:\r\n    - x\r\n    - - 1\r\n      - 2\r\n");
  }

  @Test
  void commentsStandAboveAndBeside() {
    Map<String, YamlRemark> remarks = Map.of(
        "", YamlRemark.above("made by hand\n\nnot by machine"), "services", YamlRemark.NONE.spacedOut(), "services.web",
        YamlRemark.beside("public"),
        "services.web.ports[1].target", YamlRemark.above("encrypted"), "services.web.command", YamlRemark.beside("a script"),
        "volumes", new YamlRemark(true, ImmutableList.of("kept"), Optional.empty()), "services.web.ports[0]", YamlRemark.beside("http"));
    String written = YamlWriter.write(document(),
        YamlWriting.STANDARD.withRemarks(path -> remarks.getOrDefault(path.toString(), YamlRemark.NONE)));
    assertThat(written).startsWith("# made by hand\n#\n# not by machine\n\nservices:\n  web:  # public\n    image")
        .contains("command: |  # a script\n      set -e\n", "- \"80:80\"  # http\n      # encrypted\n      - target: 443\n",
            "\n\n# kept\nvolumes:\n");
    assertThat(YamlFile.parse("x", written).values(YamlDialect.COMPOSE).orThrow()).containsExactly(document());
    assertThatThrownBy(() -> YamlRemark.beside("two\nlines")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void theCommentsOfAFileMayBeWrittenAgain() {
    String text = """
        # head

        # more
        a: 1  # one

        b:  # two
          # first
          - x  # three
          # fourth
          - k: v  # five
            l: [1, 2]
        """;
    YamlFile file = YamlFile.parse("x", text);
    String written = YamlWriter.write(file.values(YamlDialect.COMPOSE).orThrow(), YamlWriting.STANDARD.withRemarks(file.remarks()));
    assertThat(written).isEqualTo(text.replace("# head\n\n", "# head\n").replace("l: [1, 2]", "l:\n      - 1\n      - 2"));
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '~', delimiter = '|', value = {
      "~a~ | ~a~", "~hello world~ | ~hello world~", "~./data:/data:ro~ | ~./data:/data:ro~", "~${TAG:-latest}~ | ~${TAG:-latest}~",
      "~http://a/b?c=d&e~ | ~http://a/b?c=d&e~",
      "~y~ | ~\"y\"~", "~No~ | ~\"No\"~", "~0644~ | ~\"0644\"~", "~1.25~ | ~\"1.25\"~", "~22:22~ | ~\"22:22\"~", "~~ | ~\"\"~",
      "~a: b~ | ~\"a: b\"~", "~a:~ | ~\"a:\"~", "~a #b~ | ~\"a #b\"~",
      "~ a~ | ~\" a\"~", "~a ~ | ~\"a \"~", "~say \"hi\"~ | ~'say \"hi\"'~", "~C:\\x~ | ~'C:\\x'~", "~it's~ | ~\"it's\"~",
      "~both ' and \"~ | ~\"both ' and \\\"\"~", "~<<~ | ~\"<<\"~", "~=~ | ~\"=\"~",
      "~...~ | ~\"...\"~", "~../a~ | ~../a~", "~.env~ | ~.env~", "~.inf~ | ~\".inf\"~", "~.5~ | ~\".5\"~", "~-x~ | ~\"-x\"~",
      "~@a~ | ~\"@a\"~", "~日本~ | ~\"日本\"~", "~a\tb~ | ~\"a\\tb\"~",
      "~a\u00A0b~ | ~\"a\\xA0b\"~", "~\u2028~ | ~\"\\u2028\"~", "~\uFEFF~ | ~\"\\uFEFF\"~", "~😀~ | ~\"😀\"~",
      "~a\u202Eb~ | ~\"a\\u202Eb\"~"})
  void aStringIsQuotedWhereSomeReaderWouldMistakeIt(String text, String written) {
    assertThat(YamlWriter.write(YamlScalar.of(text))).isEqualTo(written + "\n");
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '~', delimiter = '|', value = {
      "~a\nb~ | ~|-\n  a\n  b~", "~a\n\n b\n~ | ~|\n  a\n\n   b~", "~\na~ | ~\"\\na\"~", "~a\n\n~ | ~\"a\\n\\n\"~",
      "~ a\nb~ | ~\" a\\nb\"~", "~a \nb~ | ~\"a \\nb\"~", "~a\r\nb~ | ~\"a\\r\\nb\"~",
      "~a\n\tb~ | ~|-\n  a\n  \tb~", "~#\n---\n~ | ~|\n  #\n  ---~"})
  void aStringOfSeveralLinesIsABlockWhereThatIsSafe(String text, String written) {
    assertThat(YamlWriter.write(YamlScalar.of(text))).isEqualTo(written + "\n");
  }

  @Test
  void aStyleIsAWish() {
    assertThat(YamlWriter.write(YamlScalar.of("a").styled(YamlScalar.Style.SINGLE_QUOTED))).isEqualTo("'a'\n");
    assertThat(YamlWriter.write(YamlScalar.of("it's\n").styled(YamlScalar.Style.SINGLE_QUOTED))).isEqualTo("\"it's\\n\"\n");
    assertThat(YamlWriter.write(YamlScalar.of("a\nb").styled(YamlScalar.Style.DOUBLE_QUOTED))).isEqualTo("\"a\\nb\"\n");
    assertThat(YamlWriter.write(YamlScalar.of("a").styled(YamlScalar.Style.LITERAL))).isEqualTo("|-\n  a\n");
    assertThat(YamlWriter.write(YamlScalar.of("a\nb\n\nc\n").styled(YamlScalar.Style.FOLDED))).isEqualTo(">\n  a\n\n  b\n\n\n  c\n");
    assertThat(YamlWriter.write(YamlScalar.of("a\n b").styled(YamlScalar.Style.FOLDED))).isEqualTo("|-\n  a\n   b\n");
  }

  @Test
  void numbersAreWrittenInTheFormThatAllKnow() {
    assertThat(YamlWriter.write(YamlScalar.integer("0644", BigInteger.valueOf(420)))).isEqualTo("420\n");
    assertThat(YamlWriter.write(YamlScalar.number("1e3", 1000))).isEqualTo("1000.0\n");
    assertThat(YamlWriter.write(YamlScalar.number("1.50", 1.5))).isEqualTo("1.50\n");
    assertThat(YamlWriter.write(YamlScalar.number("1e30", 1e30))).isEqualTo("1.0e+30\n");
    assertThat(YamlWriter.write(YamlScalar.number("1E-30", 1e-30))).isEqualTo("1.0e-30\n");
    assertThat(YamlWriter.write(YamlScalar.number(".NaN", Double.NaN))).isEqualTo(".nan\n");
    assertThat(YamlWriter.write(YamlScalar.number("-.INF", Double.NEGATIVE_INFINITY))).isEqualTo("-.inf\n");
    assertThat(YamlWriter.write(YamlScalar.timestamp("2001-01-01"))).isEqualTo("2001-01-01\n");
    assertThat(YamlWriter.write(YamlScalar.timestamp("no: date"))).isEqualTo("\"no: date\"\n");
  }

  @Test
  void keysAreQuotedAsValuesAreAndLongOnesHaveAQuestionMark() {
    String longKey = "k".repeat(2000);
    YamlValue value = YamlMap.of(ImmutableMap.of("on", YamlScalar.of(1), "a b", YamlScalar.of(2), "<<", YamlScalar.of(3), longKey,
        YamlMap.of(Map.of("x", YamlScalar.of(4)))));
    String written = YamlWriter.write(value);
    assertThat(written).isEqualTo("\"on\": 1\na b: 2\n\"<<\": 3\n? " + longKey + "\n:\n  x: 4\n");
    assertThat(YamlFile.parse("x", written).values(YamlDialect.COMPOSE).orThrow()).containsExactly(value);
  }

  @Test
  void severalDocumentsAreSeparated() {
    assertThat(YamlWriter.write(List.of(YamlScalar.of(1), YamlMap.empty(), YamlScalar.ofNull("")), YamlWriting.STANDARD))
        .isEqualTo("1\n---\n{}\n---\nnull\n");
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> YamlWriter.write(YamlScalar.of("\uD800"))).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> YamlWriter.write(YamlScalar.of("x").tagged(Optional.of("!a b: c\n"))))
        .isInstanceOf(InvalidValueException.class);
    YamlValue deep = YamlScalar.of("x");
    for (int i = 0; i < 5_000; i++) {
      deep = YamlList.of(List.of(deep));
    }
    YamlValue tooDeep = deep;
    assertThatThrownBy(() -> YamlWriter.write(tooDeep)).isInstanceOf(InvalidValueException.class).hasMessageContaining("flatter");
  }
}
