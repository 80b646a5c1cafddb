package dev.slipway.compose.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/** Numbers as canonical compose files have them: the fewest digits that mean the same number. */
public final class GoNumber {
  /** Longer texts are no numbers that somebody wrote. */
  private static final int LONGEST = 1000;

  private GoNumber() {}

  /** A number of double precision, such as {@code 0.5}, {@code 3}, {@code 1e+06}. */
  public static String print(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
    BigDecimal digits = new BigDecimal(Double.toString(Math.abs(value)));
    BigDecimal shorter = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return print(Double.doubleToRawLongBits(value) < 0, shorter.doubleValue() == Math.abs(value) ? shorter : digits);
  }

  /** A number of single precision. */
  public static String print(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return print((double) value);
    }
    BigDecimal digits = new BigDecimal(Float.toString(Math.abs(value)));
    BigDecimal shorter = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return print(Float.floatToRawIntBits(value) < 0, shorter.floatValue() == Math.abs(value) ? shorter : digits);
  }

  private static String print(boolean negative, BigDecimal value) {
    String sign = negative ? "-" : "";
    if (value.signum() == 0) {
      return sign + "0";
    }
    BigDecimal number = value.stripTrailingZeros();
    String digits = number.unscaledValue().toString();
    int exponent = digits.length() - 1 - number.scale();
    // the bounds of Go's %g without a precision
    if (exponent >= -4 && exponent < 6) {
      return sign + number.toPlainString();
    }
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    String power = Integer.toString(Math.abs(exponent));
    return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (power.length() == 1 ? "0" + power : power);
  }

  static Optional<Double> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (isInfinity(text)) {
      return Optional.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    if (text.toLowerCase(Locale.ROOT).equals("nan")) {
      return Optional.of(Double.NaN);
    }
    String digits = withoutUnderscores(text);
    return isNumber(digits) ? Optional.of(Double.parseDouble(digits)) : Optional.empty();
  }

  static float single(String text) {
    if (isInfinity(text)) {
      return text.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    String digits = withoutUnderscores(text);
    return isNumber(digits) ? Float.parseFloat(digits) : Float.NaN;
  }

  static boolean isInfinity(String text) {
    String word = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.equals("inf") || lower.equals("infinity");
  }

  /** The text without underscores if each stands between digits, or behind {@code 0x}; otherwise the text. */
  private static String withoutUnderscores(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean hexadecimal = text.startsWith("0x", start) || text.startsWith("0X", start);
    for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
      boolean before = i > 0 && (isDigit(text.charAt(i - 1), hexadecimal) || hexadecimal && i == start + 2);
      if (!before || i + 1 == text.length() || !isDigit(text.charAt(i + 1), hexadecimal)) {
        return text;
      }
    }
    return text.replace("_", "");
  }

  /** Whether it is a number to Go: no suffixes and blanks of Java, hexadecimal ones with an exponent only. */
  private static boolean isNumber(String text) {
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean hexadecimal = text.startsWith("0x", at) || text.startsWith("0X", at);
    at += hexadecimal ? 2 : 0;
    int digits = 0;
    boolean point = false;
    while (at < text.length() && (isDigit(text.charAt(at), hexadecimal) || text.charAt(at) == '.' && !point)) {
      point |= text.charAt(at) == '.';
      digits += text.charAt(at) == '.' ? 0 : 1;
      at++;
    }
    boolean exponent = at < text.length() && Character.toLowerCase(text.charAt(at)) == (hexadecimal ? 'p' : 'e');
    if (digits == 0 || hexadecimal && !exponent) {
      return false;
    }
    if (!exponent) {
      return at == text.length();
    }
    String power = text.substring(at + 1);
    return GoText.isDigits(power.startsWith("-") || power.startsWith("+") ? power.substring(1) : power);
  }

  private static boolean isDigit(char c, boolean hexadecimal) {
    return GoText.isDigit(c) || hexadecimal && (c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
  }
}
