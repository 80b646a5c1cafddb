package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.compose.format.Template;
import dev.slipway.compose.format.TemplatePart;
import dev.slipway.compose.format.Variable;
import dev.slipway.compose.format.Variable.Operator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A string in which variables of the surroundings may stand.
 *
 * <p>{@code Text.of("a$b")} is these three characters, and is written {@code a$$b}; {@code Text.variable("TAG")
 * .orElse("latest")} is written <code>${TAG:-latest}</code>. Two are equal if they are written alike.
 */
public final class Text {
  /** The characters of a literal, or the template. */
  private final String characters;
  private final boolean open;

  private Text(String characters, boolean open) {
    this.characters = characters;
    this.open = open;
  }

  /** A text without variables: every character stands for itself, dollar signs too. */
  public static Text of(String literal) {
    return new Text(literal, false);
  }

  /**
   * A text as compose files write it, such as <code>example/app:${TAG:-latest}</code>; {@code $$} is a dollar sign.
   *
   * @throws InvalidValueException if a variable is not well formed
   */
  public static Text template(String template) {
    if (template.indexOf('$') < 0) {
      return of(template);
    }
    Template read = Template.parse(template).orElseThrow();
    return read.isLiteral() ? of(rendered(read, Function.identity())) : new Text(rendered(read, Template::escape), true);
  }

  /** The value of a variable; {@link #orElse} and {@link #required} say what happens if it is not set. */
  public static Text variable(String name) {
    return new Text(Variable.of(name).toString(), true);
  }

  private static String rendered(Template template, Function<String, String> literals) {
    return template.parts().stream()
        .map(part -> part instanceof TemplatePart.Literal literal
            ? literals.apply(literal.text())
            : ((TemplatePart.Use) part).variable().toString())
        .collect(Collectors.joining());
  }

  /** The variable with a value for when it is not set or empty; this text must be a variable and nothing else. */
  public Text orElse(String otherwise) {
    return orElse(of(otherwise));
  }

  /** The variable with a value for when it is not set or empty; this text must be a variable and nothing else. */
  public Text orElse(Text otherwise) {
    return with(Operator.DEFAULT_IF_EMPTY, otherwise, "a default");
  }

  /** The variable, without which the file cannot be read; this text must be a variable and nothing else. */
  public Text required(String message) {
    return with(Operator.REQUIRED_NOT_EMPTY, of(message), "a message");
  }

  /** What takes the variable's place if it is set and not empty; this text must be a variable and nothing else. */
  public Text replacedBy(String replacement) {
    return with(Operator.REPLACEMENT_IF_NOT_EMPTY, of(replacement), "a replacement");
  }

  private Text with(Operator operator, Text word, String added) {
    String name = single().filter(variable -> variable.operator() == Operator.NONE).map(Variable::name)
        .orElseThrow(() -> new InvalidValueException("'" + this + "' is not a single variable and cannot be given " + added
            + "; write for example Text.variable(\"TAG\").orElse(\"latest\")"));
    Variable variable = new Variable(name, operator, word.template());
    // words end at the brace that balances the first one, and in their line: there is no way to write others
    Text made = new Text(variable.toString(), true);
    if (!Template.parse(made.characters).isValid() || !made.single().equals(Optional.of(variable))) {
      throw new InvalidValueException(ValueNames.quoted(word.template()) + " cannot be " + added + " of variable '" + variable.name()
          + "': it must be one line in which every brace is closed");
    }
    return made;
  }

  /** The variable that it is, if it is one and nothing else. */
  private Optional<Variable> single() {
    ImmutableList<TemplatePart> parts = open ? read().parts() : ImmutableList.of();
    return parts.size() == 1 && parts.get(0) instanceof TemplatePart.Use use ? Optional.of(use.variable()) : Optional.empty();
  }

  /** Whether it is a variable and nothing else. */
  boolean isSingleVariable() {
    return single().isPresent();
  }

  private Template read() {
    return Template.parse(template()).orElseThrow();
  }

  /** This text and then another. */
  public Text and(Text more) {
    return open || more.open ? new Text(template() + more.template(), true) : of(characters + more.characters);
  }

  /** This text and then more characters, which stand for themselves. */
  public Text and(String literal) {
    return and(of(literal));
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return characters.isEmpty();
  }

  /** Its characters, if there is no variable in it. */
  public Optional<String> literal() {
    return open ? Optional.empty() : Optional.of(characters);
  }

  /** All variables in it, those in defaults too, in the order in which they stand. */
  public ImmutableSet<Variable> variables() {
    return open ? read().variables() : ImmutableSet.of();
  }

  /**
   * The text with the values of its variables.
   *
   * @param values empty where a variable is not set
   * @throws InvalidValueException if a variable that is required has no value
   */
  public String resolve(Function<String, Optional<String>> values) {
    return open ? read().substitute(values).orElseThrow() : characters;
  }

  /** The text as compose files write it. */
  public String template() {
    return open ? characters : Template.escape(characters);
  }

  /** The text with the dollar signs of its literal parts as they are. */
  String unescaped() {
    return open ? rendered(read(), Function.identity()) : characters;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && text.open == open && text.characters.equals(characters);
  }

  @Override
  public int hashCode() {
    return characters.hashCode();
  }

  /** The text as compose files write it. */
  @Override
  public String toString() {
    return template();
  }
}
