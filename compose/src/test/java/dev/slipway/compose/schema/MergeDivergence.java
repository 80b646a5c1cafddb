package dev.slipway.compose.schema;

import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where files are merged otherwise than by the reference implementation; each has a row in the package documentation. */
enum MergeDivergence {
  /** Soft and hard limits of two files are put together. */
  HALF_A_LIMIT("services.*.ulimits.*", "services.*.build.ulimits.*") {
    @Override
    boolean explains(Sides sides) {
      return sides.base instanceof YamlMap base && sides.override instanceof YamlMap override
          && sides.ours.equals(override.withEntries(union(base, override)));
    }
  },
  /** Pools of subnets that only the earlier file names. */
  POOLS_OF_OTHER_SUBNETS("networks.*.ipam.config") {
    @Override
    boolean explains(Sides sides) {
      List<Object> subnets = subnets(sides.override);
      return subnets(sides.base).stream().anyMatch(subnet -> !subnets.contains(subnet))
          && subnets(sides.ours).containsAll(subnets(sides.base)) && subnets(sides.ours).containsAll(subnets);
    }
  },
  /** What both files say stands once. */
  SAID_TWICE("services.*.security_opt", "services.*.group_add", "services.*.external_links", "services.*.device_cgroup_rules",
      "services.*.volumes_from", "services.*.build.no_cache_filter") {
    @Override
    boolean explains(Sides sides) {
      return new ArrayList<>(new LinkedHashSet<>(items(sides.theirs))).equals(items(sides.ours));
    }
  },
  /** Numbers without quotes keep their digits. */
  NUMBERS_AS_WRITTEN("services.*.environment.*", "services.*.labels.*", "services.*.annotations.*", "services.*.sysctls.*",
      "services.*.build.args.*", "services.*.build.labels.*", "services.*.deploy.labels.*", "networks.*.labels.*", "volumes.*.labels.*") {
    @Override
    boolean explains(Sides sides) {
      return sides.ours instanceof YamlScalar ours && sides.theirs instanceof YamlScalar theirs
          && Identity.NAME.key(ours).equals(Identity.NAME.key(theirs)) && (written(sides.base, ours) || written(sides.override, ours));
    }
  },
  /** Ports in two forms are one. */
  PORTS_IN_TWO_FORMS("services.*.ports") {
    @Override
    boolean explains(Sides sides) {
      return portKeys(sides.theirs).equals(portKeys(sides.ours)) && items(sides.ours).size() < items(sides.theirs).size();
    }
  },
  /** Hosts written with different signs are one. */
  HOSTS_WITH_TWO_SIGNS("services.*.extra_hosts", "services.*.build.extra_hosts") {
    @Override
    boolean explains(Sides sides) {
      return hostKeys(sides.theirs).equals(hostKeys(sides.ours)) && items(sides.ours).size() < items(sides.theirs).size();
    }
  };

  private final List<String> patterns;

  MergeDivergence(String... patterns) {
    this.patterns = List.of(patterns);
  }

  /** What stands at one place: in both files, in what we make of them, and in what was recorded; nulls where nothing does. */
  record Sides(YamlValue base, YamlValue override, YamlValue ours, YamlValue theirs) {
    Sides at(String key) {
      return new Sides(in(base, key), in(override, key), in(ours, key), in(theirs, key));
    }

    private static YamlValue in(YamlValue value, String key) {
      return value instanceof YamlMap map
          ? map.get(key).orElse(YamlScalar.ofNull())
          : value instanceof YamlList ? value : YamlScalar.ofNull();
    }
  }

  /** Whether this is why ours is not theirs. */
  abstract boolean explains(Sides sides);

  /** Whether one of these explains the difference at a place. */
  static boolean any(TreePath path, Sides sides) {
    for (MergeDivergence one : values()) {
      if (one.patterns.stream().anyMatch(pattern -> path.matches(pattern.split("\\."))) && one.explains(sides)) {
        return true;
      }
    }
    return false;
  }

  /** The name of its row. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<YamlMap.Entry> union(YamlMap base, YamlMap override) {
    List<YamlMap.Entry> entries = new ArrayList<>(override.entries());
    base.entries().stream().filter(entry -> override.entry(entry.name()).isEmpty()).forEach(entries::add);
    return entries;
  }

  private static List<YamlValue> items(YamlValue value) {
    return value instanceof YamlList list ? list.items() : List.of();
  }

  private static List<Object> subnets(YamlValue value) {
    return items(value).stream().<Object>map(pool -> ((YamlMap) pool).get("subnet")).toList();
  }

  private static List<String> portKeys(YamlValue value) {
    return items(value).stream().flatMap(item -> PortRanges.keys(List.of(item)).stream()).distinct().sorted().toList();
  }

  private static List<String> hostKeys(YamlValue value) {
    return items(value).stream().flatMap(item -> Identity.HOST.key(item).stream()).distinct().sorted().toList();
  }

  private static boolean written(YamlValue file, YamlValue pair) {
    return file instanceof YamlMap map && map.entries()
        .stream()
        .anyMatch(entry -> Optional.of(entry.name() + "=" + entry.value()).equals(Identity.scalar(pair))
            && !((YamlScalar) entry.value()).isString());
  }
}
