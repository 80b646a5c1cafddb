package dev.slipway.image;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Literal;
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
    return switch (expansion.operator()) {
      case DEFAULT_IF_UNSET -> value.orElseGet(() -> expand(expansion.operand()));
      case DEFAULT_IF_EMPTY -> filled ? value.orElse("") : expand(expansion.operand());
      case ALTERNATIVE_IF_SET -> value.isPresent() ? expand(expansion.operand()) : "";
      case ALTERNATIVE_IF_NOT_EMPTY -> filled ? expand(expansion.operand()) : "";
      case REQUIRED -> value.orElseThrow(() -> missing(variable, expansion));
      case REQUIRED_NOT_EMPTY -> value.filter(text -> !text.isEmpty()).orElseThrow(() -> missing(variable, expansion));
      case WITHOUT_SHORTEST_PREFIX, WITHOUT_LONGEST_PREFIX, WITHOUT_SHORTEST_SUFFIX, WITHOUT_LONGEST_SUFFIX, REPLACE_FIRST, REPLACE_ALL ->
        edited(value.orElse(""), expansion);
    };
  }

  private String edited(String value, Expansion expansion) {
    ShellPattern pattern = ShellPattern.compile(expand(expansion.operand()));
    int[] text = value.codePoints().toArray();
    return switch (expansion.operator()) {
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
        result.append(replacement);
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

  private InvalidValueException missing(Variable variable, Expansion expansion) {
    String message = expand(expansion.operand());
    return new InvalidValueException(
        "variable '" + variable.name() + "' is required" + (message.isEmpty() ? ": give it a value" : ": " + message));
  }

  private static String abbreviated(Word word) {
    String text = word.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
