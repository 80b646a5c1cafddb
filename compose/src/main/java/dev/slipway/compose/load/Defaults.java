package dev.slipway.compose.load;

import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Adds the attributes whose values the specification fixes for the case that nobody writes them. */
final class Defaults {
  /** The number that means all devices. */
  private static final long ALL = -1;

  private Defaults() {}

  /** A project in long forms with its defaults. */
  static YamlMap in(YamlMap project) {
    return at(project, Defaults::service, "services", Trees.EACH);
  }

  private static YamlMap service(YamlMap service) {
    YamlMap done = at(service, build -> or(build, "context", "."), "build");
    done = at(done, Defaults::secret, "secrets", Trees.EACH);
    done = at(done, port -> or(or(port, "mode", "ingress"), "protocol", "tcp"), "ports", Trees.EACH);
    done = at(done, Defaults::devices, "deploy", "resources", "reservations", "devices", Trees.EACH);
    done = at(done, Defaults::devices, "gpus", Trees.EACH);
    return at(done, bind -> bind.get("create_host_path").isPresent() ? bind : bind.with("create_host_path", YamlScalar.of(true)), "volumes",
        Trees.EACH, "bind");
  }

  private static YamlMap at(YamlMap tree, UnaryOperator<YamlMap> change, String... pattern) {
    return (YamlMap) Trees.at(tree, List.of(pattern), (path, value) -> value instanceof YamlMap map ? change.apply(map) : value);
  }

  private static YamlMap or(YamlMap map, String key, String value) {
    return map.get(key).isPresent() ? map : map.with(key, YamlScalar.of(value).at(map.place()));
  }

  private static YamlMap secret(YamlMap secret) {
    Optional<String> source = Trees.string(secret, "source");
    return source.map(name -> or(secret, "target", "/run/secrets/" + name)).orElse(secret);
  }

  private static YamlMap devices(YamlMap request) {
    return request.get("count").isPresent() || request.get("device_ids").isPresent() ? request : request.with("count", YamlScalar.of(ALL));
  }
}
