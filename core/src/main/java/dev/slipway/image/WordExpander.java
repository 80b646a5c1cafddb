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
        value.map(text -> edited(text, expansion)).orElse("");
    };
  }

  private String edited(String text, Expansion expansion) {
    ShellPattern pattern = ShellPattern.compile(expand(expansion.operand()));
    return switch (expansion.operator()) {
      case WITHOUT_SHORTEST_PREFIX -> text.substring(Math.max(0, pattern.matchFrom(text, 0, false)));
      case WITHOUT_LONGEST_PREFIX -> text.substring(Math.max(0, pattern.matchFrom(text, 0, true)));
      case WITHOUT_SHORTEST_SUFFIX -> withoutSuffix(text, pattern, false);
      case WITHOUT_LONGEST_SUFFIX -> withoutSuffix(text, pattern, true);
      case REPLACE_FIRST -> replaced(text, pattern, expand(expansion.replacement()), false);
      default -> replaced(text, pattern, expand(expansion.replacement()), true);
    };
  }

  private static String withoutSuffix(String text, ShellPattern pattern, boolean longest) {
    String reversed = new StringBuilder(text).reverse().toString();
    int length = Math.max(0, pattern.reversed().matchFrom(reversed, 0, longest));
    return text.substring(0, text.length() - length);
  }

  private static String replaced(String text, ShellPattern pattern, String replacement, boolean all) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = pattern.matchFrom(text, at, true);
      if (end > at) {
        result.append(replacement);
        at = end;
        if (!all) {
          break;
        }
      } else {
        result.append(text.charAt(at++));
      }
      if (result.length() > MAX_LENGTH) {
        throw new InvalidValueException("a replacement in a variable grows to more than " + MAX_LENGTH + " characters");
      }
    }
    return result.append(text, at, text.length()).toString();
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
