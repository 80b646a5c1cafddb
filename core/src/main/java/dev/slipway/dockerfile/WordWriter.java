package dev.slipway.dockerfile;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import dev.slipway.image.PatternText;
import dev.slipway.image.Word;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Literal;
import dev.slipway.image.Word.Operator;
import dev.slipway.image.Word.Variable;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes words so that the builder, having removed quotes and escapes and replaced variables, sees what they stand for.
 *
 * <p>How instructions split their arguments differs, so the forms do: {@link #bare} for instructions that split at every
 * blank whatever is quoted, {@link #single} for those that take the whole line as one word, {@link #inList} for those
 * that know quotes.
 */
final class WordWriter {
  private static final CharMatcher SPACE = CharMatcher.forPredicate(PatternText::isSpace);
  private static final CharMatcher SPECIAL = CharMatcher.anyOf("\\'\"$");
  private static final CharMatcher SPECIAL_IN_FLAG = CharMatcher.anyOf("\\'\"");
  private static final CharMatcher SPECIAL_IN_QUOTES = CharMatcher.anyOf("\\\"$");
  /** What must be quoted inside <code>${x:-…}</code>: there a backslash is kept by some operators. */
  private static final CharMatcher SPECIAL_IN_OPERAND = SPACE.or(CharMatcher.anyOf("\\\"${}/"));

  private final Set<DockerfileFeature> features;

  WordWriter(Set<DockerfileFeature> features) {
    this.features = features;
  }

  static boolean hasSpace(String text) {
    return SPACE.matchesAnyOf(text);
  }

  /** The word with backslashes before what is special; blanks stay as they are. */
  String bare(Word word) {
    return written(word, SPECIAL);
  }

  /** The word for an instruction that takes the whole line. */
  String single(Word word) {
    String bare = bare(word);
    boolean trimmed = bare.isEmpty() || !PatternText.trim(bare).equals(bare);
    return trimmed || hasSpace(bare) && isPlain(word) ? quoted(word) : bare;
  }

  /** As {@link #bare} for the value of a flag, before {@link #flag}: no dollar sign stands for itself outside of quotes. */
  String inFlag(Word word) {
    StringBuilder out = new StringBuilder();
    for (Word.Part part : word.parts()) {
      switch (part) {
        case Literal literal -> out.append(escape(literal.text(), SPECIAL_IN_FLAG).replace("$", "'$'"));
        case Variable variable -> writeVariable(variable, out);
      }
    }
    return out.toString();
  }

  /** As {@link #bare}, with quotes where blanks at the ends would be dropped. */
  String untrimmed(Word word) {
    String bare = bare(word);
    return PatternText.trim(bare).equals(bare) ? bare : quoted(word);
  }

  /** The word for an instruction that takes several and knows quotes. */
  String inList(Word word) {
    boolean spaced = word.parts().stream().anyMatch(part -> part instanceof Literal literal && hasSpace(literal.text()));
    return word.isEmpty() || spaced && isPlain(word) ? quoted(word) : escaped(word);
  }

  /** As {@link #inList} without quotes: for names of variables and labels. */
  String escaped(Word word) {
    return written(word, SPECIAL.or(SPACE));
  }

  /** The text of a flag's value with backslashes, which the builder removes before it looks at the value. */
  static String flag(String value) {
    return escape(value, SPACE.or(CharMatcher.anyOf("\\'\"")));
  }

  /** Strings as a JSON array. */
  static String json(Iterable<String> strings) {
    return Streams.stream(strings).map(WordWriter::json).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A JSON string. */
  static String json(String string) {
    StringBuilder out = new StringBuilder().append('"');
    for (int i = 0; i < string.length(); i++) {
      appendJson(string.charAt(i), out);
    }
    return out.append('"').toString();
  }

  private static void appendJson(char c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
        } else {
          out.append(c);
        }
      }
    }
  }

  /** Whether each variable stands for its plain value; quotes inside an operand would end quotes around it. */
  private static boolean isPlain(Word word) {
    return word.parts().stream().noneMatch(part -> part instanceof Variable variable && variable.expansion().isPresent());
  }

  private String quoted(Word word) {
    if (isPlain(word)) {
      return '"' + written(word, SPECIAL_IN_QUOTES) + '"';
    }
    // blanks one by one in quotes, since quotes cannot stand around the operands
    StringBuilder out = new StringBuilder();
    for (Word.Part part : word.parts()) {
      out.append(part instanceof Literal literal ? operandLiteral(literal.text()) : written(new Word(ImmutableList.of(part)), SPECIAL));
    }
    return out.toString();
  }

  private String written(Word word, CharMatcher special) {
    StringBuilder out = new StringBuilder();
    for (Word.Part part : word.parts()) {
      switch (part) {
        case Literal literal -> out.append(escape(literal.text(), special));
        case Variable variable -> writeVariable(variable, out);
      }
    }
    return out.toString();
  }

  private static String escape(String text, CharMatcher special) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (special.matches(text.charAt(i))) {
        out.append('\\');
      }
      out.append(text.charAt(i));
    }
    return out.toString();
  }

  private void writeVariable(Variable variable, StringBuilder out) {
    out.append("${").append(variable.name());
    variable.expansion().ifPresent(expansion -> writeExpansion(expansion, out));
    out.append('}');
  }

  private void writeExpansion(Expansion expansion, StringBuilder out) {
    Operator operator = expansion.operator();
    switch (operator) {
      case DEFAULT_IF_EMPTY, ALTERNATIVE_IF_NOT_EMPTY -> {
      }
      case DEFAULT_IF_UNSET, ALTERNATIVE_IF_SET, REQUIRED, REQUIRED_NOT_EMPTY -> features.add(DockerfileFeature.MORE_DEFAULTS);
      default -> features.add(DockerfileFeature.TRIMMING);
    }
    out.append(operator.symbol());
    writeOperand(expansion.operand(), out);
    if (operator.replaces()) {
      out.append('/');
      writeOperand(expansion.replacement(), out);
    }
  }

  private void writeOperand(Word operand, StringBuilder out) {
    for (Word.Part part : operand.parts()) {
      switch (part) {
        case Literal literal -> out.append(operandLiteral(literal.text()));
        case Variable variable -> writeVariable(variable, out);
      }
    }
  }

  /** Text with what is special in quotes, which every operator removes. */
  private static String operandLiteral(String text) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int start = i;
      if (text.charAt(i) == '\'') {
        out.append("\"'\"");
        i++;
      } else if (SPECIAL_IN_OPERAND.matches(text.charAt(i))) {
        // a dollar sign in quotes of its own: what looks for texts of several lines sees flags with their quotes escaped
        while (i < text.length() && SPECIAL_IN_OPERAND.matches(text.charAt(i)) && (i == start || text.charAt(i - 1) != '$')) {
          i++;
        }
        out.append('\'').append(text, start, i).append('\'');
      } else {
        out.append(text.charAt(i++));
      }
    }
    return out.toString();
  }
}
