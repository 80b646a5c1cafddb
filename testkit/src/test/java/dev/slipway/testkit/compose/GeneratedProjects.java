package dev.slipway.testkit.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Build;
import dev.slipway.compose.Config;
import dev.slipway.compose.Dependency.Condition;
import dev.slipway.compose.Network;
import dev.slipway.compose.NetworkAttachment;
import dev.slipway.compose.Project;
import dev.slipway.compose.Resource;
import dev.slipway.compose.Secret;
import dev.slipway.compose.Service;
import dev.slipway.compose.ServiceAttributes;
import dev.slipway.compose.Text;
import dev.slipway.compose.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

/** Random projects of typed values, with strings that are easily misread. */
final class GeneratedProjects {
  /**
   * Not among them: breaks of lines that are no longer any in newer YAML, and {@code 1e3}, which is a number there. The tool, which is
   * as old as that, reads them in quotes, but prints them without.
   */
  static final ImmutableList<String> WORDS = ImmutableList.of("plain", "no", "null", "~", "0644", "12:30", "0x1F", "true", "=", "<<",
      "line\nother", "line\n", " lead", "trail ", "tab\there", "# no", "a: b", "- x", "é", "😀", "{}", "[x]", "*a", "&a",
      "!t", "|", "%", "@", "`", "'", "\"", "\\", "$", "$$", "${", "}", "a$b", "$A", "${A:-x}", "1_000", "?", "2001-01-01", "", "0",
      "65,80");

  private final Random random;
  private final Path directory;
  private final List<Network> networks = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private final List<Secret> secrets = new ArrayList<>();
  private final List<Config> configs = new ArrayList<>();

  private GeneratedProjects(Random random, Path directory) {
    this.random = random;
    this.directory = directory;
  }

  /**
   * So many of them, by number; always the same.
   *
   * @param directory what images are built from
   */
  static Map<String, Project> some(int count, Path directory) {
    Map<String, Project> projects = new LinkedHashMap<>();
    for (int seed = 0; seed < count; seed++) {
      projects.put("generated " + seed, new GeneratedProjects(new Random(seed), directory).project());
    }
    return projects;
  }

  private Project project() {
    for (int i = 0; i < 3; i++) {
      networks.add(network("net-" + i));
      volumes.add(volume("vol." + i));
      secrets.add(random.nextInt(4) == 0 ? Secret.external("secret" + i) : Secret.file("secret" + i, "./s" + i));
      configs.add(random.nextInt(4) == 0 ? Config.external("config" + i) : Config.file("config" + i, "/c/" + i));
    }
    List<Service> services = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(5); i++) {
      services.add(service("service_" + i, services));
    }
    return Project.named(ToolReading.PROJECT).with(services);
  }

  private Network network(String key) {
    Network network = Network.named(key);
    return switch (random.nextInt(5)) {
      case 0 -> network.internal();
      case 1 -> Network.external(key).withName("outside");
      case 2 -> network.subnet("10." + random.nextInt(200) + ".0.0/16").driver("bridge");
      case 3 -> network.with(Network.LABELS, texts()).with(Network.ATTACHABLE, true).with(Network.DRIVER_OPTS, texts());
      default -> network;
    };
  }

  private Volume volume(String key) {
    return switch (random.nextInt(4)) {
      case 0 -> Volume.external(key);
      case 1 -> Volume.named(key).driver("local").option("o", "uid=1").option("device", "tmpfs");
      case 2 -> Volume.named(key).with(Volume.LABELS, texts()).withName("called-" + key);
      default -> Volume.named(key);
    };
  }

  private Service service(String key, List<Service> before) {
    Service service = Service.named(key);
    service = random.nextInt(4) == 0 ? service.build(build()) : service.image(pick("busybox", "postgres:16", "localhost:5000/a/b:1"));
    service = random.nextBoolean() ? attached(service) : service.with(ServiceAttributes.NETWORK_MODE, Text.of(pick("none", "host")));
    for (Service other : before) {
      if (random.nextInt(3) == 0) {
        service = service.dependsOn(other, Condition.values()[random.nextInt(3)]);
      }
    }
    service = service.with(ServiceAttributes.LABELS, texts());
    for (int i = random.nextInt(4); i > 0; i--) {
      service = service.env("V" + i, word()).env("FROM_OUTSIDE_" + i);
    }
    GeneratedParts parts = new GeneratedParts(random);
    for (int i = random.nextInt(12); i > 0; i--) {
      service = parts.more(service);
    }
    if (service.attributes().contains(ServiceAttributes.DEPLOY)) {
      // which says the same
      service = service.without(ServiceAttributes.SCALE).without(ServiceAttributes.CPUS).without(ServiceAttributes.PIDS_LIMIT)
          .without(ServiceAttributes.MEM_LIMIT).without(ServiceAttributes.MEM_RESERVATION);
    }
    return mounted(service);
  }

  private Build build() {
    Build build = Build.of(directory.toString()).dockerfile("sub/Dockerfile").arg("A", word());
    return random.nextBoolean() ? build : build.target("stage").label("l", word()).with(Build.NETWORK, Text.of("host")).arg("FROM_OUTSIDE");
  }

  private Service attached(Service service) {
    NetworkAttachment attachment = NetworkAttachment.empty().alias("other-name");
    return some(service, networks, (to, network) -> random.nextBoolean() ? to.network(network) : to.network(network, attachment));
  }

  private Service mounted(Service service) {
    Service changed = some(service, volumes, (to, volume) -> to.mount(random.nextBoolean()
        ? volume.at("/v/" + volume.key())
        : volume.at("/v/" + volume.key()).readOnly()));
    changed = some(changed, secrets, (to, secret) -> random.nextBoolean()
        ? to.secret(secret)
        : to.secret(secret, grant -> grant.target("other").mode(0440).owner(1, 2)));
    return some(changed, configs, (to, config) -> to.config(config, "/etc/" + config.key()));
  }

  private <R extends Resource<R>> Service some(Service service, List<R> from, BiFunction<Service, R, Service> use) {
    Service changed = service;
    for (R each : from) {
      changed = random.nextInt(3) == 0 ? use.apply(changed, each) : changed;
    }
    return changed;
  }

  private ImmutableMap<String, Text> texts() {
    ImmutableMap.Builder<String, Text> texts = ImmutableMap.builder();
    for (int i = random.nextInt(3); i > 0; i--) {
      texts.put("com.example." + i, Text.of(word()));
    }
    return texts.buildOrThrow();
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size())) + (random.nextInt(3) == 0 ? WORDS.get(random.nextInt(WORDS.size())) : "");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
