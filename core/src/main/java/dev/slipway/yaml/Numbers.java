package dev.slipway.yaml;

import java.math.BigInteger;

/** The parts that grammars of numbers have in common. */
final class Numbers {
  static final String OCTAL = "01234567";
  static final String HEXADECIMAL = "0123456789abcdefABCDEF";
  /** Longer ones are strings: the time to read a number grows faster than its length. */
  static final int MOST_DIGITS = 1_000;

  private Numbers() {}

  /** A whole number of these digits, or a string if there are too many. */
  static YamlScalar integer(String text, String digits, int radix) {
    return digits.length() > MOST_DIGITS ? YamlScalar.of(text) : YamlScalar.integer(text, new BigInteger(digits, radix));
  }

  /** Steps over digits with a point somewhere or nowhere and perhaps an exponent, to the end. */
  static boolean decimal(ScalarScan scan) {
    int whole = scan.digits();
    int fraction = scan.one(".") ? scan.digits() : 0;
    return whole + fraction > 0 && exponent(scan) && scan.atEnd();
  }

  /** Steps over an exponent, if there is one; false if it has no digits. */
  private static boolean exponent(ScalarScan scan) {
    if (!scan.one("eE")) {
      return true;
    }
    scan.many("+-", 1);
    return scan.digits() > 0;
  }

  /** A number that is written in letters, or the string. */
  static YamlScalar letters(String text) {
    return switch (text) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> YamlScalar.number(text, Double.POSITIVE_INFINITY);
      case "-.inf", "-.Inf", "-.INF" -> YamlScalar.number(text, Double.NEGATIVE_INFINITY);
      case ".nan", ".NaN", ".NAN" -> YamlScalar.number(text, Double.NaN);
      default -> YamlScalar.of(text);
    };
  }
}
