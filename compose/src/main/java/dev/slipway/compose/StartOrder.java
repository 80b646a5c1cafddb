package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Who waits for whom in a project: in which order services are started and stopped, and what depends on what.
 *
 * <p>A service waits for those of its {@code depends_on}, and for those whose links, namespaces or mounts it uses. Services that
 * are not in the project, such as those of other profiles, are not waited for. All results are the same for equal projects;
 * services and dependencies are walked through once each.
 */
public final class StartOrder {
  private final ImmutableList<String> keys;
  /** For each service the indexes of those that it waits for, and of those that wait for it, both in rising order. */
  private final int[][] needed;
  private final int[][] dependants;
  private final int[][] bound;
  private final ImmutableList<ImmutableList<String>> groups;
  private final ImmutableList<ImmutableList<String>> cycles;

  private StartOrder(ImmutableList<String> keys, int[][] needed, int[][] boundTo) {
    this.keys = keys;
    this.needed = needed;
    this.bound = reversed(boundTo);
    this.dependants = reversed(needed);
    int[] left = new int[keys.size()];
    this.groups = groups(left);
    boolean complete = groups.stream().mapToInt(List::size).sum() == keys.size();
    this.cycles = complete ? ImmutableList.of() : DependencyCycles.of(keys, needed, left);
  }

  static StartOrder of(Project project) {
    ImmutableList<String> keys = project.services().keySet().asList();
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      indexes.put(keys.get(i), i);
    }
    int[][] needed = new int[keys.size()][];
    int[][] boundTo = new int[keys.size()][];
    for (Service service : project.services().values()) {
      int index = indexes.getOrDefault(service.key(), 0);
      needed[index] = indexes(ServiceReferences.waitedFor(service), indexes);
      boundTo[index] = indexes(ServiceReferences.boundTo(service), indexes);
    }
    return new StartOrder(keys, needed, boundTo);
  }

  private static int[] indexes(Set<String> services, Map<String, Integer> indexes) {
    return services.stream().filter(indexes::containsKey).mapToInt(indexes::get).sorted().toArray();
  }

  private static int[][] reversed(int[][] edges) {
    int[] counts = new int[edges.length];
    for (int[] targets : edges) {
      for (int target : targets) {
        counts[target]++;
      }
    }
    int[][] reversed = new int[edges.length][];
    Arrays.setAll(reversed, i -> new int[counts[i]]);
    int[] filled = new int[edges.length];
    for (int from = 0; from < edges.length; from++) {
      for (int target : edges[from]) {
        reversed[target][filled[target]++] = from;
      }
    }
    return reversed;
  }

  /** Takes away those that wait for nothing, again and again. What is left then waits for itself, at least by others. */
  private ImmutableList<ImmutableList<String>> groups(int[] left) {
    Arrays.setAll(left, i -> needed[i].length);
    ImmutableList.Builder<ImmutableList<String>> found = ImmutableList.builder();
    int[] ready = IntStream.range(0, left.length).filter(i -> left[i] == 0).toArray();
    while (ready.length > 0) {
      found.add(Arrays.stream(ready).mapToObj(keys::get).collect(ImmutableList.toImmutableList()));
      ready = Arrays.stream(ready).flatMap(done -> Arrays.stream(dependants[done]).filter(next -> --left[next] == 0)).sorted().toArray();
    }
    return found.build();
  }

  /** The services in the order in which they are started: those of a group may start together. In a cycle, and behind one, none is. */
  public ImmutableList<ImmutableList<String>> groups() {
    return groups;
  }

  /** The groups in the order in which they are stopped. */
  public ImmutableList<ImmutableList<String>> stopGroups() {
    return groups.reverse();
  }

  /** Services that wait for themselves by way of others, each as the way from a service back to it. */
  public ImmutableList<ImmutableList<String>> cycles() {
    return cycles;
  }

  /** All that these services need in order to run, themselves too, by key. */
  public ImmutableSet<String> needs(Iterable<String> services) {
    return reached(services, needed);
  }

  /** All that wait for one of these services, and for one of those that do, themselves too, by key. */
  public ImmutableSet<String> dependants(Iterable<String> services) {
    return reached(services, dependants);
  }

  /** These services, and those whose containers must be started again with theirs. */
  ImmutableSet<String> bound(Iterable<String> services) {
    return reached(services, bound);
  }

  private ImmutableSet<String> reached(Iterable<String> services, int[][] edges) {
    Set<String> found = new TreeSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (String service : services) {
      int index = Collections.binarySearch(keys, service);
      if (index >= 0 && found.add(service)) {
        open.add(index);
      }
    }
    while (!open.isEmpty()) {
      for (int next : edges[open.remove()]) {
        if (found.add(keys.get(next))) {
          open.add(next);
        }
      }
    }
    return ImmutableSet.copyOf(found);
  }

  /** The groups in brackets. */
  @Override
  public String toString() {
    return groups.toString();
  }
}
