package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlReading;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trees of tests. */
final class Trees {
  private Trees() {}

  /** A compose file with one document. */
  static YamlValue of(String text) {
    return of("compose.yaml", text);
  }

  static YamlValue of(String name, String text) {
    YamlReading reading = YamlFile.parse(name, text).values(YamlDialect.COMPOSE);
    assertThat(reading.problems()).isEmpty();
    return reading.documents().get(0);
  }

  /** A service with these lines. */
  static YamlValue service(String... lines) {
    return of("services:\n  test:\n    " + String.join("\n    ", lines) + "\n");
  }

  /** One over the other, without errors, each item once. */
  static YamlValue merged(YamlValue base, YamlValue override) {
    Findings findings = new Findings();
    YamlValue merged = ComposeSchema.unique(ComposeSchema.merge(base, override, findings));
    assertThat(findings.all()).isEmpty();
    return merged;
  }

  /** The value behind keys and numbers of items. */
  static YamlValue at(YamlValue tree, String... steps) {
    YamlValue value = tree;
    for (String step : steps) {
      value = value instanceof YamlList list ? list.items().get(Integer.parseInt(step)) : ((YamlMap) value).get(step).orElseThrow();
    }
    return value;
  }

  /** The attribute of the only service. */
  static YamlValue attribute(YamlValue tree, String... steps) {
    return at(at(tree, "services", "test"), steps);
  }

  /** The data as Java's own collections, so that a mapping's order does not count and numbers are numbers. */
  static Object plain(YamlValue value) {
    return switch (value) {
      case YamlMap map -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.entries().forEach(entry -> plain.put(entry.name(), plain(entry.value())));
        yield plain;
      }
      case YamlList list -> list.items().stream().map(Trees::plain).toList();
      case YamlScalar scalar -> scalar.isNull() ? "(null)" : scalar.isString() ? "'" + scalar.text() + "'" : scalar.text();
    };
  }
}
