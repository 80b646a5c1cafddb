package dev.slipway.compose.schema;

import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.function.Predicate;

/** Trees without what stands behind keys of some forms. */
final class Pruned {
  private Pruned() {}

  static YamlValue of(Form form, YamlValue value, Predicate<Form> unwanted) {
    return value instanceof YamlMap map
        ? map.withEntries(
            map.entries()
                .stream()
                .filter(entry -> !unwanted.test(form.child(entry.name())))
                .map(entry -> entry.withValue(of(form.child(entry.name()), entry.value(), unwanted)))
                .toList())
        : value;
  }
}
