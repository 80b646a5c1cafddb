package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlReading;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files that were refused for their shapes or values are refused here, at the same place, with line and advice. */
class ErrorCasesTest {
  /** What the reference implementation says of shapes and values; its other errors come from files, variables and references. */
  private static final ImmutableList<String> DECIDED_HERE = ImmutableList.of(
      " must be a", " must be greater", " must be less", "additional properties", "missing property", "attributes are exclusive",
      "name and external.name conflict", "field Source must not be empty", "top-level object must be", "mutually exclusive", "must be set",
      "conflicting parameters", "invalid ip address", "value can't be blank");

  @TestFactory
  Stream<DynamicTest> whatIsRefusedForShapesAndValuesIsRefusedAtTheSamePlace() throws IOException {
    List<JsonNode> rows = RecordedCases.rows("load")
        .stream()
        .filter(row -> DECIDED_HERE.stream().anyMatch(error(row)::contains) && RecordedCases.inputs(row).size() == 1)
        .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    return rows.stream().map(row -> DynamicTest.dynamicTest(RecordedCases.name(row), () -> {
      YamlReading reading = YamlFile.parse("compose.yaml", RecordedCases.inputs(row).get(0)).values(YamlDialect.COMPOSE);
      assertThat(reading.problems()).isEmpty();
      List<Finding> errors = errors(reading.documents().get(0));
      assertThat(errors).as(error(row)).isNotEmpty().allSatisfy(found -> {
        assertThat(found.place()).isPresent();
        assertThat(found.advice()).isPresent();
      });
      TreePath place = place(error(row));
      assertThat(errors).as(error(row)).anyMatch(found -> found.path().steps().size() >= place.length()
          && found.path().steps().subList(0, place.length()).equals(place.steps()));
    }));
  }

  private static List<Finding> errors(YamlValue document) {
    Findings findings = new Findings();
    YamlValue merged = ComposeSchema.merge(YamlMap.empty(), ComposeSchema.cast(document, findings), findings);
    ComposeSchema.check(merged, findings);
    if (!findings.hasErrors()) {
      ComposeSchema.validate(ComposeSchema.canonical(ComposeSchema.unique(merged), findings), findings);
    }
    return findings.all().stream().filter(found -> found.severity() == Finding.Severity.ERROR).toList();
  }

  private static String error(JsonNode row) {
    return row.path("expected_error").asText() + row.path("expected_error_exact").asText();
  }

  /** The path at the beginning of an error; the root if there is none. */
  private static TreePath place(String error) {
    String first = CharMatcher.is(':').trimTrailingFrom(Splitter.on(' ').split(error).iterator().next());
    TreePath path = TreePath.ROOT;
    for (String step : Splitter.on('.').split(first)) {
      if (path.length() == 0 && ComposeSchema.project().field(step).isEmpty()) {
        return TreePath.ROOT;
      }
      path = CharMatcher.inRange('0', '9').matchesAllOf(step) ? path.item(Integer.parseInt(step)) : path.to(step);
    }
    return path;
  }
}
