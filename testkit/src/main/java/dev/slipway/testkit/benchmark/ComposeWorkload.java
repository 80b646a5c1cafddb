package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Dependency;
import dev.slipway.compose.Dependency.Condition;
import dev.slipway.compose.Healthcheck;
import dev.slipway.compose.Logging;
import dev.slipway.compose.Network;
import dev.slipway.compose.NetworkAttachment;
import dev.slipway.compose.Project;
import dev.slipway.compose.Restart;
import dev.slipway.compose.Service;
import dev.slipway.compose.ServiceAttributes;
import dev.slipway.compose.Ulimit;
import dev.slipway.compose.Volume;
import dev.slipway.compose.Writing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A project that is made as large ones of people look when they are resolved: services share most of their environment, wait
 * for the health of a few that keep data, have health checks, long mounts, logging, limits and labels. Only keys that old
 * programs know are used.
 */
enum ComposeWorkload {
  /** As large as the resolved files of the largest public projects: some 3,700 lines. */
  C1("a resolved project", 57, 22),
  /** Many services of usual size. */
  C2("a generated project", 1000, 2);

  static final ImmutableList<ComposeWorkload> ALL = ImmutableList.copyOf(values());

  private static final int BASES = 6;

  private final String title;
  private final int services;
  private final int variables;

  ComposeWorkload(String title, int services, int variables) {
    this.title = title;
    this.services = services;
    this.variables = variables;
  }

  String description() {
    return name() + ": " + title + " of " + services + " services";
  }

  int services() {
    return services;
  }

  /** The project as a file, in the forms that people write: Debian's {@code docker-compose} does not know all long ones. */
  String text() {
    return project().toYaml(Writing.MINIMAL);
  }

  private Project project() {
    Network front = Network.named("front");
    Network back = Network.named("back").internal();
    List<Service> bases = new ArrayList<>();
    List<Service> all = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      Service service = i < BASES ? base(i).network(back) : worker(i, bases).network(back, NetworkAttachment.empty()).network(front);
      if (i < BASES) {
        bases.add(service);
      }
      all.add(service);
    }
    return Project.unnamed().with(all);
  }

  private Service base(int index) {
    return common("base-" + index, index)
        .volume(Volume.named("data-" + index), "/var/lib/base")
        .with(ServiceAttributes.ULIMITS, ImmutableMap.of("nofile", Ulimit.of(4096, 262_144)));
  }

  private Service worker(int index, List<Service> bases) {
    Service worker = common("worker-" + index, index).label("com.example.part", "part " + index % BASES)
        .dependsOn(bases.get(index % BASES), Condition.HEALTHY);
    if (variables <= BASES) {
      return worker;
    }
    for (int i = 1; i < BASES; i++) {
      worker = worker.dependsOn(bases.get((index + i) % BASES), i % 2 == 0 ? Condition.HEALTHY : Condition.STARTED);
    }
    return worker.bind("./conf/" + index + ".yaml", "/etc/worker/config.yaml").bind("./certificates", "/usr/local/share/ca-certificates")
        .port(20_000 + index, 9000).workdir("/srv/worker");
  }

  private Service common(String name, int index) {
    Service service = Service.named(name).image("registry.example.com/shop/" + name + ":24." + index % 12 + ".0")
        .command("run", "--workers=" + (1 + index % 4), "--queue", "tasks." + index)
        .healthcheck(Healthcheck.shell("wget -q -O - http://127.0.0.1:9000/health?price=5$ || exit 1").every(Duration.ofSeconds(30))
            .within(Duration.ofSeconds(90)).startingIn(Duration.ofSeconds(10)).retries(10))
        .restart(Restart.UNLESS_STOPPED)
        .with(ServiceAttributes.LOGGING, Logging.driver("json-file").option("max-size", "50m").option("max-file", "3"));
    for (int i = 0; i < variables; i++) {
      service = service.env("SETTING_" + i, switch (i % 4) {
        case 0 -> "redis://base-" + i % BASES + ":6379/" + index;
        case 1 -> Integer.toString(i * index);
        case 2 -> "true";
        default -> "a longer text with 'quotes', a price of $" + i + " and: more # of it";
      });
    }
    return service;
  }

  /** Services that wait for three others each, in no order that could be seen from their names. */
  static Project tangled(int count) {
    List<Service> services = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      List<Integer> needed = new ArrayList<>();
      for (int step = 1; step <= 3 && i > 0; step++) {
        needed.add((int) ((i * 7919L + step * 104_729L) % i));
      }
      services.add(waiting(i, needed));
    }
    return Project.named("tangled").with(services);
  }

  /** Services of which each waits for the one before it. */
  static Project chained(int count) {
    List<Service> services = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      services.add(waiting(i, i == 0 ? List.of() : List.of(i - 1)));
    }
    return Project.named("chained").with(services);
  }

  private static Service waiting(int index, List<Integer> needed) {
    Map<String, Dependency> waited = new LinkedHashMap<>();
    needed.forEach(other -> waited.put("service-" + other, Dependency.on(Condition.STARTED)));
    return Service.named("service-" + index).image("app").with(ServiceAttributes.DEPENDS_ON, ImmutableMap.copyOf(waited));
  }
}
