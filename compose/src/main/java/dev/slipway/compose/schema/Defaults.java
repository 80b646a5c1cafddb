package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;

/** Says in a canonical project what is meant where nothing is said. */
final class Defaults extends TreeChange {
  private static final ImmutableMap<String, YamlScalar> PORT = ImmutableMap
      .of("protocol", YamlScalar.of("tcp"), "mode", YamlScalar.of("ingress"));

  @Override
  protected YamlValue before(Form form, YamlValue value, TreePath path) {
    if (!(value instanceof YamlMap map)) {
      return value;
    }
    if (path.matches("services", "*", "build")) {
      return Filled.with(map, YamlMap.of(ImmutableMap.of("context", YamlScalar.of("."))));
    }
    if (path.matches("services", "*", "secrets", "*")) {
      String source = map.get("source").map(Object::toString).orElse("");
      return Filled.with(map, YamlMap.of(ImmutableMap.of("target", YamlScalar.of("/run/secrets/" + source))));
    }
    if (path.matches("services", "*", "ports", "*")) {
      return Filled.with(map, YamlMap.of(PORT));
    }
    if (path.matches("services", "*", "volumes", "*", "bind")) {
      return Filled.with(map, YamlMap.of(ImmutableMap.of("create_host_path", YamlScalar.of(true))));
    }
    boolean devices = path.matches("services", "*", "gpus", "*")
        || path.matches("services", "*", "deploy", "resources", "reservations", "devices", "*");
    return devices && map.entry("device_ids").isEmpty() ? Filled.with(map, YamlMap.of(ImmutableMap.of("count", YamlScalar.of(-1)))) : value;
  }
}
