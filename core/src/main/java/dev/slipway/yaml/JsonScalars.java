package dev.slipway.yaml;

/** The JSON schema of YAML 1.2, section 10.2. */
final class JsonScalars {
  private JsonScalars() {}

  static YamlScalar resolve(String text) {
    return switch (text) {
      case "", "null" -> YamlScalar.ofNull(text);
      case "true" -> YamlScalar.truth(text, true);
      case "false" -> YamlScalar.truth(text, false);
      default -> number(text);
    };
  }

  private static YamlScalar number(String text) {
    ScalarScan scan = new ScalarScan(text);
    int sign = scan.many("-", 1);
    int digits = scan.digits();
    if (digits == 0 || digits > 1 && text.charAt(sign) == '0') {
      return YamlScalar.of(text);
    }
    if (scan.atEnd()) {
      return Numbers.integer(text, text, 10);
    }
    scan.back(sign);
    return Numbers.decimal(scan) ? YamlScalar.number(text, Double.parseDouble(text)) : YamlScalar.of(text);
  }
}
