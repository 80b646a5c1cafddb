package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a later file over an earlier one. Neither has tags any more. */
final class Merge {
  private final Findings findings;
  private final Lifting lifting;

  Merge(Findings findings) {
    this.findings = findings;
    this.lifting = new Lifting(findings);
  }

  /** What stands at one place when both have been read. */
  YamlValue of(Form form, YamlValue base, YamlValue override, TreePath path) {
    Merging how = form.merging();
    if (how == Merging.REPLACE) {
      return override;
    }
    if (override.isNull() || base.isNull()) {
      return override.isNull() ? base : override;
    }
    YamlValue left = lifting.of(form, base, override, path);
    YamlValue right = lifting.of(form, override, base, path);
    return switch (how) {
      case LOGGING -> sameDriver(left, right) ? deep(form, left, right, path) : right;
      case LIMIT -> left instanceof YamlMap && right instanceof YamlMap ? deep(form, left, right, path) : right;
      case NEW_ITEMS, NEW_HOSTS -> left instanceof YamlList present && right instanceof YamlList added
          ? present.withItems(added(form, present, added))
          : deep(form, left, right, path);
      case SUBNETS -> left instanceof YamlList present && right instanceof YamlList added
          ? pools(form, present, added, path)
          : deep(form, left, right, path);
      default -> deep(form, left, right, path);
    };
  }

  private YamlValue deep(Form form, YamlValue base, YamlValue override, TreePath path) {
    if (base instanceof YamlScalar) {
      return override;
    }
    if (base instanceof YamlMap left && override instanceof YamlMap right) {
      return entries(form, left, right, path);
    }
    if (base instanceof YamlList left && override instanceof YamlList right) {
      return left.withItems(ImmutableList.<YamlValue>builder().addAll(left.items()).addAll(right.items()).build());
    }
    String advice = "write it in the same form, or put '!override' before the value to replace what the other file says";
    findings.error(path, override, "cannot override " + path + ": " + kind(base) + " stands there, and " + kind(override) + " here",
        advice);
    return override;
  }

  private YamlMap entries(Form form, YamlMap base, YamlMap override, TreePath path) {
    Map<YamlScalar, YamlMap.Entry> all = new LinkedHashMap<>();
    base.entries().forEach(entry -> all.put(entry.key(), entry));
    for (YamlMap.Entry entry : override.entries()) {
      YamlMap.Entry present = all.get(entry.key());
      all.put(
          entry.key(), present == null
              ? entry
              : present.withValue(of(form.child(entry.name()), present.value(), entry.value(), path.to(entry.name()))));
    }
    return base.withEntries(all.values());
  }

  private static boolean sameDriver(YamlValue base, YamlValue override) {
    Optional<YamlValue> left = base instanceof YamlMap map ? map.get("driver") : Optional.empty();
    Optional<YamlValue> right = override instanceof YamlMap map ? map.get("driver") : Optional.empty();
    return left.isEmpty() || right.isEmpty() || left.equals(right);
  }

  /** The items of both, without those of the later file that the earlier one has. */
  private static List<YamlValue> added(Form form, YamlList base, YamlList override) {
    ImmutableSet<Object> present = base.items().stream().map(item -> key(form, item)).collect(ImmutableSet.toImmutableSet());
    List<YamlValue> items = new ArrayList<>(base.items());
    override.items().stream().filter(item -> !present.contains(key(form, item))).forEach(items::add);
    return items;
  }

  private static Object key(Form form, YamlValue item) {
    return form.identity().flatMap(identity -> identity.key(item)).<Object>map(key -> key).orElse(item);
  }

  /** Pools of the earlier file with what the later one says of the same subnet, then the new ones. */
  private YamlList pools(Form form, YamlList base, YamlList override, TreePath path) {
    List<YamlValue> pools = new ArrayList<>();
    Map<Object, Integer> places = new HashMap<>();
    for (YamlValue pool : base.items()) {
      places.putIfAbsent(subnet(pool), pools.size());
      pools.add(pool);
    }
    for (YamlValue pool : override.items()) {
      Integer same = places.putIfAbsent(subnet(pool), pools.size());
      if (same == null) {
        pools.add(pool);
      } else {
        pools.set(same, of(form.item(), pools.get(same), pool, path.item(same)));
      }
    }
    return base.withItems(pools);
  }

  /** The subnet of a pool; what is none is like nothing else. */
  private static Object subnet(YamlValue pool) {
    return pool instanceof YamlMap map ? map.get("subnet") : pool;
  }

  private static String kind(YamlValue value) {
    return value instanceof YamlMap ? "a mapping" : value instanceof YamlList ? "a list" : "a single value";
  }
}
