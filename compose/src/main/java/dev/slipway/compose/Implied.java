package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes out of a resolved project what readers add by themselves: names made of others, and the usual network. */
final class Implied {
  private static final String USUAL = "default";
  private static final ImmutableMap<String, Setting<NetworkAttachment>> USUAL_ONLY = ImmutableMap.of(USUAL, Setting.ofNull());

  private Implied() {}

  static Project removed(Project project) {
    Project changed = section(project, Project.NETWORKS, Network.NAME, Network.EXTERNAL);
    changed = section(changed, Project.VOLUMES, Volume.NAME, Volume.EXTERNAL);
    changed = section(changed, Project.SECRETS, Secret.NAME, Secret.EXTERNAL);
    changed = section(changed, Project.CONFIGS, Config.NAME, Config.EXTERNAL);
    return withoutUsualNetwork(changed);
  }

  private static <E extends Resource<E>> Project section(Project project, Attribute<Project, ImmutableMap<String, E>> section,
      Attribute<E, Text> name, Attribute<E, Boolean> external) {
    Optional<ImmutableMap<String, E>> parts = project.value(section);
    if (parts.isEmpty()) {
      return project;
    }
    Map<String, E> changed = new LinkedHashMap<>();
    parts.get().forEach((key, part) -> {
      Optional<String> usual = part.value(external).orElse(false) ? Optional.of(key) : project.name().map(prefix -> prefix + "_" + key);
      boolean implied = usual.isPresent() && part.value(name).equals(usual.map(Text::of));
      changed.put(key, implied ? part.without(name) : part);
    });
    return project.with(section, ImmutableMap.copyOf(changed));
  }

  /** Readers put services into the usual network that are in no other, and add it where a service is in it. */
  private static Project withoutUsualNetwork(Project project) {
    Map<String, Service> services = new LinkedHashMap<>();
    project.services().forEach((key, service) -> {
      boolean implied = service.value(ServiceAttributes.NETWORKS).equals(Optional.of(USUAL_ONLY))
          && !service.setting(ServiceAttributes.NETWORK_MODE).isSet() && !service.setting(ServiceAttributes.PROVIDER).isSet();
      services.put(key, implied ? service.without(ServiceAttributes.NETWORKS) : service);
    });
    Project changed = project.value(Project.SERVICES).isPresent() ? project.with(Project.SERVICES, ImmutableMap.copyOf(services)) : project;
    Map<String, Network> networks = new LinkedHashMap<>(changed.networks());
    Optional<Network> usual = Optional.ofNullable(networks.get(USUAL)).filter(Element::isEmpty);
    if (usual.isEmpty() || changed.usersOf(usual.get()).isEmpty()) {
      return changed;
    }
    networks.remove(USUAL);
    return networks.isEmpty() ? changed.without(Project.NETWORKS) : changed.with(Project.NETWORKS, ImmutableMap.copyOf(networks));
  }
}
