package dev.slipway.compose.load;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.ContainerPath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Writes out what a project only implies: networks, names of resources, dependencies between services. */
final class Normalization {
  private static final ImmutableList<String> NAMESPACES = ImmutableList.of("network_mode", "ipc", "pid", "uts", "cgroup");
  private static final ImmutableList<String> RESOURCES = ImmutableList.of("networks", "volumes", "configs", "secrets");
  private static final String SERVICE = "service:";
  private static final String DEFAULT = "default";
  private static final YamlValue NOTHING = YamlScalar.ofNull();

  private Normalization() {}

  /** A project in long forms with everything written out. */
  static YamlMap of(YamlMap project, String name) {
    YamlMap done = withDefaultNetwork(project);
    done = (YamlMap) Trees.at(done, List.of("services", Trees.EACH), (path, service) -> service instanceof YamlMap map ? service(map) : service);
    for (String section : RESOURCES) {
      done = (YamlMap) Trees.at(done, List.of(section), (path, resources) -> resources instanceof YamlMap map ? named(map, name) : resources);
    }
    return done.with("name", YamlScalar.of(name).at(project.get("name").flatMap(YamlValue::place)));
  }

  private static YamlMap withDefaultNetwork(YamlMap project) {
    YamlMap done = (YamlMap) Trees
        .at(project, List.of("services", Trees.EACH), (path, service) -> service instanceof YamlMap map ? connected(map) : service);
    boolean used = Trees.mapOrEmpty(done, "services").entries().stream().map(YamlMap.Entry::value).anyMatch(Normalization::usesDefault);
    YamlMap networks = Trees.mapOrEmpty(done, "networks");
    boolean fits = done.get("networks").map(value -> value.isNull() || value instanceof YamlMap).orElse(true);
    return used && fits && networks.get(DEFAULT).isEmpty() ? done.with("networks", networks.with(DEFAULT, NOTHING)) : done;
  }

  private static boolean isAlone(YamlMap service) {
    return service.get("provider").isPresent() || service.get("network_mode").isPresent();
  }

  private static YamlMap connected(YamlMap service) {
    boolean none = service.get("networks").map(value -> value instanceof YamlMap map && map.isEmpty() || value.isNull()).orElse(true);
    return none && !isAlone(service) ? service.with("networks", Trees.entry(DEFAULT, NOTHING)) : service;
  }

  private static boolean usesDefault(YamlValue value) {
    return value instanceof YamlMap service && !isAlone(service) && Trees.mapOrEmpty(service, "networks").get(DEFAULT).isPresent();
  }

  private static YamlMap service(YamlMap service) {
    YamlMap done = (YamlMap) Trees.at(service, List.of("pull_policy"),
        (path, policy) -> Trees.string(policy).filter("if_not_present"::equals).isPresent() ? Trees.text(policy, "missing") : policy);
    done = (YamlMap) Trees.at(done, List.of("build"), (path, build) -> build instanceof YamlMap map ? build(map) : build);
    done = withDependencies(withReplicas(done));
    done = (YamlMap) Trees.at(done, List.of("volumes", Trees.EACH, "target"),
        (path, target) -> Trees.string(target).map(text -> cleaned(target, text)).orElse(target));
    Optional<YamlValue> image = done.get("image").filter(value -> Trees.string(value).filter(text -> !text.isEmpty()).isPresent());
    return image.isEmpty()
        ? done
        : (YamlMap) Trees.at(done, List.of("pre_start", Trees.EACH),
            (path, hook) -> hook instanceof YamlMap map && map.get("image").isEmpty() ? map.with("image", image.get()) : hook);
  }

  /** A service whose number of containers also stands where engines of clusters look for it. */
  private static YamlMap withReplicas(YamlMap service) {
    Optional<YamlValue> scale = service.get("scale").filter(value -> !value.isNull());
    Optional<YamlMap> deploy = Trees.map(service, "deploy").filter(map -> map.get("replicas").isEmpty());
    return scale.isEmpty() || deploy.isEmpty() ? service : service.with("deploy", deploy.get().with("replicas", scale.get()));
  }

  private static YamlValue cleaned(YamlValue target, String text) {
    String clean = ContainerPath.clean(text);
    return clean.equals(text) ? target : Trees.text(target, clean);
  }

  private static boolean lacks(YamlMap map, String key) {
    return map.get(key).map(YamlValue::isNull).orElse(true);
  }

  private static YamlMap build(YamlMap build) {
    YamlMap done = lacks(build, "context") ? build.with("context", YamlScalar.of(".").at(build.place())) : build;
    if (lacks(build, "dockerfile") && lacks(build, "dockerfile_inline")) {
      done = done.with("dockerfile", YamlScalar.of("Dockerfile").at(build.place()));
    }
    return (YamlMap) Trees.at(done, List.of("args"), (path, args) -> withoutUnknown(args));
  }

  /** Arguments without those that have no value here and none around. */
  private static YamlValue withoutUnknown(YamlValue args) {
    if (args instanceof YamlMap map) {
      return map.withEntries(map.entries().stream().filter(entry -> !entry.value().isNull()).toList());
    }
    return args instanceof YamlList list
        ? list.withItems(list.items().stream().filter(item -> Trees.string(item).map(text -> text.indexOf('=') >= 0).orElse(true)).toList())
        : args;
  }

  private static YamlMap withDependencies(YamlMap service) {
    YamlMap before = Trees.mapOrEmpty(service, "depends_on");
    YamlMap all = before;
    for (YamlValue link : Trees.items(service, "links")) {
      List<String> parts = parts(link);
      all = withDependency(all, parts.size() == 2 ? parts.get(0) : Trees.string(link).orElse(""), true, link);
    }
    for (String namespace : NAMESPACES) {
      Optional<String> mode = Trees.string(service, namespace).filter(text -> text.startsWith(SERVICE));
      if (mode.isPresent()) {
        all = withDependency(all, mode.get().substring(SERVICE.length()), true, service.get(namespace).orElse(service));
      }
    }
    for (YamlValue from : Trees.items(service, "volumes_from")) {
      List<String> parts = parts(from);
      if (!parts.isEmpty() && !parts.get(0).equals("container")) {
        all = withDependency(all, parts.get(0), false, from);
      }
    }
    return Trees.isSame(all, before) ? service : service.with("depends_on", all);
  }

  private static List<String> parts(YamlValue text) {
    return Trees.string(text).map(Splitter.on(':')::splitToList).orElse(ImmutableList.of());
  }

  private static YamlMap withDependency(YamlMap all, String name, boolean restart, YamlValue from) {
    if (name.isEmpty() || all.get(name).isPresent()) {
      return all;
    }
    YamlMap dependency = YamlMap.empty()
        .with("condition", YamlScalar.of("service_started").at(from.place()))
        .with("restart", YamlScalar.of(restart).at(from.place()))
        .with("required", YamlScalar.of(true).at(from.place()));
    return all.with(name, dependency.at(from.place()));
  }

  private static YamlMap named(YamlMap resources, String project) {
    return resources.withEntries(resources.entries().stream().map(entry -> entry.withValue(named(entry, project))).toList());
  }

  private static YamlValue named(YamlMap.Entry entry, String project) {
    boolean fits = entry.value() instanceof YamlMap || entry.value().isNull();
    YamlMap resource = Trees.map(entry.value()).orElseGet(() -> YamlMap.empty().at(entry.key().place()));
    if (!fits || !lacks(resource, "name")) {
      return entry.value();
    }
    String name = Trees.isTrue(resource, "external") ? entry.name() : project + "_" + entry.name();
    return resource.with("name", YamlScalar.of(name).at(entry.key().place()));
  }
}
