package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where our canonical form differs from the recorded one on purpose: the rules, with their reasons. */
final class DeliberateForms {
  private DeliberateForms() {}

  /** A tree in which everything that differs on purpose has one form. */
  static YamlMap of(YamlMap project) {
    return (YamlMap) changed(List.of(), project);
  }

  private static YamlValue changed(List<String> path, YamlValue value) {
    if (value instanceof YamlMap map) {
      Map<String, YamlValue> entries = new TreeMap<>();
      map.entries().forEach(entry -> entries.put(entry.name(), changed(added(path, entry.name()), entry.value())));
      if (path.size() > 2 && path.get(path.size() - 2).equals("ulimits") && entries.size() == 2
          && entries.get("soft").equals(entries.get("hard"))) {
        // two equal limits are one number
        return entries.get("soft");
      }
      return YamlMap.of(entries);
    }
    if (value instanceof YamlList list) {
      return list.withItems(list.items().stream().map(item -> item(path, item)).toList());
    }
    return value;
  }

  private static YamlValue item(List<String> path, YamlValue item) {
    if (item instanceof YamlScalar scalar && path.size() == 4 && path.get(2).equals("build") && path.get(3).equals("ssh")) {
      // 'id: path' cannot be read back
      return YamlScalar.of(scalar.text().replace(": ", "="));
    }
    return changed(added(path, "*"), item);
  }

  private static List<String> added(List<String> path, String step) {
    return ImmutableList.<String>builder().addAll(path).add(step).build();
  }
}
