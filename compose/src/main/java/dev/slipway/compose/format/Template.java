package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.format.TemplateNode.Fault;
import dev.slipway.compose.format.TemplateNode.Literal;
import dev.slipway.compose.format.TemplateNode.Use;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text in which variables may stand, as all values of compose files are: {@code $NAME}, {@code ${NAME}}, and braces with
 * one of the {@linkplain Variable.Operator operators} and a word, in which variables may stand too. {@code $$} is a dollar
 * sign; dollar signs before anything else stand for themselves.
 *
 * <p>Names are letters, digits and underscores of ASCII. A word ends at the brace that balances the opening one and goes over
 * no line break. Words are looked at only where they are used: what is wrong in one that is not used does no harm.
 *
 * <p>Bounded: words nest 100 levels deep and have 16 million characters one in the other, a text uses 100,000 variables at
 * most, and becomes 16 million characters long.
 */
public final class Template {
  private final String text;
  private final ImmutableList<TemplateNode> nodes;

  private Template(String text) {
    this.text = text;
    this.nodes = text.indexOf('$') < 0 ? ImmutableList.of() : TemplateScan.nodes(text);
  }

  /**
   * Reads a text. What is wrong in any case is an error, what is wrong in a word that may not be used a warning.
   */
  public static Parsed<Template> parse(String text) {
    Template template = new Template(text);
    TextProblems problems = new TextProblems();
    for (TemplateNode node : template.nodes) {
      if (node instanceof Fault fault) {
        problems.add(fault.problem());
      } else if (node instanceof Use use) {
        addWarnings(use.word(), problems);
      }
    }
    return problems.with(template);
  }

  private static void addWarnings(List<TemplateNode> word, TextProblems problems) {
    for (TemplateNode node : word) {
      if (node instanceof Fault fault) {
        TextProblem problem = fault.problem();
        problems.add(new TextProblem(problem.start(), problem.end(), problem.message(), problem.advice(), true));
      } else if (node instanceof Use use) {
        addWarnings(use.word(), problems);
      }
    }
  }

  /** A text that stands for itself, with all dollar signs doubled. */
  public static Template literal(String text) {
    return new Template(escape(text));
  }

  /** Doubles all dollar signs, so that the text stands for itself. */
  public static String escape(String text) {
    return text.replace("$", "$$");
  }

  /**
   * Reads a text and replaces its variables at once: the same as {@link #substitute(Function)}, without the warnings about
   * words that are not used.
   */
  public static Parsed<String> substitute(String text, Function<? super String, Optional<String>> lookup) {
    return text.indexOf('$') < 0 ? Parsed.of(text) : new Template(text).substitute(lookup);
  }

  /**
   * The text with the values of its variables. A required variable without a value is an error, as is what is wrong in a word
   * that is used; a variable that is not set, without an operator, is replaced by nothing, with a warning for each use.
   *
   * @param lookup the value of a variable; empty if it is not set
   */
  public Parsed<String> substitute(Function<? super String, Optional<String>> lookup) {
    return substitute(lookup, TemplateRun.LONGEST);
  }

  Parsed<String> substitute(Function<? super String, Optional<String>> lookup, int longest) {
    if (nodes.isEmpty()) {
      return Parsed.of(text);
    }
    TextProblems problems = new TextProblems();
    TemplateRun run = new TemplateRun(text, lookup, problems, longest);
    StringBuilder out = new StringBuilder(text.length());
    run.write(nodes, out);
    return problems.with(out.toString());
  }

  /** The variables that the text uses, also those in words, each use once, in the order in which they begin. */
  public ImmutableSet<Variable> variables() {
    ImmutableSet.Builder<Variable> variables = ImmutableSet.builder();
    addVariables(nodes, variables);
    return variables.build();
  }

  private void addVariables(List<TemplateNode> level, ImmutableSet.Builder<Variable> variables) {
    for (TemplateNode node : level) {
      if (node instanceof Use use) {
        variables.add(use.variable(text));
        addVariables(use.word(), variables);
      }
    }
  }

  /** The pieces of the text, in order; words stay as they are written. */
  public ImmutableList<TemplatePart> parts() {
    if (nodes.isEmpty()) {
      return text.isEmpty() ? ImmutableList.of() : ImmutableList.of(new TemplatePart.Literal(text));
    }
    ImmutableList.Builder<TemplatePart> parts = ImmutableList.builder();
    for (TemplateNode node : nodes) {
      if (node instanceof Literal literal) {
        StringBuilder out = new StringBuilder();
        literal.write(text, out);
        parts.add(new TemplatePart.Literal(out.toString()));
      } else if (node instanceof Use use) {
        parts.add(new TemplatePart.Use(use.variable(text), use.start(), use.end()));
      }
    }
    return parts.build();
  }

  /** Whether no variable is in it. */
  public boolean isLiteral() {
    return nodes.stream().allMatch(Literal.class::isInstance);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template template && template.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text as it is written. */
  @Override
  public String toString() {
    return text;
  }
}
