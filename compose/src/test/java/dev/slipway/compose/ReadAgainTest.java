package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.load.LoadOption;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.MemoryFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Projects that were read, written in both forms and read again by the whole reader. */
class ReadAgainTest {
  private static final Map<String, String> VARIABLES = ImmutableMap.of("A", "set", "_x1", "12", "B", "other", "OPEN", "1", "HOME",
      "/home/somebody");

  private static ComposeReading read(String text, LoadOption... options) {
    LoadRequest request = LoadRequest.of(Path.of("/project/compose.yaml")).withEnvironment(VARIABLES).with(options);
    return Compose.read(request, MemoryFiles.of(ImmutableMap.of("/project/compose.yaml", text)));
  }

  @Property(seed = "1", tries = 10_000, shrinking = ShrinkingMode.OFF)
  void aProjectThatWasReadIsReadAgainFromBothForms(@ForAll long seed) {
    LoadOption[] options = {LoadOption.UNCHECKED, LoadOption.KEEP_INCLUDES, LoadOption.KEEP_EXTENDS, LoadOption.WITHOUT_CONSISTENCY,
        LoadOption.WITHOUT_SERVICE_ENVIRONMENT};
    Project made = new RandomProjects(new Random(seed), true).project().with(Project.NAME, Text.of("random")).without(Project.INCLUDE);
    ComposeReading first = read(made.toYaml(Writing.CANONICAL), options);
    Statistics.label("readable").collect(!first.hasErrors());
    if (first.hasErrors()) {
      return;
    }
    Project project = first.project();
    ComposeReading canonical = read(project.toYaml(Writing.CANONICAL), options);
    assertThat(canonical.errors()).as(project.toYaml(Writing.CANONICAL)).isEmpty();
    assertThat(canonical.project().toYaml(Writing.CANONICAL)).isEqualTo(project.toYaml(Writing.CANONICAL));
    ComposeReading minimal = read(project.toYaml(Writing.MINIMAL), options);
    assertThat(minimal.errors()).as(project.toYaml(Writing.MINIMAL)).isEmpty();
    assertThat(minimal.project().toYaml(Writing.CANONICAL)).as(project.toYaml(Writing.MINIMAL))
        .isEqualTo(project.toYaml(Writing.CANONICAL));
  }

  @TestFactory
  Stream<DynamicTest> aRecordedProjectIsReadAgainFromBothForms() {
    return RecordedTrees.all().entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
      Project recorded = Project.decode(row.getValue(), new dev.slipway.compose.tree.Findings()).orElseThrow();
      ComposeReading first = read(recorded.toYaml(Writing.CANONICAL), LoadOption.WITHOUT_SERVICE_ENVIRONMENT, LoadOption.UNCHECKED,
          LoadOption.KEEP_EXTENDS, LoadOption.WITHOUT_CONSISTENCY);
      assertThat(first.errors()).isEmpty();
      Project project = first.project();
      for (Writing form : new Writing[]{Writing.CANONICAL, Writing.MINIMAL}) {
        ComposeReading again = read(project.toYaml(form), LoadOption.WITHOUT_SERVICE_ENVIRONMENT, LoadOption.UNCHECKED,
            LoadOption.KEEP_EXTENDS,
            LoadOption.WITHOUT_CONSISTENCY);
        assertThat(again.errors()).as(project.toYaml(form)).isEmpty();
        assertThat(again.project().toYaml(Writing.CANONICAL)).as(project.toYaml(form)).isEqualTo(project.toYaml(Writing.CANONICAL));
      }
    }));
  }
}
