package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes ranges of ports apart where that is needed to compare them with others. */
final class PortRanges {
  /** A list with more ports is compared by its characters; when it is made canonical, it is refused. */
  static final int MOST_PORTS = 100_000;

  private PortRanges() {}

  /** The items, with those in several ones that share some but not all of their ports with another. */
  static ImmutableList<YamlValue> apart(List<YamlValue> items) {
    List<ImmutableList<String>> keys = new ArrayList<>();
    int count = 0;
    for (YamlValue item : items) {
      keys.add(ShortForms.portKeys(item));
      count += keys.getLast().size();
      if (count > MOST_PORTS) {
        return ImmutableList.copyOf(items);
      }
    }
    Set<Integer> mixed = count == items.size() ? Set.of() : mixed(keys);
    ImmutableList.Builder<YamlValue> apart = ImmutableList.builder();
    for (int i = 0; i < items.size(); i++) {
      apart.addAll(mixed.contains(i) && keys.get(i).size() > 1 ? ShortForms.ports(items.get(i)) : ImmutableList.of(items.get(i)));
    }
    return apart.build();
  }

  /** The indexes of the items that share ports with one that is not all the same. */
  private static Set<Integer> mixed(List<ImmutableList<String>> keys) {
    Map<ImmutableList<String>, Integer> firsts = new HashMap<>();
    Map<String, Integer> owners = new HashMap<>();
    Set<Integer> mixed = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      int same = firsts.merge(keys.get(i), i, (first, later) -> first);
      for (String key : keys.get(i)) {
        int owner = owners.merge(key, same, (first, later) -> first);
        if (owner != same) {
          mixed.add(owner);
          mixed.add(same);
        }
      }
    }
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      if (mixed.contains(firsts.getOrDefault(keys.get(i), i))) {
        all.add(i);
      }
    }
    return all;
  }
}
