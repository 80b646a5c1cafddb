package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds one way back to itself for each knot of services that wait for one another: in each strongly connected component,
 * from the service with the smallest key always to the smallest one that is waited for. Works without recursion, as chains
 * may be as long as there are services.
 */
final class DependencyCycles {
  private final int[][] edges;
  private final int[] order;
  private final int[] low;
  private final int[] component;
  private final int[] stack;
  private final int[] path;
  private final int[] next;
  private final int[] position;
  private int stacked;
  private int visited;
  private int components;

  private DependencyCycles(int[][] edges) {
    this.edges = edges;
    order = new int[edges.length];
    low = new int[edges.length];
    component = new int[edges.length];
    Arrays.fill(component, -1);
    stack = new int[edges.length];
    path = new int[edges.length];
    next = new int[edges.length];
    position = new int[edges.length];
  }

  /** @param left how many of those that a service waits for could not be started; zero for one that could */
  static ImmutableList<ImmutableList<String>> of(List<String> keys, int[][] edges, int[] left) {
    DependencyCycles cycles = new DependencyCycles(edges);
    for (int i = 0; i < edges.length; i++) {
      if (left[i] > 0 && cycles.order[i] == 0) {
        cycles.visit(i);
      }
    }
    boolean[] done = new boolean[cycles.components];
    List<List<Integer>> found = new ArrayList<>();
    for (int i = 0; i < edges.length; i++) {
      if (cycles.component[i] >= 0 && !done[cycles.component[i]] && cycles.isKnot(i)) {
        done[cycles.component[i]] = true;
        found.add(cycles.wayBack(i));
      }
    }
    found.sort(Comparator.comparing(way -> way.get(0)));
    return found.stream().map(way -> way.stream().map(keys::get).collect(ImmutableList.toImmutableList()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Tarjan's algorithm with a stack of its own: for each service, which of its edges is next. */
  private void visit(int start) {
    int depth = 0;
    path[0] = start;
    next[0] = 0;
    enter(start);
    while (depth >= 0) {
      int at = path[depth];
      if (next[depth] < edges[at].length) {
        int target = edges[at][next[depth]++];
        if (order[target] == 0) {
          enter(target);
          path[++depth] = target;
          next[depth] = 0;
        } else if (component[target] < 0) {
          low[at] = Math.min(low[at], order[target]);
        }
      } else {
        leave(at);
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[at]);
        }
      }
    }
  }

  private void enter(int service) {
    order[service] = ++visited;
    low[service] = visited;
    stack[stacked++] = service;
  }

  private void leave(int service) {
    if (low[service] == order[service]) {
      int member;
      do {
        member = stack[--stacked];
        component[member] = components;
      } while (member != service);
      components++;
    }
  }

  private boolean isKnot(int service) {
    return Arrays.stream(edges[service]).anyMatch(target -> component[target] == component[service]);
  }

  private List<Integer> wayBack(int start) {
    List<Integer> way = new ArrayList<>();
    int at = start;
    while (position[at] == 0) {
      way.add(at);
      position[at] = way.size();
      int from = at;
      at = Arrays.stream(edges[from]).filter(target -> component[target] == component[from]).findFirst().orElseThrow();
    }
    List<Integer> back = new ArrayList<>(way.subList(position[at] - 1, way.size()));
    back.add(at);
    return back;
  }
}
