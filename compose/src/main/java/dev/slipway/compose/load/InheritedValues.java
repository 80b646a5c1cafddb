package dev.slipway.compose.load;

import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Gives environment variables and build arguments that are named without a value the value of the variable around. */
final class InheritedValues {
  private InheritedValues() {}

  /** A project with the values that are known; the others stay without one. */
  static YamlMap in(YamlMap project, Environment environment) {
    YamlValue done = Trees.at(project, List.of("services", Trees.EACH, "environment"), (path, values) -> of(path, values, environment));
    return (YamlMap) Trees
        .at(done, List.of("services", Trees.EACH, "build", "args"), (path, values) -> of(path, values, environment));
  }

  private static YamlValue of(TreePath path, YamlValue values, Environment environment) {
    if (values instanceof YamlMap map) {
      return map.isEmpty() ? map : byName(map, environment);
    }
    return values instanceof YamlList list ? Trees.items(list, path, (inner, item) -> pair(item, environment)) : values;
  }

  private static YamlMap byName(YamlMap map, Environment environment) {
    return map.withEntries(map.entries().stream().map(entry -> {
      Optional<String> value = entry.value().isNull() ? environment.value(entry.name()) : Optional.empty();
      return value.map(text -> entry.withValue(YamlScalar.of(text).at(entry.key().place()))).orElse(entry);
    }).toList());
  }

  private static YamlValue pair(YamlValue item, Environment environment) {
    Optional<String> name = Trees.string(item).filter(text -> text.indexOf('=') < 0);
    return name.flatMap(environment::value).map(value -> Trees.text(item, name.get() + "=" + value)).orElse(item);
  }
}
