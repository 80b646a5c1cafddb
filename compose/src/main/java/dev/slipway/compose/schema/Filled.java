package dev.slipway.compose.schema;

import dev.slipway.yaml.YamlMap;

/** Mappings with what is not said in them. */
final class Filled {
  private Filled() {}

  /** A mapping with those entries of another one whose keys it has not, behind its own. */
  static YamlMap with(YamlMap map, YamlMap usual) {
    YamlMap filled = map;
    for (YamlMap.Entry entry : usual.entries()) {
      if (filled.entry(entry.name()).isEmpty()) {
        filled = filled.with(entry.name(), entry.value().at(map.place()));
      }
    }
    return filled;
  }
}
