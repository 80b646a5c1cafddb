package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Canonical projects as data: what becomes of them as a model and back. */
class RecordedProjectsTest {
  @TestFactory
  Stream<DynamicTest> aModelHasEverythingOfACanonicalProject() {
    return RecordedTrees.all().entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
      Findings findings = new Findings();
      Project project = Project.decode(row.getValue(), findings).orElseThrow();
      assertThat(findings.all()).isEmpty();
      assertThat(DeliberateForms.of(project.canonical())).isEqualTo(DeliberateForms.of((YamlMap) row.getValue()));
    }));
  }

  @TestFactory
  Stream<DynamicTest> aCanonicalProjectWithDollarSignsDoubledIsTheSameModel() {
    return RecordedTrees.all().entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
      Findings findings = new Findings();
      Project project = Project.decode(row.getValue(), findings).orElseThrow();
      YamlValue written = project.encode(new Encoding(false, true));
      assertThat(Project.decodeTemplates(written, findings)).contains(project);
      assertThat(findings.all()).isEmpty();
    }));
  }
}
