package dev.slipway.compose.schema;

import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Mappings and lists with some parts changed or taken out; the same object if nothing changes, so that large trees are shared. */
final class Parts {
  private Parts() {}

  /** What becomes of an item of a list. */
  @FunctionalInterface
  interface ItemChange {
    /** The item in its place, or nothing. */
    Optional<YamlValue> of(int index, YamlValue item);
  }

  /** A mapping with what becomes of each value; entries without one are taken out. */
  static YamlMap changed(YamlMap map, Function<YamlMap.Entry, Optional<YamlValue>> change) {
    List<YamlMap.Entry> entries = new ArrayList<>(map.entries().size());
    boolean changed = false;
    for (YamlMap.Entry entry : map.entries()) {
      Optional<YamlValue> value = change.apply(entry);
      changed |= differs(value, entry.value());
      value.ifPresent(present -> entries.add(entry.withValue(present)));
    }
    return changed ? map.withEntries(entries) : map;
  }

  /** A list with what becomes of each item; those of which nothing does are taken out. */
  static YamlList changed(YamlList list, ItemChange change) {
    List<YamlValue> items = new ArrayList<>(list.items().size());
    boolean changed = false;
    for (int i = 0; i < list.items().size(); i++) {
      Optional<YamlValue> item = change.of(i, list.items().get(i));
      changed |= differs(item, list.items().get(i));
      item.ifPresent(items::add);
    }
    return changed ? list.withItems(items) : list;
  }

  /** Whether it is another object; equal ones with other places are others. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean differs(Optional<YamlValue> value, YamlValue before) {
    return value.isEmpty() || value.get() != before;
  }
}
