package dev.slipway.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Canonical projects that the reference implementation was recorded to print, by a name for each. */
final class RecordedTrees {
  private RecordedTrees() {}

  static Map<String, YamlValue> all() {
    Path root = cases();
    Map<String, YamlValue> found = new LinkedHashMap<>();
    try {
      found.put("kitchen-sink", tree(root.resolve("kitchen-sink.head.yaml")));
      try (Stream<Path> files = Files.list(root.resolve("real/expected"))) {
        for (Path file : files.sorted().filter(each -> each.toString().endsWith(".head.yaml")).toList()) {
          found.put(file.getFileName().toString(), tree(file));
        }
      }
      List<String> lines = Files.readAllLines(root.resolve("projects.jsonl"), UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        YamlMap row = (YamlMap) YamlFile.parse("projects.jsonl", lines.get(i)).values(YamlDialect.JSON).orThrow().get(0);
        String name = "projects.jsonl:" + (i + 1) + " " + row.get("test").orElseThrow();
        row.get("result").ifPresent(result -> found.put(name, tree(name, ((YamlScalar) result).text())));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found;
  }

  private static YamlValue tree(Path file) throws IOException {
    return tree(file.getFileName().toString(), Files.readString(file, UTF_8));
  }

  static YamlValue tree(String name, String text) {
    return YamlFile.parse(name, text).values(YamlDialect.COMPOSE).orThrow().get(0);
  }

  /** The directory of recorded cases. */
  static Path cases() {
    String root = System.getenv("SLIPWAY_CASES");
    if (root == null && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      throw new AssertionError("SLIPWAY_CASES must name the directory of the recorded cases");
    }
    assumeTrue(root != null, "SLIPWAY_CASES names no directory of recorded cases: they are NOT checked");
    return Path.of(String.valueOf(root), "compose");
  }
}
