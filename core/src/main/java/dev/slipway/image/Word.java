package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Text in which variables may stand: what a Dockerfile expands in {@code ADD COPY ENV EXPOSE FROM LABEL STOPSIGNAL USER
 * VOLUME WORKDIR}, in defaults of {@code ARG} and in fields of mounts.
 *
 * <p>Methods that take a plain string read it as a {@linkplain #of template}: {@code $name} and {@code ${name…}} are
 * variables, {@code \$} is a dollar sign, everything else stands for itself (quotes too: this is Java, not a shell).
 * {@link #literal} takes text exactly as it is.
 *
 * @param parts literal texts and variables in order; neighbouring literals are joined and empty ones dropped
 */
public record Word(ImmutableList<Part> parts) {
  /** The empty text. */
  public static final Word EMPTY = new Word(ImmutableList.of());

  /** How deep variables may stand inside operands of variables: reading and writing recurse. */
  static final int MAX_DEPTH = 64;

  /** How many variables a template may have: more than a line of a Dockerfile can hold. */
  static final int MAX_VARIABLES = 50_000;

  /** A piece of a word. */
  public sealed interface Part permits Literal, Variable {}

  /**
   * Text that stands for itself.
   *
   * @param text not empty
   */
  public record Literal(String text) implements Part {
    /** Refuses what neither a path nor an environment nor a Dockerfile can hold. */
    public Literal {
      if (text.indexOf('\0') >= 0) {
        throw new InvalidValueException("'" + text.replace("\0", "\\0") + "' contains a NUL character; leave it out");
      }
    }
  }

  /**
   * A variable, with what to do with its value.
   *
   * @param name letters, digits and underscores of any script, beginning with no digit; or digits only, as the arguments
   *     of scripts are called, which are never set here
   * @param expansion empty for the plain value
   */
  public record Variable(String name, Optional<Expansion> expansion) implements Part {
    /** Checks the name. */
    public Variable {
      if (!isName(name)) {
        throw new InvalidValueException(
            "'" + name + "' is not the name of a variable: use letters, digits and underscores, and begin with no digit");
      }
    }
  }

  /**
   * What follows the name inside {@code ${…}}.
   *
   * @param operator which operation
   * @param operand the word behind the operator: a default, a message or a pattern
   * @param replacement the second word of {@code ${x/pattern/replacement}}; empty text for all others
   */
  public record Expansion(Operator operator, Word operand, Word replacement) {
    /** Refuses what no Dockerfile can say. */
    public Expansion {
      if (operator.replaces() && operand.isEmpty()) {
        throw new InvalidValueException("the pattern behind '" + operator.symbol() + "' is empty; write for example '${x//-/_}'");
      }
      if (!operator.replaces() && !replacement.isEmpty()) {
        throw new InvalidValueException("'" + operator.symbol() + "' takes no replacement; '" + replacement + "' goes with '/' and '//'");
      }
      boolean shortest = operator == Operator.WITHOUT_SHORTEST_PREFIX || operator == Operator.WITHOUT_SHORTEST_SUFFIX;
      if (shortest && !operand.isEmpty() && operand.parts().get(0) instanceof Literal first && first.text().startsWith(operator.symbol())) {
        throw new InvalidValueException("pattern '" + operand + "' behind '" + operator.symbol()
            + "' begins with the same character, which would be read as '" + operator.symbol().repeat(2)
            + "'; write '?' for it");
      }
      int depth = 1 + Math.max(operand.depth(), replacement.depth());
      if (depth > MAX_DEPTH) {
        throw new InvalidValueException("variables are nested more than " + MAX_DEPTH + " deep");
      }
    }

    /** An operation with one operand. */
    public Expansion(Operator operator, Word operand) {
      this(operator, operand, EMPTY);
    }
  }

  /** An operation on a variable's value, in the order in which they are recognised. */
  public enum Operator {
    /** {@code ${x:-word}}: the word if x is unset or empty. */
    DEFAULT_IF_EMPTY(":-"),
    /** {@code ${x-word}}: the word if x is unset. */
    DEFAULT_IF_UNSET("-"),
    /** {@code ${x:+word}}: the word if x is set and not empty. */
    ALTERNATIVE_IF_NOT_EMPTY(":+"),
    /** {@code ${x+word}}: the word if x is set. */
    ALTERNATIVE_IF_SET("+"),
    /** {@code ${x:?word}}: an error with the word as message if x is unset or empty. */
    REQUIRED_NOT_EMPTY(":?"),
    /** {@code ${x?word}}: an error with the word as message if x is unset. */
    REQUIRED("?"),
    /** {@code ${x##pattern}}: without the longest matching prefix. */
    WITHOUT_LONGEST_PREFIX("##"),
    /** {@code ${x#pattern}}: without the shortest matching prefix. */
    WITHOUT_SHORTEST_PREFIX("#"),
    /** {@code ${x%%pattern}}: without the longest matching suffix. */
    WITHOUT_LONGEST_SUFFIX("%%"),
    /** {@code ${x%pattern}}: without the shortest matching suffix. */
    WITHOUT_SHORTEST_SUFFIX("%"),
    /** {@code ${x//pattern/replacement}}: every match replaced. */
    REPLACE_ALL("//"),
    /** {@code ${x/pattern/replacement}}: the first match replaced. */
    REPLACE_FIRST("/");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** The characters between the name and the operand. */
    public String symbol() {
      return symbol;
    }

    /** Whether a second word follows the operand behind a slash. */
    public boolean replaces() {
      return this == REPLACE_ALL || this == REPLACE_FIRST;
    }
  }

  /** Joins neighbouring literals. */
  public Word {
    parts = joined(parts);
  }

  /**
   * Reads a template: {@code $name}, <code>${name}</code> and <code>${name:-word}</code> (all operators of the
   * Dockerfile language) are variables. A dollar sign that begins no variable stands for itself, and so does one behind
   * a backslash; of backslashes directly before a dollar sign, each pair stands for one.
   *
   * @throws InvalidValueException if a <code>${</code> has no name, no end or an unknown operator
   */
  public static Word of(String template) {
    return template.indexOf('$') < 0 ? literal(template) : new WordReader(template).read();
  }

  /** Exactly this text; no character is special. */
  public static Word literal(String text) {
    return text.isEmpty() ? EMPTY : new Word(ImmutableList.of(new Literal(text)));
  }

  /** The value of a variable. */
  public static Word variable(String name) {
    return new Word(ImmutableList.of(new Variable(name, Optional.empty())));
  }

  /** The parts of both words, one after the other. */
  public Word append(Word other) {
    return new Word(ImmutableList.<Part>builder().addAll(parts).addAll(other.parts).build());
  }

  /** The text, if no variable stands in it. */
  public Optional<String> constant() {
    return switch (parts.size()) {
      case 0 -> Optional.of("");
      case 1 -> parts.get(0) instanceof Literal literal ? Optional.of(literal.text()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether this is the empty text. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** The names of all variables, operands included, in order of first use. */
  public ImmutableSet<String> variables() {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (Part part : parts) {
      if (part instanceof Variable variable) {
        names.add(variable.name());
        variable.expansion().ifPresent(expansion -> {
          names.addAll(expansion.operand().variables());
          names.addAll(expansion.replacement().variables());
        });
      }
    }
    return names.build();
  }

  /**
   * The text with every variable replaced.
   *
   * @param values gives a variable's value, or nothing if it is unset (which expands to the empty text)
   * @throws InvalidValueException if a required variable is missing, a pattern is malformed, or the result is longer
   *     than {@link WordExpander#MAX_LENGTH} characters
   */
  public String expand(Function<String, Optional<String>> values) {
    return new WordExpander(values).expand(this);
  }

  /** The template that {@link #of} reads as this word. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    WordReader.write(this, text, "");
    return text.toString();
  }

  private int depth() {
    int depth = 0;
    for (Part part : parts) {
      if (part instanceof Variable variable && variable.expansion().isPresent()) {
        Expansion expansion = variable.expansion().get();
        depth = Math.max(depth, 1 + Math.max(expansion.operand().depth(), expansion.replacement().depth()));
      }
    }
    return depth;
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.codePoints().allMatch(Word::isNameCharacter)
        && (!isDigit(name.codePointAt(0)) || name.codePoints().allMatch(Word::isDigit));
  }

  static boolean isDigit(int c) {
    return Character.isDigit(c);
  }

  /** Whether a code point can stand in the name of a variable: the builder knows all scripts. */
  static boolean isNameCharacter(int c) {
    return Character.isLetter(c) || Character.isDigit(c) || c == '_';
  }

  /**
   * Where the name that begins at an index ends: one that begins with a digit ends with its last digit, so that {@code $1x}
   * is {@code $1} and an x.
   */
  public static int nameEnd(String text, int start) {
    int at = start;
    boolean number = at < text.length() && isDigit(text.codePointAt(at));
    while (at < text.length() && (number ? isDigit(text.codePointAt(at)) : isNameCharacter(text.codePointAt(at)))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static ImmutableList<Part> joined(ImmutableList<Part> parts) {
    if (parts.isEmpty() || parts.size() == 1 && !(parts.get(0) instanceof Literal literal && literal.text().isEmpty())) {
      return parts;
    }
    ImmutableList.Builder<Part> result = ImmutableList.builder();
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        text.append(literal.text());
      } else {
        addLiteral(result, text);
        result.add(part);
      }
    }
    addLiteral(result, text);
    return result.build();
  }

  private static void addLiteral(ImmutableList.Builder<Part> parts, StringBuilder text) {
    if (!text.isEmpty()) {
      parts.add(new Literal(text.toString()));
      text.setLength(0);
    }
  }
}
