package dev.slipway.compose.schema;

import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** The outdated way to name a resource that somebody else made: {@code external: {name: …}}. */
final class Externals {
  private Externals() {}

  /** The resource in the present form if the other one is: only then can they be merged. */
  static YamlMap lifted(YamlMap resource, YamlMap other) {
    boolean outdated = resource.get("external").orElse(null) instanceof YamlMap;
    boolean present = other.get("external").orElse(null) instanceof YamlScalar scalar && !scalar.isNull();
    return outdated && present && !conflicts(resource) ? lifted(resource) : resource;
  }

  /** The resource in the present form. */
  static YamlMap lifted(YamlMap resource) {
    YamlValue external = resource.get("external").orElse(null);
    if (!(external instanceof YamlMap section)) {
      return resource;
    }
    YamlMap lifted = resource.with("external", YamlScalar.of(true).at(section.place()));
    Optional<YamlValue> name = section.get("name");
    return name.isPresent() && lifted.get("name").isEmpty() ? lifted.with("name", name.get()) : lifted;
  }

  /** Whether it has two different names. */
  static boolean conflicts(YamlMap resource) {
    Optional<YamlValue> name = resource.get("name");
    Optional<YamlValue> outdated = resource.get("external")
        .flatMap(external -> external instanceof YamlMap map ? map.get("name") : Optional.empty());
    return name.isPresent() && outdated.isPresent() && !name.equals(outdated);
  }
}
