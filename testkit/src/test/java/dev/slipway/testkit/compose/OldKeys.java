package dev.slipway.testkit.compose;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlPath;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The keys of the specification that Debian's docker-compose, of 2021, does not know; a star is any key or item. */
final class OldKeys {
  private static final ImmutableList<List<String>> UNKNOWN = ImmutableList.copyOf(Lists.transform(List.of(
      "name", "include", "models", "networks.*.enable_ipv4", "secrets.*.environment", "configs.*.content", "configs.*.environment",
      "services.*.annotations", "services.*.attach", "services.*.cgroup", "services.*.develop", "services.*.gpus", "services.*.label_file",
      "services.*.models", "services.*.post_start", "services.*.pre_start", "services.*.pre_stop", "services.*.provider",
      "services.*.pull_refresh_after", "services.*.use_api_socket", "services.*.uts",
      "services.*.build.additional_contexts", "services.*.build.cache_to", "services.*.build.dockerfile_inline",
      "services.*.build.entitlements", "services.*.build.no_cache", "services.*.build.no_cache_filter", "services.*.build.platforms",
      "services.*.build.privileged", "services.*.build.provenance", "services.*.build.pull", "services.*.build.sbom",
      "services.*.build.secrets", "services.*.build.ssh", "services.*.build.tags", "services.*.build.ulimits",
      "services.*.depends_on.*.required", "services.*.depends_on.*.restart", "services.*.deploy.resources.limits.pids",
      "services.*.healthcheck.start_interval", "services.*.networks.*.driver_opts", "services.*.networks.*.gw_priority",
      "services.*.networks.*.interface_name", "services.*.networks.*.mac_address", "services.*.ports.*.app_protocol",
      "services.*.ports.*.host_ip", "services.*.ports.*.name", "services.*.volumes.*.bind.create_host_path",
      "services.*.volumes.*.bind.recursive", "services.*.volumes.*.bind.selinux", "services.*.volumes.*.image",
      "services.*.volumes.*.tmpfs.mode", "services.*.volumes.*.volume.labels", "services.*.volumes.*.volume.subpath"),
      path -> Splitter.on('.').splitToList(path)));

  private static final ImmutableSet<YamlPath.Step> INLINE = ImmutableSet.of(new YamlPath.Key("configs"), new YamlPath.Key("secrets"));
  private static final ImmutableSet<String> KNOWN_POLICIES = ImmutableSet.of("", "always", "never", "build", "if_not_present");
  /** Values that it does not know, of keys that it knows. */
  private static final ImmutableMap<List<String>, Predicate<YamlValue>> UNKNOWN_VALUES = ImmutableMap.of(
      // ranges are known in short forms only
      List.of("services", "*", "ports", "*", "published"), published -> text(published).contains("-"),
      // what variables that are not set leave
      List.of("services", "*", "expose", "*"), port -> text(port).isEmpty(),
      List.of("services", "*", "devices"),
      devices -> devices instanceof YamlList list && list.items().stream().anyMatch(YamlMap.class::isInstance),
      List.of("services", "*", "env_file"),
      files -> files instanceof YamlList list && list.items().stream().anyMatch(YamlMap.class::isInstance),
      List.of("services", "*", "pull_policy"), policy -> !KNOWN_POLICIES.contains(text(policy)));

  private OldKeys() {}

  private static String text(YamlValue value) {
    return value instanceof YamlScalar scalar ? scalar.text() : "";
  }

  /** A file without what the old tool would refuse for its key; all its other characters are the same. */
  static String without(String text) {
    YamlFile file = YamlFile.parse("compose.yaml", text);
    for (YamlPath path : Lists.reverse(found(file.values(YamlDialect.COMPOSE).orThrow().get(0)))) {
      // configs and secrets must come from somewhere
      file = INLINE.contains(path.steps().get(0))
          ? file.add(YamlPath.of(key(path, 0), key(path, 1), "external"), YamlScalar.of(true)).remove(path)
          : file.remove(path);
    }
    return file.text();
  }

  private static String key(YamlPath path, int step) {
    return ((YamlPath.Key) path.steps().get(step)).name();
  }

  private static List<YamlPath> found(YamlValue tree) {
    List<YamlPath> found = new ArrayList<>();
    UNKNOWN.forEach(pattern -> find(tree, YamlPath.ROOT, pattern, value -> true, found));
    UNKNOWN_VALUES.forEach((pattern, unknown) -> find(tree, YamlPath.ROOT, pattern, unknown, found));
    return found;
  }

  private static void find(YamlValue value, YamlPath at, List<String> pattern, Predicate<YamlValue> unknown,
      List<YamlPath> found) {
    if (pattern.isEmpty()) {
      if (unknown.test(value)) {
        found.add(at);
      }
      return;
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (value instanceof YamlMap map) {
      map.entries().stream().filter(entry -> pattern.get(0).equals("*") || pattern.get(0).equals(entry.name()))
          .forEach(entry -> find(entry.value(), at.to(entry.name()), rest, unknown, found));
    } else if (value instanceof YamlList list && pattern.get(0).equals("*")) {
      for (int i = 0; i < list.items().size(); i++) {
        find(list.items().get(i), at.item(i), rest, unknown, found);
      }
    }
  }
}
