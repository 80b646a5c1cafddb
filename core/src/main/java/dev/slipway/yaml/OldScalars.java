package dev.slipway.yaml;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.math.BigInteger;

/** The types of YAML 1.1 as PyYAML has them: {@code y} and {@code n} are strings, floats need a point and a sign of the exponent. */
final class OldScalars {
  private static final String DIGITS = "0123456789_";
  private static final CharMatcher UNDERSCORE = CharMatcher.is('_');

  private OldScalars() {}

  static YamlScalar resolve(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> YamlScalar.ofNull(text);
      case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> YamlScalar.truth(text, true);
      case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> YamlScalar.truth(text, false);
      default -> number(text);
    };
  }

  private static YamlScalar number(String text) {
    char first = text.charAt(0);
    if (!ScalarScan.isDigit(first) && first != '+' && first != '-' && first != '.') {
      return YamlScalar.of(text);
    }
    if (isFloat(text)) {
      return YamlScalar.number(text, Double.parseDouble(UNDERSCORE.removeFrom(text)));
    }
    if (isBase60(text)) {
      return base60(text);
    }
    YamlScalar integer = integer(text);
    if (!integer.isString()) {
      return integer;
    }
    return Timestamps.isOld(text) ? YamlScalar.timestamp(text) : Numbers.letters(text);
  }

  /** With a point; an exponent needs a sign; a sign in front needs a digit behind it. */
  private static boolean isFloat(String text) {
    ScalarScan scan = new ScalarScan(text);
    boolean signed = scan.one("+-");
    boolean whole = scan.one("0123456789");
    scan.many(whole ? DIGITS : "");
    if (!scan.one(".") || !whole && (signed || !scan.one("0123456789"))) {
      return false;
    }
    scan.many(DIGITS);
    return scan.atEnd() || scan.one("eE") && scan.one("+-") && scan.digits() > 0 && scan.atEnd();
  }

  private static YamlScalar integer(String text) {
    ScalarScan scan = new ScalarScan(text);
    int sign = scan.many("+-", 1);
    String digits = UNDERSCORE.removeFrom(text.substring(sign));
    String signed = text.startsWith("-") ? "-" : "";
    if (digits.isEmpty()) {
      return YamlScalar.of(text);
    }
    if (scan.word("0b")) {
      return scan.many("01_") > 0 && scan.atEnd() && digits.length() > 2
          ? Numbers.integer(text, signed + digits.substring(2), 2)
          : YamlScalar.of(text);
    }
    if (scan.word("0x")) {
      return scan.many(Numbers.HEXADECIMAL + "_") > 0 && scan.atEnd() && digits.length() > 2
          ? Numbers.integer(text, signed + digits.substring(2), 16)
          : YamlScalar.of(text);
    }
    if (scan.one("0")) {
      scan.many(Numbers.OCTAL + "_");
      return scan.atEnd() ? Numbers.integer(text, signed + digits, 8) : YamlScalar.of(text);
    }
    scan.many(scan.one("123456789") ? DIGITS : "");
    return scan.atEnd() ? Numbers.integer(text, signed + digits, 10) : YamlScalar.of(text);
  }

  /** Digits in groups of sixty, such as {@code 22:22} and {@code 190:20:30.15}; a whole number does not begin with a zero. */
  private static boolean isBase60(String text) {
    ScalarScan scan = new ScalarScan(text);
    int sign = scan.many("+-", 1);
    if (!scan.one("0123456789")) {
      return false;
    }
    scan.many(DIGITS);
    int groups = 0;
    while (scan.one(":")) {
      int number = scan.shortNumber();
      if (number < 0 || number > 59) {
        return false;
      }
      groups++;
    }
    if (groups == 0) {
      return false;
    }
    boolean fraction = scan.one(".");
    scan.many(fraction ? DIGITS : "");
    return scan.atEnd() && (fraction || text.charAt(sign) != '0');
  }

  private static YamlScalar base60(String text) {
    String digits = UNDERSCORE.removeFrom(CharMatcher.anyOf("+-").trimLeadingFrom(text));
    if (digits.length() > Numbers.MOST_DIGITS) {
      return YamlScalar.of(text);
    }
    boolean negative = text.charAt(0) == '-';
    if (text.indexOf('.') >= 0) {
      double number = 0;
      for (String group : Splitter.on(':').split(digits)) {
        number = number * 60 + Double.parseDouble(group);
      }
      return YamlScalar.number(text, negative ? -number : number);
    }
    BigInteger number = BigInteger.ZERO;
    for (String group : Splitter.on(':').split(digits)) {
      number = number.multiply(BigInteger.valueOf(60)).add(new BigInteger(group));
    }
    return YamlScalar.integer(text, negative ? number.negate() : number);
  }
}
