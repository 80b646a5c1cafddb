package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlValue;
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
    if (items.stream().noneMatch(item -> count(item) > 1) || tooMany(items)) {
      return ImmutableList.copyOf(items);
    }
    Set<String> mixed = mixed(items);
    ImmutableList.Builder<YamlValue> apart = ImmutableList.builder();
    for (YamlValue item : items) {
      boolean shares = count(item) > 1 && ShortForms.portKey(item).filter(mixed::contains).isPresent();
      apart.addAll(shares ? ShortForms.ports(item) : ImmutableList.of(item));
    }
    return apart.build();
  }

  /** The keys of all ports of items; none if there are too many. */
  static ImmutableList<String> keys(List<YamlValue> items) {
    return tooMany(items)
        ? ImmutableList.of()
        : items.stream().flatMap(item -> keys(item).stream()).collect(ImmutableList.toImmutableList());
  }

  /** The keys of the ports that share a port with others that are not all the same. */
  private static Set<String> mixed(List<YamlValue> items) {
    Map<String, String> owners = new HashMap<>();
    Set<String> mixed = new HashSet<>();
    for (YamlValue item : items) {
      String all = ShortForms.portKey(item).orElse("");
      for (String key : keys(item)) {
        String owner = owners.merge(key, all, (first, later) -> first);
        if (!owner.equals(all)) {
          mixed.add(owner);
          mixed.add(all);
        }
      }
    }
    return mixed;
  }

  private static ImmutableList<String> keys(YamlValue item) {
    return ShortForms.range(item)
        .map(ports -> ports.expanded().stream().map(ShortForms::portKey).collect(ImmutableList.toImmutableList()))
        .orElseGet(() -> ShortForms.portKey(item).map(ImmutableList::of).orElse(ImmutableList.of()));
  }

  private static int count(YamlValue item) {
    return ShortForms.range(item).map(ports -> ports.target().size()).orElse(1);
  }

  private static boolean tooMany(List<YamlValue> items) {
    long count = 0;
    for (YamlValue item : items) {
      count += count(item);
    }
    return count > MOST_PORTS;
  }
}
