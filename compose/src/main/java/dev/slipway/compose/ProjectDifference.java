package dev.slipway.compose;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What makes a project another one, and which of its services that concerns. */
public final class ProjectDifference {
  private final Project newer;
  private final ImmutableSortedSet<String> added;
  private final ImmutableSortedSet<String> removed;
  private final ImmutableSortedMap<String, ImmutableSet<String>> changed;
  private final ImmutableSet<Resource<?>> resources;

  private ProjectDifference(Project older, Project newer) {
    this.newer = newer;
    this.added = ImmutableSortedSet.copyOf(Sets.difference(newer.services().keySet(), older.services().keySet()));
    this.removed = ImmutableSortedSet.copyOf(Sets.difference(older.services().keySet(), newer.services().keySet()));
    Map<String, ImmutableSet<String>> differing = new TreeMap<>();
    newer.services().forEach((key, service) -> older.service(key).filter(before -> !before.equals(service))
        .ifPresent(before -> differing.put(key, differing(before, service))));
    this.changed = ImmutableSortedMap.copyOf(differing);
    this.resources = differing(resources(older), resources(newer));
  }

  static ProjectDifference between(Project older, Project newer) {
    return new ProjectDifference(older, newer);
  }

  private static ImmutableSet<String> differing(Service before, Service after) {
    Set<String> names = new HashSet<>();
    Sets.union(before.attributes(), after.attributes()).stream()
        .filter(attribute -> !before.setting(attribute).equals(after.setting(attribute))).forEach(attribute -> names.add(attribute.name()));
    Sets.union(before.extensions().keySet(), after.extensions().keySet()).stream()
        .filter(key -> !Objects.equals(before.extensions().get(key), after.extensions().get(key))).forEach(names::add);
    return ImmutableSortedSet.copyOf(names);
  }

  /** Those of the newer project that are not the same in the older one, and those that only the older one has. */
  private static ImmutableSet<Resource<?>> differing(Map<String, Resource<?>> older, Map<String, Resource<?>> newer) {
    ImmutableSet.Builder<Resource<?>> found = ImmutableSet.builder();
    newer.forEach((key, resource) -> {
      if (!Objects.equals(resource, older.get(key))) {
        found.add(resource);
      }
    });
    older.forEach((key, resource) -> {
      if (!newer.containsKey(key)) {
        found.add(resource);
      }
    });
    return found.build();
  }

  private static Map<String, Resource<?>> resources(Project project) {
    Map<String, Resource<?>> all = new TreeMap<>();
    project.resources().forEach(resource -> all.put(resource.toString(), resource));
    return all;
  }

  /** Services that only the newer project has. */
  public ImmutableSet<String> added() {
    return added;
  }

  /** Services that only the older project has. */
  public ImmutableSet<String> removed() {
    return removed;
  }

  /** Services that both have but not alike, with the keys of the attributes and extensions in which they differ. */
  public ImmutableSortedMap<String, ImmutableSet<String>> changed() {
    return changed;
  }

  /** Networks, volumes, secrets, configs and models that are new or different, or that only the older project has. */
  public ImmutableSet<Resource<?>> resources() {
    return resources;
  }

  /** Whether the projects have the same services and resources. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && resources.isEmpty();
  }

  /**
   * The services of the newer project whose containers are no longer as they should be: those that are added or changed, those
   * that use a resource that is not the same, and those that share a namespace or mounts with one of all these, or want to be
   * restarted with it.
   */
  public ImmutableSet<String> affected() {
    Set<String> direct = new HashSet<>(Sets.union(added, changed.keySet()));
    newer.services().values().stream()
        .filter(service -> resources.stream().anyMatch(resource -> ServiceReferences.uses(service, resource)))
        .forEach(service -> direct.add(service.key()));
    return newer.startOrder().bound(direct);
  }

  /** What is added, removed and changed, in a few words. */
  @Override
  public String toString() {
    return "added " + added + ", removed " + removed + ", changed " + changed + ", resources " + resources;
  }
}
