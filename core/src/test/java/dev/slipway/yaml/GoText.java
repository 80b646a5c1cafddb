package dev.slipway.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as Go prints them with their types, which is how they were recorded. */
final class GoText {
  private GoText() {}

  static String of(YamlValue value) {
    return switch (value) {
      case YamlMap map -> {
        TreeMap<String, YamlValue> sorted = new TreeMap<>();
        map.entries().forEach(entry -> sorted.put(entry.name(), entry.value()));
        yield sorted.entrySet()
            .stream()
            .map(entry -> quoted(entry.getKey()) + ":" + of(entry.getValue()))
            .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
      }
      case YamlList list -> list.items().stream().map(GoText::of).collect(Collectors.joining(", ", "[]interface {}{", "}"));
      case YamlScalar scalar -> scalar(scalar);
    };
  }

  private static String scalar(YamlScalar scalar) {
    return switch (scalar.kind()) {
      case NULL -> "interface {}(nil)";
      case BOOLEAN -> scalar.truth().orElseThrow().toString();
      case INTEGER -> integer(scalar.integer().orElseThrow());
      case FLOAT -> number(scalar.number().orElseThrow());
      case TIMESTAMP -> "time.Date";
      case STRING -> quoted(scalar.text());
    };
  }

  private static String integer(BigInteger number) {
    return number.bitLength() > 63 ? "0x" + number.toString(16) : number.toString();
  }

  private static String number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (number < 0 ? "-" : "") + mantissa + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < ' ' || c == 0x7F ? String.format(Locale.ROOT, "\\x%02x", c) : Character.toString(c));
      }
    });
    return out.append('"').toString();
  }
}
