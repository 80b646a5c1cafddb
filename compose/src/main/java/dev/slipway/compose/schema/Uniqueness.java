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
      case YamlMap map -> Parts.changed(map, entry -> Optional.of(child(form.child(entry.name()), entry.value())));
      case YamlList list -> form.identity().map(identity -> list(identity, list)).orElse(list);
      default -> value;
    };
  }

  private static YamlValue child(Form form, YamlValue value) {
    return form.isAnything() ? value : of(form, value);
  }

  private static YamlList list(Identity identity, YamlList list) {
    ImmutableList<YamlValue> items = identity.prepared(list.items());
    List<YamlValue> once = new ArrayList<>(items.size());
    Map<Object, Integer> places = new HashMap<>();
    for (YamlValue item : items) {
      Integer place = places.putIfAbsent(identity.key(item).<Object>map(key -> key).orElse(item), once.size());
      if (place == null) {
        once.add(item);
      } else {
        once.set(place, item);
      }
    }
    return once.size() == list.items().size() && items.size() == once.size() ? list : list.withItems(once);
  }
}
