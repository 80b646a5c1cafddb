package dev.slipway.testkit.compose;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What {@code docker-compose config} changes although it means the same, or drops: the rules, with their reasons. */
final class ToolDifference {
  private ToolDifference() {}

  /** A canonical project in which everything that the tool changes has one form, with its keys in order. */
  static YamlMap removed(YamlMap project) {
    // extensions are not printed
    YamlMap printed = project.withEntries(project.entries().stream().filter(entry -> !entry.name().startsWith("x-")).toList());
    YamlMap services = entries(printed.get("services"), ToolDifference::service);
    return (YamlMap) sorted(printed.with("services", services));
  }

  private static YamlValue service(YamlValue value) {
    YamlMap service = (YamlMap) value;
    service = changed(service, "build", build -> changed((YamlMap) build, "args", ToolDifference::arguments));
    service = changed(service, "healthcheck", ToolDifference::healthcheck);
    return changed(service, "volumes", ToolDifference::mounts);
  }

  /** Arguments that have no value are printed as empty. */
  private static YamlValue arguments(YamlValue arguments) {
    YamlMap map = (YamlMap) arguments;
    return map.withEntries(map.entries().stream().filter(entry -> !entry.value().equals(YamlScalar.of(""))).toList());
  }

  /** A check that is disabled is printed as a test that is none. */
  private static YamlValue healthcheck(YamlValue check) {
    return ((YamlMap) check).get("disable").filter(YamlScalar.of(true)::equals).isPresent()
        ? YamlMap.empty().with("test", YamlList.of(ImmutableList.of(YamlScalar.of("NONE"))))
        : check;
  }

  private static YamlValue mounts(YamlValue mounts) {
    return YamlList.of(((YamlList) mounts).items().stream().map(mount -> mount((YamlMap) mount)).toList());
  }

  /** Options that are as usual are not printed, and host paths without a slash at their end. */
  private static YamlValue mount(YamlMap mount) {
    YamlMap bind = YamlMap.empty().with("create_host_path", YamlScalar.of(true));
    YamlMap shorter = mount.withEntries(mount.entries().stream()
        .filter(entry -> !entry.value().equals(YamlMap.empty()) && !(entry.name().equals("bind") && entry.value().equals(bind))).toList());
    return changed(shorter, "source", source -> YamlScalar.of(CharMatcher.is('/').trimTrailingFrom(((YamlScalar) source).text())));
  }

  private static YamlMap changed(YamlMap map, String key, UnaryOperator<YamlValue> change) {
    return map.get(key).map(value -> map.with(key, change.apply(value))).orElse(map);
  }

  private static YamlMap entries(Optional<YamlValue> map, UnaryOperator<YamlValue> change) {
    return map.map(YamlMap.class::cast).map(found -> found.withEntries(found.entries().stream()
        .map(entry -> entry.withValue(change.apply(entry.value()))).toList())).orElse(YamlMap.empty());
  }

  private static YamlValue sorted(YamlValue value) {
    if (value instanceof YamlMap map) {
      Map<String, YamlValue> entries = new TreeMap<>();
      map.entries().forEach(entry -> entries.put(entry.name(), sorted(entry.value())));
      return YamlMap.of(entries);
    }
    if (value instanceof YamlList list) {
      List<YamlValue> items = list.items().stream().map(ToolDifference::sorted).toList();
      return YamlList.of(items);
    }
    return value;
  }
}
