package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds parts to a project, and everything that they refer to, each once. */
final class Gathering {
  private final Map<String, Service> services;
  private final Map<String, Network> networks;
  private final Map<String, Volume> volumes;
  private final Map<String, Secret> secrets;
  private final Map<String, Config> configs;
  private final Map<String, Model> models;

  private Gathering(Project project) {
    services = new TreeMap<>(project.services());
    networks = new TreeMap<>(project.networks());
    volumes = new TreeMap<>(project.volumes());
    secrets = new TreeMap<>(project.secrets());
    configs = new TreeMap<>(project.configs());
    models = new TreeMap<>(project.models());
  }

  static Project add(Project project, List<? extends Resource<?>> parts) {
    Gathering gathering = new Gathering(project);
    gathering.addAll(parts);
    Project changed = put(project, Project.SERVICES, gathering.services);
    changed = put(changed, Project.NETWORKS, gathering.networks);
    changed = put(changed, Project.VOLUMES, gathering.volumes);
    changed = put(changed, Project.SECRETS, gathering.secrets);
    changed = put(changed, Project.CONFIGS, gathering.configs);
    return put(changed, Project.MODELS, gathering.models);
  }

  private static <T> Project put(Project project, Attribute<Project, ImmutableMap<String, T>> section, Map<String, T> parts) {
    return parts.isEmpty() ? project : project.with(section, ImmutableMap.copyOf(parts));
  }

  /** What is referred to may be shared by many, and chains of it be long: each value is looked at once. */
  private void addAll(List<? extends Resource<?>> parts) {
    Deque<Resource<?>> open = new ArrayDeque<>(parts);
    Set<Resource<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!open.isEmpty()) {
      Resource<?> part = open.remove();
      if (seen.add(part)) {
        add(part);
        if (part instanceof Service service) {
          open.addAll(service.brought());
        }
      }
    }
  }

  private void add(Resource<?> part) {
    if (part instanceof Service service) {
      add(services, service.alone());
    } else if (part instanceof Network network) {
      add(networks, network);
    } else if (part instanceof Volume volume) {
      add(volumes, volume);
    } else if (part instanceof Secret secret) {
      add(secrets, secret);
    } else if (part instanceof Config config) {
      add(configs, config);
    } else if (part instanceof Model model) {
      add(models, model);
    }
  }

  private static <T extends Resource<T>> void add(Map<String, T> parts, T added) {
    T present = parts.putIfAbsent(added.key(), added);
    if (present != null && !present.equals(added)) {
      throw new InvalidValueException("two different things are called " + added
          + ": give one of them another key, or refer to the same value everywhere");
    }
  }
}
