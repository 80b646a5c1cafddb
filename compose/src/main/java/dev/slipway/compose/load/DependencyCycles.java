package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds services that wait for each other. Takes time in proportion to the number of dependencies. */
final class DependencyCycles {
  /** More than this many cycles are a sign of one fault, and would take long to tell. */
  private static final int MOST = 20;
  /** A cycle of more services is told by its beginning and its end. */
  private static final int LONGEST = 40;

  private final YamlMap services;
  private final Findings findings;
  private final Map<String, ImmutableList<YamlMap.Entry>> dependencies = new TreeMap<>();
  /** The number of each service on the way; a negative one for those of which all is known. */
  private final Map<String, Integer> seen = new HashMap<>();
  private final List<String> way = new ArrayList<>();
  private int told;

  private DependencyCycles(YamlMap services, Findings findings) {
    this.services = services;
    this.findings = findings;
  }

  /** Finds an error for each dependency that closes a cycle, services taken in the order of their names. */
  static void find(YamlMap services, Findings findings) {
    DependencyCycles cycles = new DependencyCycles(services, findings);
    services.entries().forEach(entry -> cycles.dependencies.put(entry.name(), cycles.of(entry.value())));
    cycles.dependencies.keySet().forEach(cycles::from);
  }

  private ImmutableList<YamlMap.Entry> of(YamlValue value) {
    YamlMap all = Trees.map(value).map(service -> Trees.mapOrEmpty(service, "depends_on")).orElseGet(YamlMap::empty);
    return all.entries().stream().filter(entry -> services.get(entry.name()).isPresent())
        .sorted((one, other) -> one.name().compareTo(other.name())).collect(ImmutableList.toImmutableList());
  }

  private void from(String start) {
    if (seen.containsKey(start)) {
      return;
    }
    List<Iterator<YamlMap.Entry>> left = new ArrayList<>();
    enter(start, left);
    while (!way.isEmpty()) {
      Iterator<YamlMap.Entry> next = left.get(left.size() - 1);
      if (!next.hasNext()) {
        left.remove(left.size() - 1);
        seen.put(way.remove(way.size() - 1), -1);
        continue;
      }
      YamlMap.Entry dependency = next.next();
      Integer number = seen.get(dependency.name());
      if (number == null) {
        enter(dependency.name(), left);
      } else if (number >= 0) {
        tell(way.subList(number, way.size()), dependency);
      }
    }
  }

  private void enter(String name, List<Iterator<YamlMap.Entry>> left) {
    seen.put(name, way.size());
    way.add(name);
    left.add(dependencies.getOrDefault(name, ImmutableList.of()).iterator());
  }

  private void tell(List<String> cycle, YamlMap.Entry closing) {
    if (told++ >= MOST) {
      return;
    }
    List<String> names = cycle;
    if (cycle.size() > LONGEST) {
      names = new ArrayList<>(cycle.subList(0, LONGEST / 2));
      names.add("... " + (cycle.size() - LONGEST) + " more ...");
      names.addAll(cycle.subList(cycle.size() - LONGEST / 2, cycle.size()));
    }
    String last = cycle.get(cycle.size() - 1);
    YamlValue place = closing.key().place().isPresent() ? closing.key() : closing.value();
    findings.error(TreePath.of("services", last, "depends_on", closing.name()), place,
        "dependency cycle detected: " + String.join(" -> ", names) + " -> " + closing.name(), "take one of these dependencies out");
  }
}
