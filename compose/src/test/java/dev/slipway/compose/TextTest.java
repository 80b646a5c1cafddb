package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aLiteralIsWrittenWithDoubledDollarSigns() {
    assertThat(Text.of("a$b").template()).isEqualTo("a$$b");
    assertThat(Text.of("a$b").literal()).contains("a$b");
    assertThat(Text.of("a$b").variables()).isEmpty();
  }

  @Test
  void aVariableHasADefaultAMessageOrAReplacement() {
    assertThat(Text.variable("TAG").orElse("latest").template()).isEqualTo("${TAG:-latest}");
    assertThat(Text.variable("TAG").orElse("5$").template()).isEqualTo("${TAG:-5$$}");
    assertThat(Text.variable("TAG").required("say which").template()).isEqualTo("${TAG:?say which}");
    assertThat(Text.variable("TAG").replacedBy("set").template()).isEqualTo("${TAG:+set}");
    assertThat(Text.variable("A").orElse(Text.variable("B").orElse("c")).template()).isEqualTo("${A:-${B:-c}}");
    assertThat(Text.of("x:").and(Text.variable("TAG")).and("$").template()).isEqualTo("x:${TAG}$$");
  }

  @Test
  void aTemplateIsReadAsWhatItSays() {
    assertThat(Text.template("a$$b")).isEqualTo(Text.of("a$b"));
    assertThat(Text.template("$TAG-x")).isEqualTo(Text.variable("TAG").and("-x"));
    assertThat(Text.template("${TAG:-latest}")).isEqualTo(Text.variable("TAG").orElse("latest"));
    assertThat(Text.template("100$")).isEqualTo(Text.of("100$"));
    assertThat(Text.template("${A:-${B}}").variables()).extracting(variable -> variable.name()).containsExactly("A", "B");
  }

  @Test
  void valuesTakeThePlaceOfVariables() {
    Text text = Text.of("$").and(Text.variable("TAG").orElse("latest"));
    assertThat(text.resolve(name -> Optional.empty())).isEqualTo("$latest");
    assertThat(text.resolve(name -> Optional.of("1.0"))).isEqualTo("$1.0");
    assertThatThrownBy(() -> Text.variable("TAG").required("say which").resolve(name -> Optional.empty()))
        .isInstanceOf(InvalidValueException.class).hasMessageContaining("TAG").hasMessageContaining("say which");
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> Text.variable("1A")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Text.variable("A").orElse("a\nb")).isInstanceOf(InvalidValueException.class)
        .hasMessage("'a?b' cannot be a default of variable 'A': it must be one line in which every brace is closed");
    assertThatThrownBy(() -> Text.variable("A").orElse("a}")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Text.of("a").orElse("b")).isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "'a' is not a single variable and cannot be given a default; write for example Text.variable(\"TAG\").orElse(\"latest\")");
    assertThatThrownBy(() -> Text.template("${A")).isInstanceOf(InvalidValueException.class);
  }

  @Property(seed = "1", tries = 10_000)
  void noLiteralIsLost(@ForAll String literal) {
    assertThat(Text.template(Text.of(literal).template())).isEqualTo(Text.of(literal));
    assertThat(Text.of(literal).and(Text.variable("A")).and(literal).resolve(name -> Optional.of("|"))).isEqualTo(literal + "|" + literal);
  }

  @Property(seed = "1", tries = 10_000)
  void aDefaultIsTheValueIfNothingIsSet(@ForAll String literal) {
    Text text;
    try {
      text = Text.variable("A").orElse(literal);
    } catch (InvalidValueException cannotBeWritten) {
      return;
    }
    assertThat(text.resolve(name -> Optional.empty())).isEqualTo(literal);
    assertThat(Text.template(text.template())).isEqualTo(text);
  }
}
