package dev.slipway.compose;

import dev.slipway.Suggestions;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;

/** What messages call values of trees. */
final class ValueNames {
  private static final int LONGEST = 60;

  private ValueNames() {}

  /** The value in quotes, or what kind of thing it is. */
  static String of(YamlValue value) {
    if (value instanceof YamlScalar scalar) {
      return scalar.isNull() ? "nothing" : quoted(scalar.text());
    }
    return value instanceof YamlList list && list.items().isEmpty() || value instanceof YamlMap map && map.isEmpty()
        ? value instanceof YamlList ? "an empty list" : "an empty mapping"
        : value instanceof YamlList ? "a list" : "a mapping";
  }

  /** A text in quotes, shortened and printable. */
  static String quoted(String text) {
    return "'" + Suggestions.printable(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…") + "'";
  }
}
