package dev.slipway.yaml;

/** The core schema of YAML 1.2, section 10.3. */
final class CoreScalars {
  private CoreScalars() {}

  static YamlScalar resolve(String text) {
    if (text.isEmpty()) {
      return YamlScalar.ofNull("");
    }
    char first = text.charAt(0);
    if (ScalarScan.isDigit(first) || first == '+' || first == '-' || first == '.') {
      return number(text);
    }
    return switch (text) {
      case "~", "null", "Null", "NULL" -> YamlScalar.ofNull(text);
      case "true", "True", "TRUE" -> YamlScalar.truth(text, true);
      case "false", "False", "FALSE" -> YamlScalar.truth(text, false);
      default -> YamlScalar.of(text);
    };
  }

  private static YamlScalar number(String text) {
    ScalarScan scan = new ScalarScan(text);
    if (scan.word("0o") && scan.many(Numbers.OCTAL) > 0 && scan.atEnd()) {
      return Numbers.integer(text, text.substring(2), 8);
    }
    scan.back(0);
    if (scan.word("0x") && scan.many(Numbers.HEXADECIMAL) > 0 && scan.atEnd()) {
      return Numbers.integer(text, text.substring(2), 16);
    }
    scan.back(0);
    int sign = scan.many("+-", 1);
    if (scan.digits() > 0 && scan.atEnd()) {
      return Numbers.integer(text, text.charAt(0) == '+' ? text.substring(1) : text, 10);
    }
    scan.back(sign);
    return Numbers.decimal(scan) ? YamlScalar.number(text, Double.parseDouble(text)) : Numbers.letters(text);
  }
}
