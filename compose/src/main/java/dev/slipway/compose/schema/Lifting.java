package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;

/** Brings a short form into the one in which it can be merged with another. */
final class Lifting {
  private final Findings findings;

  Lifting(Findings findings) {
    this.findings = findings;
  }

  /** The value in the form in which it is merged with another; unchanged if there is none. */
  YamlValue of(Form form, YamlValue value, YamlValue other, TreePath path) {
    return switch (form.merging()) {
      case LIST -> list(value);
      case PAIRS -> value instanceof YamlMap map ? Pairs.list(map, form.isHidden(), path, findings) : list(value);
      case NEW_HOSTS -> value instanceof YamlMap map ? Pairs.list(map, form.isHidden(), path, findings) : value;
      case NAMES -> value instanceof YamlList list ? names(list, YamlScalar.ofNull("")) : value;
      case DEPENDENCIES -> value instanceof YamlList list ? names(list, dependency()) : value;
      case BUILD -> value instanceof YamlScalar context && context.isString() ? entry("context", context) : value;
      case GPUS -> value instanceof YamlScalar all ? YamlList.of(ImmutableList.of(entry("count", all))).at(all.place()) : value;
      case RESOURCE -> value instanceof YamlMap map && other instanceof YamlMap against ? Externals.lifted(map, against) : value;
      case DEEP, REPLACE, NEW_ITEMS, LOGGING, LIMIT, SUBNETS -> value;
    };
  }

  /** What a dependency means of which only the service is known. */
  static YamlMap dependency() {
    return YamlMap.of(ImmutableMap.of("condition", YamlScalar.of("service_started"), "required", YamlScalar.of(true)));
  }

  /** A mapping from the names in a list; other items are left out, the check of the shapes tells of them. */
  static YamlMap names(YamlList list, YamlValue meaning) {
    ImmutableMap.Builder<YamlScalar, YamlMap.Entry> entries = ImmutableMap.builder();
    for (YamlValue item : list.items()) {
      if (item instanceof YamlScalar name && name.isString()) {
        entries.put(name, new YamlMap.Entry(name, meaning.at(name.place())));
      }
    }
    return YamlMap.empty().withEntries(entries.buildKeepingLast().values()).at(list.place());
  }

  /** A list with one string; other values as they are. */
  static YamlValue list(YamlValue value) {
    return value instanceof YamlScalar scalar && scalar.isString() ? YamlList.of(ImmutableList.of(value)).at(value.place()) : value;
  }

  /** A mapping with one entry, which stands where its value stands. */
  static YamlMap entry(String key, YamlValue value) {
    return YamlMap.of(ImmutableMap.of(key, value)).at(value.place());
  }
}
