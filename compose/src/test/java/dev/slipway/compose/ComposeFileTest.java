package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.slipway.DocumentException;
import dev.slipway.InvalidValueException;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.MemoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFileTest {
  private static final String TEXT = """
      # The shop.
      services:
        web:
          image:   "example/web:1.0"   # the site
          ports: [ '8080:80' ]

        # keeps everything
        database:
          image: postgres
      """;

  @TempDir
  private Path directory;

  @Test
  void anEditMovesNothingElse() {
    ComposeFile file = ComposeFile.parse("compose.yaml", TEXT);
    assertThat(file.with("web", ServiceAttributes.IMAGE, Text.of("example/web:1.1")).text())
        .isEqualTo(TEXT.replace("\"example/web:1.0\"", "\"example/web:1.1\""));
    assertThat(file.with("database", ServiceAttributes.IMAGE, Text.of("postgres")).text()).isEqualTo(TEXT);
    assertThat(file.with("database", ServiceAttributes.RESTART, Restart.ALWAYS).text()).isEqualTo(TEXT + "    restart: always\n");
    assertThat(file.without("web", ServiceAttributes.PORTS).text()).isEqualTo(TEXT.replace("    ports: [ '8080:80' ]\n", ""));
    assertThat(file.without("web", ServiceAttributes.BUILD)).isEqualTo(file);
    assertThat(file.with(Service.named("cache").image("redis:7").port(6379, 6379)).text())
        .isEqualTo(TEXT + "  cache:\n    image: redis:7\n    ports:\n      - \"6379:6379\"\n");
    assertThat(file.with(Volume.named("data").driver("local")).text()).isEqualTo(TEXT + "volumes:\n  data:\n    driver: local\n");
  }

  @Test
  void aServiceThatIsNotThereCannotBeChanged() {
    assertThatThrownBy(() -> ComposeFile.parse("compose.yaml", TEXT).with("wbe", ServiceAttributes.RESTART, Restart.NO))
        .isInstanceOf(InvalidValueException.class).hasMessage("'compose.yaml' has no service 'wbe': add it with with(Service)");
  }

  @Test
  void aFileAppearsWholeAndLinksAreReplaced() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
    Path file = directory.resolve("compose.yaml");
    Files.createSymbolicLink(file, elsewhere);
    WrittenProjectTest.shop().writeTo(file, Writing.MINIMAL);
    assertThat(elsewhere).hasContent("untouched");
    assertThat(file).isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(ComposeFile.read(file).text()).isEqualTo(WrittenProjectTest.shop().toYaml(Writing.MINIMAL));
    assertThatThrownBy(() -> ComposeFile.read(file).writeTo(directory.resolve("missing/compose.yaml")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("cannot be written");
    try (var left = Files.list(directory)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void theThreeViewsOfAFileAreApart() {
    ComposeReading reading = Compose.read(
        LoadRequest.of(Path.of("/project/compose.yaml")).withEnvironment(ImmutableMap.of("TAG", "2")),
        MemoryFiles.of(ImmutableMap.of("/project/compose.yaml",
            "services: {web: {image: 'web:$TAG', ports: ['80:80']}, tool: {image: t, profiles: [x]}}")));
    assertThat(reading.files().get(0).value("services", "web", "image")).hasToString("Optional[web:$TAG]");
    assertThat(reading.merged().get("networks")).isEmpty();
    Project project = reading.project();
    assertThat(project.service("web").flatMap(Service::image)).contains(Text.of("web:2"));
    assertThat(project.networks().keySet()).containsExactly("default");
    assertThat(reading.disabled().keySet()).containsExactly("tool");
    assertThat(project.service("web").orElseThrow().ports()).containsExactly(PublishedPort.of(80, 80));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    ComposeReading reading = Compose.read(LoadRequest.of(Path.of("/project/compose.yaml"), Path.of("/project/override.yaml")),
        MemoryFiles.of(ImmutableMap.of("/project/compose.yaml", WrittenProjectTest.golden("broken.yaml"), "/project/override.yaml",
            WrittenProjectTest.golden("broken.override.yaml"))));
    assertThatThrownBy(reading::project).isInstanceOf(DocumentException.class)
        .hasMessage(WrittenProjectTest.golden("broken.txt").stripTrailing());
  }
}
