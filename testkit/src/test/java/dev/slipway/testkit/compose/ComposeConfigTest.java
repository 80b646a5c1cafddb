package dev.slipway.testkit.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Compose;
import dev.slipway.compose.ComposeReading;
import dev.slipway.compose.Project;
import dev.slipway.compose.Writing;
import dev.slipway.compose.load.LoadOption;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.MemoryFiles;
import dev.slipway.yaml.YamlWriter;
import dev.slipway.yaml.YamlWriting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that we write, read by {@code docker-compose config}: what it prints is the project that we wrote. */
class ComposeConfigTest {
  @TempDir
  Path work;

  @TestFactory
  Stream<DynamicTest> realProjectsAreReadAsWeWroteThem() throws Exception {
    return tests(RecordedFiles.accepted(work));
  }

  @TestFactory
  Stream<DynamicTest> generatedProjectsAreReadAsWeWroteThem() throws Exception {
    return tests(GeneratedProjects.some(40, work));
  }

  private Stream<DynamicTest> tests(Map<String, Project> projects) throws Exception {
    Map<String, String> texts = new LinkedHashMap<>();
    projects.forEach((name, project) -> {
      texts.put(name + ", minimal", OldKeys.without(project.toYaml(Writing.MINIMAL)));
      texts.put(name + ", canonical", OldKeys.without(project.toYaml(Writing.CANONICAL)));
    });
    ImmutableMap<String, ToolReading> readings = ToolReading.all(work, texts);
    return texts.entrySet().stream()
        .map(text -> DynamicTest.dynamicTest(text.getKey(), () -> check(text.getValue(), readings.get(text.getKey()))));
  }

  private void check(String text, ToolReading theirs) {
    assertThat(theirs.accepted()).as("docker-compose says: %s\nof\n%s", theirs.messages(), text).isTrue();
    assertThat(printed(theirs.output())).as("%s\nprinted as\n%s", text, theirs.output()).isEqualTo(printed(text));
  }

  private String printed(String text) {
    return YamlWriter.write(ToolDifference.removed(read(text).canonical()), YamlWriting.STANDARD);
  }

  private Project read(String text) {
    String path = work.resolve("compose.yaml").toString();
    ComposeReading reading = Compose.read(LoadRequest.of(Path.of(path)).named(ToolReading.PROJECT).withProfiles("*").withHome("/root")
        .with(LoadOption.WITHOUT_SERVICE_ENVIRONMENT), MemoryFiles.of(ImmutableMap.of(path, text)));
    assertThat(reading.errors()).as(text).isEmpty();
    return reading.project();
  }
}
