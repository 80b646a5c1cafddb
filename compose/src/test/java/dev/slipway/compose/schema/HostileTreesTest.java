package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Trees that were made to take long. */
class HostileTreesTest {
  private static final int MANY = 100_000;
  private static final Duration SHORT = Duration.ofSeconds(20);

  @Test
  void rangesOfPortsAreBounded() {
    YamlValue tree = service("ports", items(i -> YamlScalar.of(1 + i % 60_000 + "-65535")));
    Findings findings = new Findings();
    assertTimeout(SHORT, () -> assertThat(all(tree, tree, findings)).isNotNull());
    assertThat(findings.all()).anyMatch(found -> found.message().contains("more than 100000 ports"));
  }

  @Test
  void overlappingRangesAreBounded() {
    YamlValue tree = service("ports", YamlList.of(ImmutableList.of(YamlScalar.of("1-40000:1-40000"), YamlScalar.of("2-40001:2-40001"))));
    assertTimeout(SHORT, () -> assertThat(ComposeSchema.unique(tree)).isNotNull());
  }

  @Test
  void longListsAndMappingsAreHandledInLinearTime() {
    Map<String, YamlValue> variables = new LinkedHashMap<>();
    Map<String, YamlValue> resets = new LinkedHashMap<>();
    for (int i = 0; i < MANY; i++) {
      variables.put("V" + i, YamlScalar.of(i));
      resets.put("V" + i, YamlScalar.ofNull().tagged(Optional.of("!reset")));
    }
    YamlValue base = service("environment", YamlMap.of(variables));
    YamlValue strings = service("security_opt", items(i -> YamlScalar.of("o" + i)));
    YamlValue hosts = service("extra_hosts", items(i -> YamlScalar.of("h" + i + "=1.2.3.4")));
    Findings findings = new Findings();
    assertTimeout(SHORT, () -> {
      assertThat(all(base, service("environment", YamlMap.of(resets)), findings)).isNotNull();
      assertThat(all(base, base, findings)).isNotNull();
      assertThat(all(strings, strings, findings)).isNotNull();
      assertThat(all(hosts, hosts, findings)).isNotNull();
    });
    assertThat(findings.hasErrors()).isFalse();
  }

  @Test
  void manyPoolsAreMergedInLinearTime() {
    YamlValue pools = YamlMap.of(
        ImmutableMap.of("config", items(i -> YamlMap.of(ImmutableMap.of("subnet", YamlScalar.of("10.0." + i + ".0/24"))))));
    YamlValue tree = YamlMap.of(ImmutableMap.of("networks", YamlMap.of(ImmutableMap.of("n", YamlMap.of(ImmutableMap.of("ipam", pools))))));
    assertTimeout(SHORT, () -> assertThat(all(tree, tree, new Findings())).isNotNull());
  }

  @Test
  void manyUnknownKeysAreToldInLinearTime() {
    Map<String, YamlValue> keys = new LinkedHashMap<>();
    for (int i = 0; i < MANY / 10; i++) {
      keys.put("unknown" + "n".repeat(i % 300) + i, YamlScalar.of(1));
    }
    Findings findings = new Findings();
    assertTimeout(SHORT, () -> ComposeSchema.check(service("deploy", YamlMap.of(keys)), findings));
    assertThat(findings.all()).hasSize(MANY / 10).allMatch(found -> found.severity() == Finding.Severity.ERROR);
  }

  private static YamlValue all(YamlValue base, YamlValue override, Findings findings) {
    YamlValue merged = ComposeSchema.unique(ComposeSchema.merge(base, ComposeSchema.cast(override, findings), findings));
    ComposeSchema.check(merged, findings);
    YamlValue canonical = ComposeSchema.unique(ComposeSchema.canonical(merged, findings));
    ComposeSchema.validate(canonical, findings);
    return canonical;
  }

  private static YamlValue service(String key, YamlValue value) {
    return YamlMap.of(ImmutableMap.of("services", YamlMap.of(ImmutableMap.of("test", YamlMap.of(ImmutableMap.of(key, value))))));
  }

  private static YamlList items(IntFunction<YamlValue> item) {
    List<YamlValue> items = new ArrayList<>(MANY);
    for (int i = 0; i < MANY; i++) {
      items.add(item.apply(i));
    }
    return YamlList.of(items);
  }
}
