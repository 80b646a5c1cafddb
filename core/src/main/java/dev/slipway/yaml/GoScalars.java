package dev.slipway.yaml;

import com.google.common.base.CharMatcher;
import java.math.BigInteger;

/** The types that go-yaml finds in plain scalars: those of YAML 1.2 and many of 1.1, in Go's grammar of numbers. */
final class GoScalars {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST_SIGNED = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final CharMatcher UNDERSCORE = CharMatcher.is('_');
  /** Digits of 64 bits in base two; zeros in front are not counted. */
  private static final int LONGEST = 64;

  private GoScalars() {}

  static YamlScalar resolve(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> YamlScalar.ofNull(text);
      case "true", "True", "TRUE" -> YamlScalar.truth(text, true);
      case "false", "False", "FALSE" -> YamlScalar.truth(text, false);
      case "-0", "-0.0" -> YamlScalar.number(text, -0.0);
      default -> number(text);
    };
  }

  private static YamlScalar number(String text) {
    char first = text.charAt(0);
    if (first == '.') {
      return pointFirst(text);
    }
    if (!ScalarScan.isDigit(first) && first != '+' && first != '-') {
      return YamlScalar.of(text);
    }
    if (Timestamps.isGo(text)) {
      return YamlScalar.timestamp(text);
    }
    String digits = UNDERSCORE.removeFrom(text);
    YamlScalar integer = integer(text, digits);
    if (!integer.isString()) {
      return integer;
    }
    ScalarScan scan = new ScalarScan(digits);
    scan.many("+-", 1);
    return Numbers.decimal(scan) ? finite(text, digits) : Numbers.letters(text);
  }

  /** Behind a point, underscores must stand between digits. */
  private static YamlScalar pointFirst(String text) {
    String digits = text;
    if (text.indexOf('_') >= 0) {
      for (int i = 1; i < text.length(); i++) {
        boolean between = i + 1 < text.length() && ScalarScan.isDigit(text.charAt(i - 1)) && ScalarScan.isDigit(text.charAt(i + 1));
        if (text.charAt(i) == '_' && !between) {
          return YamlScalar.of(text);
        }
      }
      digits = UNDERSCORE.removeFrom(text);
    }
    return Numbers.decimal(new ScalarScan(digits)) ? finite(text, digits) : Numbers.letters(text);
  }

  /** What is too large for a number is a string. */
  private static YamlScalar finite(String text, String digits) {
    double number = Double.parseDouble(digits);
    return Double.isInfinite(number) ? YamlScalar.of(text) : YamlScalar.number(text, number);
  }

  private static YamlScalar integer(String text, String digits) {
    ScalarScan scan = new ScalarScan(digits);
    int sign = scan.many("+-", 1);
    int radix = radix(digits, sign);
    int prefix = radix == 10 ? 0 : radix == 8 && !"oO".contains(digits.substring(sign + 1, sign + 2)) ? 1 : 2;
    String allowed = radix == 16 ? Numbers.HEXADECIMAL : "0123456789".substring(0, radix);
    scan.back(sign + prefix);
    if (scan.many(allowed) == 0 || !scan.atEnd()) {
      return YamlScalar.of(text);
    }
    String significant = CharMatcher.is('0').trimLeadingFrom(digits.substring(sign + prefix));
    if (significant.length() > LONGEST) {
      return YamlScalar.of(text);
    }
    BigInteger number = significant.isEmpty() ? BigInteger.ZERO : new BigInteger(significant, radix);
    BigInteger signed = digits.charAt(0) == '-' ? number.negate() : number;
    BigInteger most = sign == 0 ? MOST : MOST_SIGNED;
    return signed.compareTo(LEAST) < 0 || signed.compareTo(most) > 0 ? YamlScalar.of(text) : YamlScalar.integer(text, signed);
  }

  /** The base that the beginning tells: a zero alone is the decimal one. */
  private static int radix(String digits, int sign) {
    if (digits.length() < sign + 2 || digits.charAt(sign) != '0') {
      return 10;
    }
    return switch (digits.charAt(sign + 1)) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }
}
