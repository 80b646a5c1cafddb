package dev.slipway.yaml;

import dev.slipway.InvalidValueException;
import java.util.StringJoiner;

/** Values in one line, collections in brackets. */
final class FlowText {
  private FlowText() {}

  static String of(YamlValue value) {
    return of(value, 0);
  }

  private static String of(YamlValue value, int depth) {
    if (depth > YamlLimits.DEEPEST) {
      throw new InvalidValueException("more than " + YamlLimits.DEEPEST + " collections stand in each other, which cannot be written; make the value flatter");
    }
    String tag = value.tag().map(text -> BlockWriter.tag(text) + " ").orElse("");
    return tag + switch (value) {
      case YamlScalar scalar -> ScalarText.of(unblocked(scalar), true);
      case YamlList list -> {
        StringJoiner items = new StringJoiner(", ", "[", "]");
        list.items().forEach(item -> items.add(of(item, depth + 1)));
        yield items.toString();
      }
      case YamlMap map -> {
        StringJoiner entries = new StringJoiner(", ", "{", "}");
        map.entries().forEach(entry -> entries.add(entry(entry, depth)));
        yield entries.toString();
      }
    };
  }

  /** A key and its value. */
  static String entry(YamlMap.Entry entry) {
    return entry(entry, 0);
  }

  private static String entry(YamlMap.Entry entry, int depth) {
    return ScalarText.of(unblocked(entry.key()), true) + ": " + of(entry.value(), depth + 1);
  }

  private static YamlScalar unblocked(YamlScalar scalar) {
    boolean block = scalar.style() == YamlScalar.Style.LITERAL || scalar.style() == YamlScalar.Style.FOLDED;
    return block ? scalar.styled(YamlScalar.Style.PLAIN) : scalar;
  }
}
