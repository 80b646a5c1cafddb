package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that the attributes of one service do not contradict each other. */
final class ServiceConsistency {
  private static final ImmutableList<String> TESTS = ImmutableList.of("CMD", "CMD-SHELL", "NONE");
  /** Attributes with those of {@code deploy.resources} that mean the same. */
  private static final ImmutableList<List<String>> TWINS = ImmutableList.of(
      ImmutableList.of("cpus", "limits", "cpus"), ImmutableList.of("mem_limit", "limits", "memory"),
      ImmutableList.of("mem_reservation", "reservations", "memory"), ImmutableList.of("pids_limit", "limits", "pids"));

  private final TreePath path;
  private final String name;
  private final YamlMap service;
  private final YamlMap build;
  private final YamlMap deploy;
  private final Findings findings;

  ServiceConsistency(TreePath path, String name, YamlMap service, Findings findings) {
    this.path = path;
    this.name = name;
    this.service = service;
    this.build = Trees.mapOrEmpty(service, "build");
    this.deploy = Trees.mapOrEmpty(service, "deploy");
    this.findings = findings;
  }

  void check() {
    dockerfile();
    platforms();
    networks();
    healthcheck();
    scale();
    TWINS.forEach(this::twins);
    watch();
    mounts();
  }

  private static boolean isThere(YamlMap map, String key) {
    return map.get(key).filter(value -> !(value instanceof YamlScalar scalar && (scalar.isNull() || scalar.text().isEmpty()))).isPresent();
  }

  private void dockerfile() {
    if (isThere(build, "dockerfile") && isThere(build, "dockerfile_inline")) {
      findings.error(path.to("build"), build.get("dockerfile_inline").orElse(build),
          "service '" + name + "' declares mutually exclusive 'dockerfile' and 'dockerfile_inline'", "take one of them out");
    }
  }

  private void platforms() {
    Optional<String> platform = Trees.string(service, "platform").filter(text -> !text.isEmpty());
    ImmutableList<YamlValue> platforms = Trees.items(build, "platforms");
    boolean missing = platform.isPresent() && !platforms.isEmpty()
        && platforms.stream().noneMatch(item -> Trees.string(item).equals(platform));
    if (missing) {
      findings.error(path.to("build").to("platforms"), platforms.get(0),
          "'build.platforms' must include the service's platform '" + platform.get() + "'",
          "add it");
    }
  }

  private void networks() {
    boolean connected = !Trees.mapOrEmpty(service, "networks").isEmpty();
    if (isThere(service, "network_mode") && connected) {
      findings.error(path.to("network_mode"), service.get("network_mode").orElse(service),
          "service '" + name + "' declares mutually exclusive 'network_mode' and 'networks'", "take one of them out");
    }
  }

  private void healthcheck() {
    ImmutableList<YamlValue> test = Trees.items(Trees.mapOrEmpty(service, "healthcheck"), "test");
    if (!test.isEmpty() && Trees.string(test.get(0)).filter(TESTS::contains).isEmpty()) {
      findings.error(path.to("healthcheck").to("test"), test.get(0),
          "'" + test.get(0) + "' is not how healthcheck.test starts: with 'CMD', 'CMD-SHELL' or 'NONE'", "put 'CMD' before the command");
    }
  }

  private static Optional<BigDecimal> number(Optional<YamlValue> value) {
    return value.filter(YamlScalar.class::isInstance).map(YamlScalar.class::cast).flatMap(ServiceConsistency::number);
  }

  private static Optional<BigDecimal> number(YamlScalar scalar) {
    if (scalar.integer().isPresent()) {
      return scalar.integer().map(BigDecimal::new);
    }
    try {
      return Optional.of(new BigDecimal(scalar.text()));
    } catch (NumberFormatException text) {
      return Optional.empty();
    }
  }

  private void scale() {
    Optional<BigDecimal> scale = number(service.get("scale"));
    Optional<BigDecimal> replicas = number(deploy.get("replicas"));
    if (scale.isPresent() && replicas.isPresent() && scale.get().compareTo(replicas.get()) != 0) {
      findings.error(path.to("scale"), service.get("scale").orElse(service), "can't set distinct values on 'scale' and 'deploy.replicas'",
          "take one of them out");
    }
    negative(path.to("scale"), service.get("scale"), scale);
    negative(path.to("deploy").to("replicas"), deploy.get("replicas"), replicas);
    boolean several = scale.or(() -> replicas).filter(count -> count.compareTo(BigDecimal.ONE) > 0).isPresent();
    if (several && isThere(service, "container_name")) {
      String attribute = scale.isPresent() ? "scale" : "deploy.replicas";
      findings.error(path.to("container_name"), service.get("container_name").orElse(service),
          "can't set container_name and " + attribute + " as container name must be unique", "take 'container_name' out");
    }
  }

  private void negative(TreePath at, Optional<YamlValue> value, Optional<BigDecimal> number) {
    if (value.isPresent() && number.filter(count -> count.signum() < 0).isPresent()) {
      findings.error(at, value.get(), "'" + value.get() + "' must be greater than or equal to 0", "write 0 for none");
    }
  }

  /** The two must agree as soon as the section of the other is there: an engine would take the one, another the other. */
  private void twins(List<String> twin) {
    Optional<BigDecimal> own = number(service.get(twin.get(0))).filter(value -> value.signum() != 0);
    Optional<YamlMap> section = Trees.map(Trees.mapOrEmpty(deploy, "resources"), twin.get(1));
    BigDecimal other = section.flatMap(map -> number(map.get(twin.get(2)))).orElse(BigDecimal.ZERO);
    if (own.isPresent() && section.isPresent() && own.get().floatValue() != other.floatValue()) {
      String longer = "deploy.resources." + twin.get(1) + "." + twin.get(2);
      findings.error(path.to(twin.get(0)), service.get(twin.get(0)).orElse(service),
          "can't set distinct values on '" + twin.get(0) + "' and '" + longer + "'", "write only '" + longer + "'");
    }
  }

  private void watch() {
    ImmutableList<YamlValue> rules = Trees.items(Trees.mapOrEmpty(service, "develop"), "watch");
    for (int i = 0; i < rules.size(); i++) {
      YamlMap rule = Trees.map(rules.get(i)).orElseGet(YamlMap::empty);
      String action = Trees.string(rule, "action").orElse("rebuild");
      if (!isThere(rule, "target") && !action.equals("rebuild") && !action.equals("restart")) {
        findings.error(path.to("develop").to("watch").item(i), rules.get(i),
            "target is required for non-rebuild actions such as '" + action + "'",
            "write 'target:' with a path in the container");
      }
    }
  }

  private void mounts() {
    Map<String, TreePath> taken = new HashMap<>();
    ImmutableList<YamlValue> tmpfs = Trees.items(service, "tmpfs");
    for (int i = 0; i < tmpfs.size(); i++) {
      String text = Trees.string(tmpfs.get(i)).orElse("");
      int colon = text.indexOf(':');
      mount(path.to("tmpfs").item(i), tmpfs.get(i), colon < 0 ? text : text.substring(0, colon), taken);
    }
    ImmutableList<YamlValue> volumes = Trees.items(service, "volumes");
    for (int i = 0; i < volumes.size(); i++) {
      Optional<String> target = Trees.map(volumes.get(i)).flatMap(map -> Trees.string(map, "target"));
      if (target.isPresent()) {
        mount(path.to("volumes").item(i), volumes.get(i), target.get(), taken);
      }
    }
  }

  private void mount(TreePath at, YamlValue value, String target, Map<String, TreePath> taken) {
    TreePath other = taken.putIfAbsent(target, at);
    if (other != null) {
      findings.error(at, value, "target '" + target + "' already mounted as " + other, "mount it somewhere else, or take one of them out");
    }
  }
}
