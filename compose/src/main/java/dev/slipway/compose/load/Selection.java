package dev.slipway.compose.load;

import com.google.common.collect.ImmutableSet;
import dev.slipway.Suggestions;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells the services that are wanted from those that are not. */
final class Selection {
  private static final String ALL = "*";

  private Selection() {}

  /**
   * The services of a project in two parts.
   *
   * @param enabled those that are wanted
   * @param disabled the others
   */
  record Parts(YamlMap enabled, YamlMap disabled) {}

  /** The services by profiles, and the profiles of those that are asked for by name. */
  static Parts byProfiles(YamlMap services, ImmutableSet<String> profiles, ImmutableSet<String> asked) {
    Set<String> active = new HashSet<>(profiles);
    Parts first = split(services, active);
    asked.forEach(name -> Trees.map(first.disabled(), name).ifPresent(service -> active.addAll(profiles(service))));
    return split(services, active);
  }

  private static Parts split(YamlMap services, Set<String> active) {
    List<YamlMap.Entry> enabled = new ArrayList<>();
    List<YamlMap.Entry> disabled = new ArrayList<>();
    for (YamlMap.Entry entry : services.entries()) {
      List<String> own = entry.value() instanceof YamlMap service ? profiles(service) : List.of();
      boolean wanted = own.isEmpty() || active.contains(ALL) || own.stream().anyMatch(active::contains);
      (wanted ? enabled : disabled).add(entry);
    }
    return new Parts(services.withEntries(enabled), services.withEntries(disabled));
  }

  private static List<String> profiles(YamlMap service) {
    return Trees.items(service, "profiles").stream().filter(YamlScalar.class::isInstance).map(item -> ((YamlScalar) item).text()).toList();
  }

  /** The services of these names with what they depend on, without their dependencies on others. */
  static Parts byName(Parts parts, ImmutableSet<String> asked, Findings findings) {
    Set<String> reached = reached(parts, asked, findings);
    List<YamlMap.Entry> enabled = new ArrayList<>();
    List<YamlMap.Entry> disabled = new ArrayList<>(parts.disabled().entries());
    for (YamlMap.Entry entry : parts.enabled().entries()) {
      if (reached.contains(entry.name())) {
        enabled.add(entry.withValue(dependingOn(entry.value(), reached)));
      } else {
        disabled.add(entry);
      }
    }
    return new Parts(parts.enabled().withEntries(enabled), parts.disabled().withEntries(disabled));
  }

  private static Set<String> reached(Parts parts, ImmutableSet<String> asked, Findings findings) {
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(asked);
    List<String> names = parts.enabled().entries().stream().map(YamlMap.Entry::name).toList();
    asked.stream().filter(name -> !names.contains(name)).forEach(name -> findings.error(TreePath.of("services"), parts.enabled(),
        "no such service: '" + name + "'" + Suggestions.among(name, names), "ask for one of the services of the project"));
    while (!next.isEmpty()) {
      String name = next.remove();
      if (parts.enabled().get(name).isPresent() && reached.add(name)) {
        Trees.map(parts.enabled(), name).map(service -> Trees.mapOrEmpty(service, "depends_on")).ifPresent(
            dependencies -> dependencies.entries().forEach(entry -> next.add(entry.name())));
      }
    }
    return reached;
  }

  private static YamlValue dependingOn(YamlValue value, Set<String> reached) {
    if (!(value instanceof YamlMap service) || Trees.map(service, "depends_on").isEmpty()) {
      return value;
    }
    YamlMap dependencies = Trees.mapOrEmpty(service, "depends_on");
    List<YamlMap.Entry> left = dependencies.entries().stream().filter(entry -> reached.contains(entry.name())).toList();
    if (left.size() == dependencies.entries().size()) {
      return service;
    }
    return left.isEmpty() ? service.without("depends_on") : service.with("depends_on", dependencies.withEntries(left));
  }
}
