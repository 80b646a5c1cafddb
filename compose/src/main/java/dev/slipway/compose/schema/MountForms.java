package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.format.DeviceMapping;
import dev.slipway.compose.format.PortMapping;
import dev.slipway.compose.format.VolumeMount;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Canonical forms of ports, mounts, devices, and files that are put into containers. */
final class MountForms {
  private MountForms() {}

  /** A list with one mapping for each port. */
  static YamlValue ports(YamlValue value, TreePath path, Findings findings) {
    if (!(value instanceof YamlList list)) {
      return value;
    }
    List<YamlValue> ports = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      YamlValue item = list.items().get(i);
      if (item instanceof YamlScalar scalar && !scalar.isNull() && scalar.truth().isEmpty()) {
        Optional<PortMapping> mapping = TextFindings.value(ShortForms.port(scalar), scalar, path.item(i), findings);
        if (ports.size() + mapping.map(read -> read.target().size()).orElse(1) > PortRanges.MOST_PORTS) {
          findings.error(path, list, "more than " + PortRanges.MOST_PORTS + " ports stand here", "publish fewer ports");
          return list;
        }
        ports.addAll(mapping.map(read -> ShortForms.ports(read, scalar.place())).orElse(ImmutableList.of(item)));
      } else {
        ports.add(item);
      }
    }
    return list.withItems(ports);
  }

  /** A mapping with what is mounted and where. */
  static YamlValue mount(YamlValue value, TreePath path, Findings findings) {
    if (!(value instanceof YamlScalar text) || !text.isString()) {
      return value;
    }
    return TextFindings.value(VolumeMount.parse(text.text()), text, path, findings)
        .<YamlValue>map(mount -> ShortForms.mount(mount, text.place()))
        .orElse(text);
  }

  /** A mapping with the device outside and inside. */
  static YamlValue device(YamlValue value, TreePath path, Findings findings) {
    if (!(value instanceof YamlScalar text) || !text.isString()) {
      return value;
    }
    return TextFindings.value(DeviceMapping.parse(text.text()), text, path, findings)
        .<YamlValue>map(device -> device(device, text.place()))
        .orElse(text);
  }

  private static YamlValue device(DeviceMapping device, Optional<Place> place) {
    ImmutableMap<String, YamlValue> entries = ImmutableMap.of(
        "source", YamlScalar.of(device.source()).at(place), "target", YamlScalar.of(device.target()).at(place), "permissions",
        YamlScalar.of(device.permissions()).at(place));
    return YamlMap.of(entries).at(place);
  }

  /** A mapping with the name of a config or a secret. */
  static YamlValue file(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar name && name.isString() ? Lifting.entry("source", name) : value;
  }

  /** A list of requests. */
  static YamlValue gpus(YamlValue value, TreePath path, Findings findings) {
    return value instanceof YamlScalar all && all.isString()
        ? YamlList.of(ImmutableList.of(Lifting.entry("count", all))).at(all.place())
        : value;
  }
}
