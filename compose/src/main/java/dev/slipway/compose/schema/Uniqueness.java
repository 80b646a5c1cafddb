package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leaves of the items of a list that have the same key only the last one, at the place of the first. */
final class Uniqueness {
  private Uniqueness() {}

  /** A value in whose lists each item stands once. */
  static YamlValue of(Form form, YamlValue value) {
    return switch (value) {
      case YamlMap map -> map(form, map);
      case YamlList list -> form.identity().map(identity -> list(identity, list)).orElse(list);
      default -> value;
    };
  }

  private static YamlMap map(Form form, YamlMap map) {
    boolean changed = false;
    List<YamlMap.Entry> entries = new ArrayList<>(map.entries().size());
    for (YamlMap.Entry entry : map.entries()) {
      Form child = form.child(entry.name());
      YamlValue once = child.isAnything() ? entry.value() : of(child, entry.value());
      changed |= once != entry.value();
      entries.add(once == entry.value() ? entry : entry.withValue(once));
    }
    return changed ? map.withEntries(entries) : map;
  }

  private static YamlList list(Identity identity, YamlList list) {
    ImmutableList<YamlValue> items = identity.prepared(list.items());
    List<YamlValue> once = new ArrayList<>(items.size());
    Map<String, Integer> places = new HashMap<>();
    for (YamlValue item : items) {
      Optional<String> key = identity.key(item);
      Integer place = key.map(places::get).orElse(null);
      if (place == null) {
        key.ifPresent(known -> places.put(known, once.size()));
        once.add(item);
      } else {
        once.set(place, item);
      }
    }
    return once.size() == list.items().size() && items.size() == once.size() ? list : list.withItems(once);
  }
}
