package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlValue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random projects, written and read. */
class ProjectRoundTripTest {
  @Property(seed = "1", tries = 10_000, shrinking = ShrinkingMode.OFF)
  void aCanonicalFileIsReadAsTheProjectThatItWasMadeOf(@ForAll long seed) {
    Project project = new RandomProjects(new Random(seed), true).project();
    Findings findings = new Findings();
    String text = project.toYaml(Writing.CANONICAL);
    YamlValue tree = YamlFile.parse("compose.yaml", text).values(YamlDialect.COMPOSE).orThrow().get(0);
    assertThat(Project.decodeTemplates(tree, findings)).as(text).contains(project);
    assertThat(findings.all()).as(text).isEmpty();
    assertThat(Project.decodeTemplates(tree, findings).orElseThrow().toYaml(Writing.CANONICAL)).isEqualTo(text);
  }

  @Property(seed = "1", tries = 10_000, shrinking = ShrinkingMode.OFF)
  void aTreeWithLiteralStringsIsTheProjectThatItWasMadeOf(@ForAll long seed) {
    Project project = new RandomProjects(new Random(seed), false).project();
    Findings findings = new Findings();
    assertThat(Project.decode(project.canonical(), findings)).contains(project);
    assertThat(findings.all()).isEmpty();
  }
}
