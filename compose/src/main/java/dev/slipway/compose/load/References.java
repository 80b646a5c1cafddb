package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The resources that a service uses, by the section in which they are defined. */
final class References {
  /** The sections of resources that services use, in the order of the specification. */
  static final ImmutableList<String> SECTIONS = ImmutableList.of("networks", "volumes", "secrets", "configs", "models");

  private References() {}

  /**
   * A use of a resource.
   *
   * @param name the resource
   * @param value what stands there
   * @param what how messages tell it, such as {@code build secret}
   */
  record Use(String name, YamlValue value, String what) {
  }

  /** What a service uses of a section, in the order of the file. */
  static List<Use> of(YamlMap service, String section) {
    List<Use> uses = new ArrayList<>();
    BiConsumer<YamlValue, String> source = (item, what) -> Trees.map(item).flatMap(map -> map.get("source"))
        .filter(value -> value instanceof YamlScalar scalar && scalar.isString() && !scalar.text().isEmpty())
        .ifPresent(value -> uses.add(new Use(((YamlScalar) value).text(), value, what)));
    switch (section) {
      case "networks", "models" -> Trees.mapOrEmpty(service, section).entries()
          .forEach(entry -> uses.add(new Use(entry.name(), entry.key(), section.substring(0, section.length() - 1))));
      case "volumes" -> Trees.items(service, "volumes").stream()
          .filter(item -> Trees.map(item).flatMap(map -> Trees.string(map, "type")).filter("volume"::equals).isPresent())
          .forEach(item -> source.accept(item, "volume"));
      case "configs" -> Trees.items(service, "configs").forEach(item -> source.accept(item, "config"));
      default -> {
        Trees.items(Trees.mapOrEmpty(service, "build"), "secrets").forEach(item -> source.accept(item, "build secret"));
        Trees.items(service, "secrets").forEach(item -> source.accept(item, "secret"));
      }
    }
    return uses;
  }

  /** A project without the resources that none of its services uses. */
  static YamlMap withoutUnused(YamlMap project) {
    YamlMap done = project;
    for (String section : SECTIONS) {
      List<String> used = Trees.mapOrEmpty(project, "services").entries().stream()
          .flatMap(entry -> Trees.map(entry.value()).stream())
          .flatMap(service -> of(service, section).stream()).map(Use::name).distinct().toList();
      YamlMap all = Trees.mapOrEmpty(project, section);
      List<YamlMap.Entry> left = all.entries().stream().filter(entry -> used.contains(entry.name())).toList();
      done = left.isEmpty() ? done.without(section) : done.with(section, all.withEntries(left));
    }
    return done;
  }
}
