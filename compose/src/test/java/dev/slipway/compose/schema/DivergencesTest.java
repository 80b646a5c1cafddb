package dev.slipway.compose.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each deliberate difference to the reference implementation: that it is documented, and that it is so. */
class DivergencesTest {
  private static final Path DOCUMENTATION = Path.of("src/main/java/dev/slipway/compose/schema/package-info.java");
  private static final String ROW = "<tr id=\"";

  /** What is so, by the row that says it: two files, and what is made of them. */
  private static Map<String, String[]> examples() {
    Map<String, String[]> examples = new LinkedHashMap<>();
    examples.put("half-a-limit",
        new String[]{"ulimits: {n: {soft: 1, hard: 2}}", "ulimits: {n: {soft: 5}}", "{ulimits={n={soft=5, hard=2}}}"});
    examples.put("said-twice", new String[]{"volumes_from: [a]", "volumes_from: [a]", "{volumes_from=['a']}"});
    examples.put("numbers-as-written",
        new String[]{"environment: {A: 1.50}", "environment: {B: 0644}", "{environment={A='1.50', B='0644'}}"});
    examples.put("ports-in-two-forms", new String[]{"ports: ['8080:80']", "ports: [{target: 80, published: 8080}]",
        "{ports=[{target=80, published='8080'}]}"});
    examples.put("hosts-with-two-signs",
        new String[]{"extra_hosts: ['h:1.2.3.4']", "extra_hosts: ['h=1.2.3.4']", "{extra_hosts=['h=1.2.3.4']}"});
    examples.put("mounts-with-two-spellings", new String[]{"volumes: [{type: volume, target: /a/}]", "volumes: [{type: tmpfs, target: /a}]",
        "{volumes=[{type='tmpfs', target='/a'}]}"});
    examples.put("short-over-long", new String[]{"build: {ssh: {a: b}}", "build: {ssh: [c=d]}", "{build={ssh={a='b', c='d'}}}"});
    examples.put("reset-of-an-item", new String[]{"cap_add: [a, b]", "cap_add: [!reset a]", "{cap_add=['b']}"});
    examples.put("null-over-a-section", new String[]{"logging: {driver: a}", "logging:", "{logging={driver='a'}}"});
    examples.put("extensions-everywhere", new String[]{"blkio_config: {x-a: 1}", "", "{blkio_config={x-a=1}}"});
    examples.put("values-of-other-names", new String[]{"ulimits: {NoFile: []}", "", "error"});
    examples.put("target-needed", new String[]{"devices: [{source: /dev/a}]", "", "error"});
    examples.put("sizes-with-an-exponent", new String[]{"mem_limit: 1e9", "", "{mem_limit='1000000000'}"});
    examples.put("fractions", new String[]{"healthcheck: {retries: 1.5}", "", "error"});
    examples.put("numbers-in-quotes", new String[]{"blkio_config: {weight: '10'}", "", "{blkio_config={weight=10}}"});
    return examples;
  }

  @TestFactory
  Stream<DynamicTest> whatIsDocumentedIsSo() {
    return examples().entrySet().stream().map(example -> DynamicTest.dynamicTest(example.getKey(), () -> {
      Findings findings = new Findings();
      YamlValue merged = ComposeSchema.unique(
          ComposeSchema.merge(service(example.getValue()[0]), ComposeSchema.cast(service(example.getValue()[1]), findings), findings));
      ComposeSchema.check(merged, findings);
      YamlValue canonical = ComposeSchema.unique(ComposeSchema.canonical(merged, findings));
      assertThat(findings.hasErrors() ? "error" : Trees.plain(Trees.attribute(canonical)).toString()).isEqualTo(example.getValue()[2]);
    }));
  }

  private static YamlValue service(String line) {
    return line.isEmpty() ? YamlMap.empty() : Trees.service(line);
  }

  @Test
  void everyRuleHasARowInTheDocumentationAndEveryRowARuleOrAnExample() throws IOException {
    String text = Files.readString(DOCUMENTATION, UTF_8);
    Set<String> rows = new TreeSet<>();
    for (String part : Splitter.on(ROW).split(text.substring(text.indexOf(ROW) + ROW.length()))) {
      rows.add(part.substring(0, part.indexOf('"')));
    }
    Set<String> rules = new TreeSet<>(examples().keySet());
    Arrays.stream(MergeDivergence.values()).map(MergeDivergence::id).forEach(rules::add);
    Arrays.stream(ShapeDivergence.values()).map(ShapeDivergence::id).forEach(rules::add);
    assertThat(rows).isEqualTo(rules);
  }
}
