package dev.slipway.testkit.quickstart;

import static dev.slipway.testkit.assertions.SlipwayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.DocumentException;
import dev.slipway.build.BuiltImage;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.OciLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  @TempDir
  Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Properties properties = new Properties();
  private Path project;

  @BeforeEach
  void aProject() throws IOException {
    project = Files.createDirectory(directory.resolve("project"));
    Files.writeString(project.resolve("greeting"), "hello\n");
    properties.setProperty("quickstart.directory", project.toString());
    properties.setProperty("quickstart.store", directory.resolve("store").toString());
    properties.setProperty("quickstart.output", directory.resolve("out").toString());
  }

  private BuiltImage run() throws IOException {
    return Quickstart.run(properties, directory.resolve("sample"), new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private ImageLocation layout() {
    return OciLayout.at(directory.resolve("out/layout"));
  }

  private void dockerfile(String text) throws IOException {
    Files.writeString(project.resolve("Dockerfile"), text);
  }

  @Test
  void aDirectoryWithADockerfileIsBuiltByIt() throws IOException {
    dockerfile("ARG WORD=greeting\nFROM scratch AS files\nARG WORD\nCOPY ${WORD} /text\nFROM files\nENV A=1\n");
    Files.writeString(project.resolve(".dockerignore"), "secret\n");
    Files.writeString(project.resolve("secret"), "x");
    BuiltImage built = run();
    assertThat(layout()).hasFile("/text").withContent("hello\n");
    assertThat(built.config().container().environment("A")).contains("1");
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("nothing found");
    assertThat(directory.resolve("out/Dockerfile")).content().contains("COPY ${WORD} /text");
    assertThat(directory.resolve("out/.dockerignore")).hasContent("secret\n");
    properties.setProperty("quickstart.target", "files");
    properties.setProperty("quickstart.arguments", "WORD=Dockerfile");
    BuiltImage other = run();
    assertThat(other.config().container().environment("A")).isEmpty();
    assertThat(layout()).hasFile("/text").withContent(Files.readString(project.resolve("Dockerfile")));
    properties.setProperty("quickstart.arguments", "WORD=secret");
    assertThatThrownBy(this::run).hasMessageContaining("secret").hasMessageContaining("ignore file");
  }

  @Test
  void aDirectoryWithoutOneNeedsNone() throws IOException {
    BuiltImage built = run();
    assertThat(built.config().container().workingDirectory()).contains("/app");
    assertThat(layout()).hasFile("/app/greeting");
    assertThat(directory.resolve("out/Dockerfile")).content().contains("FROM scratch");
  }

  @Test
  void allThatIsWrongWithADockerfileIsToldAtOnce() throws IOException {
    dockerfile("FROM scratch\nCOPPY a b\nWORKDIR\n");
    assertThatThrownBy(this::run).isInstanceOf(DocumentException.class).hasMessageContaining("Dockerfile:2:1").hasMessageContaining("COPY")
        .hasMessageContaining("Dockerfile:3:");
  }
}
