package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Map<String, String> VALUES = Map.of("FOO", "first", "BAR", "", "JSON", "{\"json\":2}");

  private static Optional<String> value(String name) {
    return Optional.ofNullable(VALUES.get(name));
  }

  private static Parsed<String> substitute(String text) {
    return Template.substitute(text, TemplateTest::value);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"$${foo}|${foo}", "a $ string|a $ string", "^REGEX$|^REGEX$", "$}|$}",
      "$FOO-bar|first-bar", "ok ${UNSET-${FOO} ${FOO}}|ok first first", "ok ${BAR+$FOO ${FOO:+second}}|ok first second",
      "-ok ${BAR:-default}|-ok default", ":?ok ${BAR-default}|:?ok", "${UNSET-myerror?msg}|myerror?msg",
      "ok ${missing:-{\"json\":1}}|ok {\"json\":1}", "ok ${JSON-{\"json\":1}}|ok {\"json\":2}",
      "ok ${SUBDOMAIN:-redis}.${FOO:?}|ok redis.first", "${FOO:-a}b}|firstb}", "${FOO+}}|}",
      "ok ${BAR:-/non:-alphanumeric}|ok /non:-alphanumeric",
      "${UNSET:-{}|{", "${UNSET:-$$}|$", "$$$$FOO|$$FOO", "$$$FOO|$first"})
  void operatorsDoWhatTheSpecificationSays(String text, String expected) {
    assertThat(substitute(text).orElseThrow().strip()).isEqualTo(expected);
    assertThat(substitute(text).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '§', value = {"a${|1-3|'${' is not closed", "${}|0-3|'${}' names no variable",
      "${ FOO}|0-7|'${ FOO}' has a blank before the name", "${FOO }|0-7|'${FOO }' has a blank behind the name",
      "${1}|0-4|'${1}' is no variable: names do not begin with a digit",
      "x ${!A} y|2-7|'${!A}' is no variable: names begin with a letter or an"
          + " underscore",
      "${A:=b}|0-7|'${A:=b}' sets a variable, which a compose file cannot",
      "${A/b/c}|0-8|'${A/b/c}' is no variable: '/' behind the name is no"
          + " operator of compose files",
      "${A:0:2}|0-8|'${A:0:2}' is no variable: ':' behind the name is no operator of compose files",
      "${A:-b|0-6|'${A:-b' is not closed in its line", "${A|0-3|'${A' is not closed in its line"})
  void whatIsNoVariableIsToldWithItsPlace(String text, String place, String message) {
    TextProblem problem = substitute(text).errors().get(0);
    assertThat(problem.start() + "-" + problem.end()).isEqualTo(place);
    assertThat(problem.message()).isEqualTo(message);
    assertThat(problem.advice()).isPresent();
    assertThat(Template.parse(text).errors()).containsExactly(problem);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThat(substitute("<${A?one}|${B:?}|$C|${}>").problems()).extracting(TextProblem::start).containsExactly(1, 10, 17, 20);
  }

  @Test
  void wordsAreLookedAtOnlyWhereTheyAreUsed() {
    assertThat(substitute("${FOO:-${}").orElseThrow()).isEqualTo("first");
    assertThat(substitute("${UNSET+${NONE}}${FOO?${NONE}}").problems()).isEmpty();
    assertThat(substitute("${UNSET:-${NONE}}").warnings()).hasSize(1);
    assertThat(Template.parse("${FOO:-${}").isValid()).isTrue();
    assertThat(Template.parse("${FOO:-${}").warnings()).extracting(TextProblem::start).containsExactly(7);
  }

  @Test
  void variablesAreKnownWithTheirWords() {
    Template template = Template.parse("$$no ${A:-x$B} ${C:?say ${D+d}} $A ${A:-x$B}").orElseThrow();
    assertThat(template.variables()).hasToString("[${A:-x$B}, ${B}, ${C:?say ${D+d}}, ${D+d}, ${A}]");
    assertThat(template.variables().asList().get(0)).isEqualTo(new Variable("A", Variable.Operator.DEFAULT_IF_EMPTY, "x$B"));
    assertThat(template.parts()).startsWith(new TemplatePart.Literal("$no "),
        new TemplatePart.Use(new Variable("A", Variable.Operator.DEFAULT_IF_EMPTY, "x$B"), 5, 14), new TemplatePart.Literal(" "));
    assertThat(template.isLiteral()).isFalse();
    assertThat(Template.literal("a$b").parts()).containsExactly(new TemplatePart.Literal("a$b"));
  }

  @Test
  void aVariableThatCannotBeWrittenIsNotMade() {
    assertThatThrownBy(() -> Variable.of("1A")).isInstanceOf(InvalidValueException.class).hasMessageContaining("'1A'");
    assertThatThrownBy(() -> new Variable("A", Variable.Operator.NONE, "x")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> substitute("${A?no}").orElseThrow()).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("variable 'A' is required and not set: no");
  }
}
