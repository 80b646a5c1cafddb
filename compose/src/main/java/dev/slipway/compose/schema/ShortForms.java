package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.format.ContainerPath;
import dev.slipway.compose.format.Parsed;
import dev.slipway.compose.format.PortMapping;
import dev.slipway.compose.format.VolumeMount;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Locale;
import java.util.Optional;

/** The long forms of ports and mounts that are written in one string. */
final class ShortForms {
  private static final String ANY_ADDRESS = "0.0.0.0";

  private ShortForms() {}

  /** The ports that a scalar means. */
  static Parsed<PortMapping> port(YamlScalar value) {
    return PortMapping.parse(value.integer().map(Object::toString).orElse(value.text()));
  }

  /** The long forms of an item of a list of ports, or the item alone if it has none. */
  static ImmutableList<YamlValue> ports(YamlValue item) {
    return item instanceof YamlScalar scalar && !scalar.isNull()
        ? port(scalar).value().map(mapping -> ports(mapping, scalar.place())).orElse(ImmutableList.of(item))
        : ImmutableList.of(item);
  }

  /** The long forms of ports at a place, by ascending numbers. */
  static ImmutableList<YamlValue> ports(PortMapping mapping, Optional<Place> place) {
    return mapping.expanded().stream().map(port -> port(port, place)).collect(ImmutableList.toImmutableList());
  }

  private static YamlValue port(PortMapping port, Optional<Place> place) {
    ImmutableMap.Builder<String, YamlValue> form = ImmutableMap.builder();
    form.put("mode", text("ingress", place));
    port.hostIp().ifPresent(address -> form.put("host_ip", text(address, place)));
    form.put("target", YamlScalar.of(port.target().first()).at(place));
    port.published().ifPresent(range -> form.put("published", text(range.toString(), place)));
    form.put("protocol", text(port.protocol().id(), place));
    return YamlMap.of(form.buildOrThrow()).at(place);
  }

  /** The key by which ports are told apart, those of a range together; none if the item is not understood. */
  static Optional<String> portKey(YamlValue item) {
    if (item instanceof YamlMap map) {
      String outside = Identity.text(map, "host_ip").orElse(ANY_ADDRESS) + ":" + Identity.text(map, "published").orElse("");
      String protocol = Identity.text(map, "protocol").orElse("tcp").toLowerCase(Locale.ROOT);
      return Identity.text(map, "target").map(target -> outside + ":" + target + "/" + protocol);
    }
    return range(item).map(ShortForms::portKey);
  }

  /** The key of ports. */
  static String portKey(PortMapping ports) {
    return ports.hostIp().orElse(ANY_ADDRESS) + ":" + ports.published().map(Object::toString).orElse("") + ":" + ports.target() + "/"
        + ports.protocol().id();
  }

  /** The ports of a short form that is understood. */
  static Optional<PortMapping> range(YamlValue item) {
    return item instanceof YamlScalar scalar && !scalar.isNull() ? port(scalar).value() : Optional.empty();
  }

  /** The long form of a mount at a place. */
  static YamlMap mount(VolumeMount mount, Optional<Place> place) {
    ImmutableMap.Builder<String, YamlValue> form = ImmutableMap.builder();
    form.put("type", text(mount.type().id(), place));
    mount.source().ifPresent(source -> form.put("source", text(source, place)));
    form.put("target", text(ContainerPath.clean(mount.target()), place));
    if (mount.readOnly()) {
      form.put("read_only", YamlScalar.of(true).at(place));
    }
    mount.bind().ifPresent(options -> {
      ImmutableMap.Builder<String, YamlValue> bind = ImmutableMap.builder();
      options.propagation().ifPresent(propagation -> bind.put("propagation", text(propagation, place)));
      bind.put("create_host_path", YamlScalar.of(true).at(place));
      options.selinux().ifPresent(label -> bind.put("selinux", text(label, place)));
      form.put("bind", YamlMap.of(bind.buildOrThrow()).at(place));
    });
    mount.volume().ifPresent(
        options -> form.put(
            "volume",
            YamlMap.of(options.noCopy() ? ImmutableMap.of("nocopy", YamlScalar.of(true).at(place)) : ImmutableMap.of()).at(place)));
    return YamlMap.of(form.buildOrThrow()).at(place);
  }

  /** Where a mount is seen in the container, as a clean path. */
  static Optional<String> mountTarget(YamlValue item) {
    Optional<String> target = item instanceof YamlMap map
        ? Identity.text(map, "target")
        : item instanceof YamlScalar scalar && scalar.isString()
            ? VolumeMount.parse(scalar.text()).value().map(VolumeMount::target)
            : Optional.empty();
    return target.map(path -> path.isEmpty() ? path : ContainerPath.clean(path));
  }

  private static YamlValue text(String text, Optional<Place> place) {
    return YamlScalar.of(text).at(place);
  }
}
