package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Dependency.Condition;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StartOrderTest {
  private static final int MANY = 10_000;

  /** A project whose services wait for others by key, missing ones too. */
  private static Project project(Map<String, List<String>> needs) {
    Map<String, Service> services = new LinkedHashMap<>();
    needs.forEach((key, others) -> {
      Map<String, Dependency> dependencies = new LinkedHashMap<>();
      others.forEach(other -> dependencies.put(other, Dependency.on(Condition.STARTED)));
      services.put(key, Service.named(key).with(ServiceAttributes.DEPENDS_ON, ImmutableMap.copyOf(dependencies)));
    });
    return Project.named("order").with(Project.SERVICES, ImmutableMap.copyOf(services));
  }

  @Test
  void servicesThatWaitForNothingStartTogetherAndOthersBehindThem() {
    StartOrder order = project(
        ImmutableMap.of("web", List.of("api", "cache"), "api", List.of("database"), "cache", List.of(), "database", List.of()))
        .startOrder();
    assertThat(order.groups()).containsExactly(ImmutableList.of("cache", "database"), ImmutableList.of("api"), ImmutableList.of("web"));
    assertThat(order.stopGroups()).containsExactly(ImmutableList.of("web"), ImmutableList.of("api"), ImmutableList.of("cache", "database"));
    assertThat(order.cycles()).isEmpty();
    assertThat(order.needs(List.of("api"))).containsExactly("api", "database");
    assertThat(order.dependants(List.of("database", "nobody"))).containsExactly("api", "database", "web");
  }

  @Test
  void linksNamespacesAndMountsOfOthersAreWaitedForToo() {
    Project project = Project.named("order").with(
        Service.named("a").with(ServiceAttributes.LINKS, Collected.texts("b:alias")),
        Service.named("b").with(ServiceAttributes.NETWORK_MODE, Text.of("service:c")),
        Service.named("c").with(ServiceAttributes.VOLUMES_FROM, Collected.texts("d:ro", "container:elsewhere")), Service.named("d"));
    assertThat(project.startOrder().groups())
        .containsExactly(ImmutableList.of("d"), ImmutableList.of("c"), ImmutableList.of("b"), ImmutableList.of("a"));
  }

  @Test
  void servicesOfOtherProfilesAreNotWaitedFor() {
    assertThat(project(ImmutableMap.of("web", List.of("debugger"))).startOrder().groups()).containsExactly(ImmutableList.of("web"));
  }

  @Test
  void aCycleIsToldAsTheWayBack() {
    StartOrder order = project(
        ImmutableMap.of("a", List.of("b"), "b", List.of("c"), "c", List.of("a"), "in-front", List.of("a"), "free", List.of(),
            "self", List.of("self")))
        .startOrder();
    assertThat(order.cycles()).containsExactly(ImmutableList.of("a", "b", "c", "a"), ImmutableList.of("self", "self"));
    assertThat(order.groups()).containsExactly(ImmutableList.of("free"));
  }

  @Test
  void tenThousandServicesAreInOrderWithinATenthOfASecond() {
    Random random = new Random(1);
    Map<String, List<String>> needs = new LinkedHashMap<>();
    for (int i = 0; i < MANY; i++) {
      List<String> others = new ArrayList<>();
      for (int j = 0; j < 5 && i > 0; j++) {
        others.add("s" + random.nextInt(i));
      }
      needs.put("s" + i, others);
    }
    Project project = project(needs);
    assertThat(fastest(project)).isLessThan(Duration.ofMillis(100));
    Map<String, Integer> group = new HashMap<>();
    for (ImmutableList<String> each : project.startOrder().groups()) {
      each.forEach(key -> group.put(key, group.size()));
    }
    needs.forEach((key, others) -> others.forEach(other -> assertThat(group.get(other)).isLessThan(group.get(key))));
  }

  @Test
  void chainsRingsAndWebsOfTenThousandServicesNeitherOverflowNorTakeLong() {
    Map<String, List<String>> chain = new LinkedHashMap<>();
    Map<String, List<String>> ring = new LinkedHashMap<>();
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    for (int i = 0; i < MANY; i++) {
      chain.put("s" + i, i == 0 ? List.of() : List.of("s" + (i - 1)));
      ring.put("s" + i, List.of("s" + (i + 1) % MANY));
      pairs.put("s" + i, List.of("s" + (i ^ 1)));
    }
    assertThat(project(chain).startOrder().groups()).hasSize(MANY);
    assertThat(project(ring).startOrder().cycles()).hasSize(1);
    assertThat(project(ring).startOrder().cycles().get(0)).hasSize(MANY + 1);
    assertThat(project(pairs).startOrder().cycles()).hasSize(MANY / 2);
    for (Map<String, List<String>> hostile : List.of(chain, ring, pairs)) {
      assertThat(fastest(project(hostile))).isLessThan(Duration.ofMillis(200));
    }
  }

  @Test
  void aLongChainOfServicesThatHoldOneAnotherIsCollected() {
    Service last = Service.named("s0");
    for (int i = 1; i < 5_000; i++) {
      last = Service.named("s" + i).dependsOn(last).dependsOn(last);
    }
    assertThat(Project.named("chain").with(last).services()).hasSize(5_000);
  }

  @Property(seed = "1")
  void everyServiceIsInAGroupOrBehindACycle(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, List<String>> needs = new LinkedHashMap<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      List<String> others = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        others.add("s" + random.nextInt(count));
      }
      needs.put("s" + i, others);
    }
    StartOrder order = project(needs).startOrder();
    List<String> started = order.groups().stream().flatMap(List::stream).toList();
    assertThat(started).doesNotHaveDuplicates();
    started.forEach(key -> assertThat(started).containsAll(needs.get(key)));
    order.cycles().forEach(cycle -> {
      for (int i = 1; i < cycle.size(); i++) {
        assertThat(needs.get(cycle.get(i - 1))).contains(cycle.get(i));
      }
      assertThat(cycle.get(0)).isEqualTo(cycle.get(cycle.size() - 1));
      assertThat(started).doesNotContainAnyElementsOf(cycle);
    });
    assertThat(order.cycles().isEmpty()).isEqualTo(started.size() == count);
  }

  /** The processor time of this thread: how busy the machine is otherwise does not count. */
  private static Duration fastest(Project project) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Duration fastest = Duration.ofDays(1);
    for (int i = 0; i < 20; i++) {
      long start = threads.getCurrentThreadCpuTime();
      assertThat(project.startOrder()).isNotNull();
      Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
      fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
    }
    return fastest;
  }
}
