package dev.slipway.yaml;

import java.util.StringJoiner;

/** Values in one line, collections in brackets. */
final class FlowText {
  private FlowText() {}

  /** A value of which {@link YamlWriter} has found that it is not too deep. */
  static String of(YamlValue value) {
    String tag = value.tag().map(text -> BlockWriter.tag(text) + " ").orElse("");
    return tag + switch (value) {
      case YamlScalar scalar -> ScalarText.of(unblocked(scalar), true);
      case YamlList list -> {
        StringJoiner items = new StringJoiner(", ", "[", "]");
        list.items().forEach(item -> items.add(of(item)));
        yield items.toString();
      }
      case YamlMap map -> {
        StringJoiner entries = new StringJoiner(", ", "{", "}");
        map.entries().forEach(entry -> entries.add(entry(entry)));
        yield entries.toString();
      }
    };
  }

  /** A key and its value. */
  static String entry(YamlMap.Entry entry) {
    return ScalarText.of(unblocked(entry.key()), true) + ": " + of(entry.value());
  }

  private static YamlScalar unblocked(YamlScalar scalar) {
    boolean block = scalar.style() == YamlScalar.Style.LITERAL || scalar.style() == YamlScalar.Style.FOLDED;
    return block ? scalar.styled(YamlScalar.Style.PLAIN) : scalar;
  }
}
