package dev.slipway.compose.schema;

import dev.slipway.Suggestions;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;

/** Values as messages show them: in quotes, in one line, and not too long. */
final class Shown {
  private static final int LONGEST = 60;

  private Shown() {}

  /** The characters of a scalar in quotes. */
  static String text(YamlScalar value) {
    return quoted(value.text());
  }

  /** Characters in quotes. */
  static String quoted(String text) {
    int end = text.length() > LONGEST
        ? text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())))
        : text.length();
    return "'" + Suggestions.printable(text.substring(0, end)) + (end < text.length() ? "…" : "") + "'";
  }

  /** A value as the subject of a sentence, such as {@code the string 'x'} or {@code a list}. */
  static String subject(YamlValue value, boolean hidden) {
    return switch (value) {
      case YamlMap map -> "a mapping";
      case YamlList list -> "a list";
      case YamlScalar scalar -> scalar.isNull() ? "nothing" : kind(scalar) + (hidden ? "" : " " + text(scalar));
    };
  }

  private static String kind(YamlScalar scalar) {
    return switch (scalar.kind()) {
      case NULL -> "the null";
      case BOOLEAN -> "the truth value";
      case INTEGER, FLOAT -> "the number";
      case TIMESTAMP -> "the date";
      case STRING -> "the string";
    };
  }
}
