package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;

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
   * @param where the way to it in the service
   * @param what how messages tell it, such as {@code build secret}
   */
  record Use(String name, YamlValue value, ImmutableList<String> where, String what) {
    /** Its path, if the service has this one. */
    TreePath path(TreePath service) {
      return new TreePath(ImmutableList.<String>builder().addAll(service.steps()).addAll(where).build());
    }
  }

  /** What a service uses of a section, in the order of the file. */
  static List<Use> of(YamlMap service, String section) {
    return switch (section) {
      case "networks" -> keys(service, section, "network");
      case "models" -> keys(service, section, "model");
      case "volumes" -> sources(service, ImmutableList.of(section), "volume").stream().filter(use -> isVolume(service, use)).toList();
      case "configs" -> sources(service, ImmutableList.of(section), "config");
      default -> {
        List<Use> secrets = new ArrayList<>(sources(Trees.mapOrEmpty(service, "build"), ImmutableList.of("build", section), "build secret"));
        secrets.addAll(sources(service, ImmutableList.of(section), "secret"));
        yield secrets;
      }
    };
  }

  private static List<Use> keys(YamlMap service, String section, String what) {
    return Trees.mapOrEmpty(service, section).entries().stream()
        .map(entry -> new Use(entry.name(), entry.key(), ImmutableList.of(section, entry.name()), what)).toList();
  }

  private static List<Use> sources(YamlMap owner, ImmutableList<String> where, String what) {
    List<Use> uses = new ArrayList<>();
    ImmutableList<YamlValue> items = Trees.items(owner, where.get(where.size() - 1));
    for (int i = 0; i < items.size(); i++) {
      ImmutableList<String> here = ImmutableList.<String>builder().addAll(where).add("[" + i + "]").build();
      Trees.map(items.get(i)).flatMap(map -> map.get("source"))
          .ifPresent(source -> Trees.string(source).filter(name -> !name.isEmpty()).ifPresent(name -> uses.add(new Use(name, source, here, what))));
    }
    return uses;
  }

  private static boolean isVolume(YamlMap service, Use use) {
    YamlValue mount = Trees.find(service, new TreePath(use.where()));
    return Trees.map(mount).flatMap(map -> Trees.string(map, "type")).filter("volume"::equals).isPresent();
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
