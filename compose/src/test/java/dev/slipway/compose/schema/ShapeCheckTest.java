package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlReading;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Shapes are wrong exactly where the schema of the specification says so, or where a {@link ShapeDivergence} says why not. */
class ShapeCheckTest {
  private static final int GENERATED = 3_000;
  private static final int MUTATIONS = 60;

  @TestFactory
  Stream<DynamicTest> realFilesWithSomethingElseInThemAreWrongIfTheSchemaSaysSo() throws IOException {
    SpecificationSchema schema = SpecificationSchema.read();
    List<Path> files;
    try (Stream<Path> all = Files.walk(RecordedCases.directory().resolve("real"))) {
      files = all.filter(path -> path.toString().endsWith(".yml") || path.toString().endsWith(".yaml")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(50);
    return files.stream().map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> {
      YamlReading reading = YamlFile.read(path).values(YamlDialect.COMPOSE);
      Random seeds = new Random(path.getFileName().toString().hashCode());
      for (YamlValue document : reading.problems().isEmpty() ? reading.documents() : List.<YamlValue>of()) {
        compare(schema, document);
        for (int i = 0; i < MUTATIONS; i++) {
          RandomTrees random = new RandomTrees(seeds.nextLong(), 0);
          YamlValue once = random.mutated(document);
          compare(schema, once);
          compare(schema, random.mutated(once));
        }
      }
    }));
  }

  @Test
  void treesThatAreMadeOfTheTableAreAllowedByTheSchemaUntilSomethingIsChanged() throws IOException {
    SpecificationSchema schema = SpecificationSchema.read();
    int allowed = 0;
    for (int seed = 0; seed < GENERATED; seed++) {
      RandomTrees random = new RandomTrees(seed, seed % 20 == 0 ? 0.5 : 0.03);
      YamlValue tree = random.project();
      allowed += compare(schema, tree) ? 1 : 0;
      compare(schema, random.mutated(tree));
    }
    assertThat(allowed).isGreaterThan(GENERATED / 2);
  }

  /** Whether both allow the tree; fails if one does. */
  private static boolean compare(SpecificationSchema schema, YamlValue tree) {
    Findings findings = new Findings();
    ComposeSchema.check(tree, findings);
    List<Finding> ours = new ArrayList<>(findings.all());
    YamlValue theirs = tree;
    for (ShapeDivergence divergence : ShapeDivergence.values()) {
      theirs = divergence.forSchema(theirs);
    }
    ours.removeIf(finding -> finding.severity() != Finding.Severity.ERROR
        || Arrays.stream(ShapeDivergence.values()).anyMatch(divergence -> divergence.isOurs(finding)));
    boolean allowed = schema.allows(theirs);
    if (allowed != ours.isEmpty()) {
      assertThat(ours.toString()).as(() -> tree + "\nschema: " + schema.told(tree)).isEqualTo(allowed ? "[]" : "errors");
    }
    assertThat(findings.all()).allSatisfy(finding -> assertThat(finding.advice()).as(finding.toString()).isPresent());
    return allowed;
  }
}
