package dev.slipway.compose;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Addresses of hosts, as a list of {@code host=address}. */
enum HostsForm implements Form<ImmutableSetMultimap<String, Text>> {
  HOSTS;

  @Override
  public Optional<ImmutableSetMultimap<String, Text>> decode(YamlValue value, Decoding at) {
    ImmutableSetMultimap.Builder<String, Text> hosts = ImmutableSetMultimap.builder();
    if (value instanceof YamlMap map) {
      map.entries().forEach(entry -> Forms.TEXTS_OR_ONE.decode(entry.value(), at.to(entry.name()))
          .ifPresent(addresses -> hosts.putAll(entry.name(), addresses)));
      return Optional.of(hosts.build());
    }
    if (!(value instanceof YamlList list)) {
      return at.refuse(value, "a list of hosts with addresses");
    }
    for (int i = 0; i < list.items().size(); i++) {
      decode(list.items().get(i), at.item(i), hosts);
    }
    return Optional.of(hosts.build());
  }

  private static void decode(YamlValue item, Decoding at, ImmutableSetMultimap.Builder<String, Text> hosts) {
    String text = item instanceof YamlScalar scalar ? scalar.text() : "";
    int equals = text.indexOf('=');
    int split = equals >= 0 ? equals : text.indexOf(':');
    if (split <= 0) {
      var unused = at.refuse(item, "a host with its address, such as 'somehost=10.0.0.5',");
    } else {
      at.text(YamlScalar.of(text.substring(split + 1)).at(item.place())).ifPresent(address -> hosts.put(text.substring(0, split), address));
    }
  }

  @Override
  public YamlValue encode(ImmutableSetMultimap<String, Text> value, Encoding to) {
    List<String> lines = value.entries().stream().map(entry -> entry.getKey() + "=" + to.characters(entry.getValue())).toList();
    return YamlList.of(ImmutableSortedSet.copyOf(lines).stream().map(YamlScalar::of).toList());
  }
}
