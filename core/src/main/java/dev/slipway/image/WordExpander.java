package dev.slipway.image;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Literal;
import dev.slipway.image.Word.Operator;
import dev.slipway.image.Word.Variable;
import java.util.Optional;
import java.util.function.Function;

/** Replaces the variables of a word by their values. */
final class WordExpander {
  /** The longest text that a word may expand to, in characters: doubling variables must not fill the memory. */
  static final int MAX_LENGTH = 1 << 20;

  private final Function<String, Optional<String>> values;

  WordExpander(Function<String, Optional<String>> values) {
    this.values = values;
  }

  String expand(Word word) {
    StringBuilder text = new StringBuilder();
    for (Word.Part part : word.parts()) {
      text.append(switch (part) {
        case Literal literal -> literal.text();
        case Variable variable -> value(variable);
      });
      if (text.length() > MAX_LENGTH) {
        throw new InvalidValueException("'" + abbreviated(word) + "' expands to more than " + MAX_LENGTH + " characters");
      }
    }
    return text.toString();
  }

  private String value(Variable variable) {
    Optional<String> value = values.apply(variable.name());
    if (variable.expansion().isEmpty()) {
      return value.orElse("");
    }
    Expansion expansion = variable.expansion().get();
    boolean filled = value.filter(text -> !text.isEmpty()).isPresent();
    // as in BuildKit, a mistake in an operand counts even where the operand is not needed
    String operand = expand(expansion.operand());
    return switch (expansion.operator()) {
      case DEFAULT_IF_UNSET -> value.orElse(operand);
      case DEFAULT_IF_EMPTY -> filled ? value.orElse("") : operand;
      case ALTERNATIVE_IF_SET -> value.isPresent() ? operand : "";
      case ALTERNATIVE_IF_NOT_EMPTY -> filled ? operand : "";
      case REQUIRED -> value.orElseThrow(() -> missing(variable, operand));
      case REQUIRED_NOT_EMPTY -> value.filter(text -> !text.isEmpty()).orElseThrow(() -> missing(variable, operand));
      case WITHOUT_SHORTEST_PREFIX, WITHOUT_LONGEST_PREFIX, WITHOUT_SHORTEST_SUFFIX, WITHOUT_LONGEST_SUFFIX, REPLACE_FIRST, REPLACE_ALL ->
        edited(value.orElse(""), expansion, operand);
    };
  }

  private String edited(String value, Expansion expansion, String operand) {
    Operator operator = expansion.operator();
    // the value of a variable at the start of the pattern can double the operator, as in BuildKit
    boolean doubled = operator == Operator.WITHOUT_SHORTEST_PREFIX || operator == Operator.WITHOUT_SHORTEST_SUFFIX;
    if (doubled && operand.startsWith(operator.symbol())) {
      Operator longest = operator == Operator.WITHOUT_SHORTEST_PREFIX
          ? Operator.WITHOUT_LONGEST_PREFIX
          : Operator.WITHOUT_LONGEST_SUFFIX;
      return edited(value, new Expansion(longest, Word.EMPTY), operand.substring(1));
    }
    ShellPattern pattern = ShellPattern.compile(operand);
    int[] text = value.codePoints().toArray();
    return switch (operator) {
      case WITHOUT_SHORTEST_PREFIX -> text(text, Math.max(0, pattern.ends(text, false)[0]), text.length);
      case WITHOUT_LONGEST_PREFIX -> text(text, Math.max(0, pattern.ends(text, true)[0]), text.length);
      case WITHOUT_SHORTEST_SUFFIX -> text(text, 0, text.length - suffixLength(text, pattern, false));
      case WITHOUT_LONGEST_SUFFIX -> text(text, 0, text.length - suffixLength(text, pattern, true));
      case REPLACE_FIRST -> replaced(text, pattern, expand(expansion.replacement()), false);
      default -> replaced(text, pattern, expand(expansion.replacement()), true);
    };
  }

  private static String text(int[] codePoints, int from, int to) {
    return new String(codePoints, from, to - from);
  }

  private static int suffixLength(int[] text, ShellPattern pattern, boolean longest) {
    int[] reversed = new int[text.length];
    for (int i = 0; i < text.length; i++) {
      reversed[text.length - 1 - i] = text[i];
    }
    return Math.max(0, pattern.reversed().ends(reversed, longest)[0]);
  }

  /** Empty matches count too, but none directly behind another match, as in BuildKit. */
  private static String replaced(int[] text, ShellPattern pattern, String replacement, boolean all) {
    int[] ends = pattern.ends(text, true);
    StringBuilder result = new StringBuilder();
    int copied = 0;
    int at = 0;
    while (at <= text.length) {
      int end = ends[at];
      if (end < 0) {
        at++;
        continue;
      }
      result.append(text(text, copied, at));
      if (end > copied || at == 0) {
        result.append(all ? filledIn(replacement, text(text, at, end)) : replacement);
      }
      if (result.length() > MAX_LENGTH) {
        throw new InvalidValueException("a replacement in a variable grows to more than " + MAX_LENGTH + " characters");
      }
      copied = end;
      if (!all) {
        break;
      }
      at = Math.max(at + 1, end);
    }
    return result.append(text(text, copied, text.length)).toString();
  }

  /**
   * A replacement for every match, in which the builder's regular expressions see {@code $0} as the match, other names
   * behind a dollar sign as nothing, and two dollar signs as one.
   */
  private static String filledIn(String replacement, String match) {
    if (replacement.indexOf('$') < 0) {
      return replacement;
    }
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < replacement.length() && result.length() <= MAX_LENGTH) {
      char c = replacement.charAt(at++);
      if (c != '$' || at == replacement.length()) {
        result.append(c);
        continue;
      }
      boolean braced = replacement.charAt(at) == '{';
      int start = braced ? at + 1 : at;
      int end = start;
      while (end < replacement.length() && Word.isNameCharacter(replacement.codePointAt(end))) {
        end += Character.charCount(replacement.codePointAt(end));
      }
      boolean closed = !braced || (end < replacement.length() && replacement.charAt(end) == '}');
      if (replacement.charAt(at) == '$') {
        result.append('$');
        at++;
      } else if (end == start || !closed) {
        result.append('$');
      } else {
        result.append(replacement.substring(start, end).equals("0") ? match : "");
        at = braced ? end + 1 : end;
      }
    }
    return result.toString();
  }

  private static InvalidValueException missing(Variable variable, String message) {
    return new InvalidValueException(
        "variable '" + variable.name() + "' is required" + (message.isEmpty() ? ": give it a value" : ": " + message));
  }

  private static String abbreviated(Word word) {
    String text = word.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
