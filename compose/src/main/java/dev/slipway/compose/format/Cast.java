package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;

/**
 * Texts read as the numbers and truth values that some attributes of a compose file hold: a value with variables is a text
 * until they are replaced.
 */
public final class Cast {
  private Cast() {}

  /**
   * Reads a truth value: {@code true} and {@code false} in any case, and with a warning {@code y}, {@code yes}, {@code on},
   * {@code n}, {@code no}, {@code off}, which are no truth values in YAML 1.2.
   */
  public static Parsed<Boolean> toBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Parsed.of(true);
      case "false" -> Parsed.of(false);
      case "y", "yes", "on" -> oldWord(text, true);
      case "n", "no", "off" -> oldWord(text, false);
      default -> failed(text, "is neither true nor false", "write true or false");
    };
  }

  private static Parsed<Boolean> oldWord(String text, boolean value) {
    return new Parsed<>(Optional.of(value), ImmutableList.of(TextProblem.warning(0, text.length(),
        Quoted.of(text) + " is no truth value in YAML 1.2", "write " + value)));
  }

  /** Reads a whole number of 64 bits: decimal digits, perhaps with a sign before them. */
  public static Parsed<Long> toInteger(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (!GoText.isDigits(text.substring(start))) {
      return failed(text, text.isEmpty() ? "is no whole number, it is empty" : "is no whole number", "write decimal digits, such as 3");
    }
    try {
      return Parsed.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return failed(text, "does not fit into 64 bits", "write a smaller number");
    }
  }

  /** Reads a number of double precision: decimal, perhaps with an exponent, or hexadecimal with one. */
  public static Parsed<Double> toDecimal(String text) {
    Optional<Double> value = GoNumber.parse(text);
    if (value.isEmpty()) {
      return failed(text, text.isEmpty() ? "is no number, it is empty" : "is no number", "write a number such as 0.5");
    }
    return value.get().isInfinite() && !GoNumber.isInfinity(text)
        ? failed(text, "is too large", "write a smaller number")
        : Parsed.of(value.get());
  }

  /** Reads a number of single precision. */
  public static Parsed<Float> toSingle(String text) {
    Parsed<Double> value = toDecimal(text);
    if (value.value().isEmpty()) {
      return new Parsed<>(Optional.empty(), value.problems());
    }
    // not by way of the double, which would round twice
    float single = GoNumber.single(text);
    return Float.isInfinite(single) && !GoNumber.isInfinity(text)
        ? failed(text, "is too large", "write a smaller number")
        : Parsed.of(single);
  }

  private static <T> Parsed<T> failed(String text, String fault, String advice) {
    return Parsed.failed(TextProblem.error(0, text.length(), Quoted.of(text) + " " + fault, advice));
  }
}
