package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFilesTest {
  @TempDir
  Path root;

  private Path file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "services: {web: {image: x}}\n");
  }

  @Test
  void namesHaveAnOrderAndOneOverrideStandsBeside() throws IOException {
    Path old = file("docker-compose.yml");
    Path oldOverride = file("docker-compose.override.yml");
    assertThat(ComposeFiles.find(root, Map.of()).orElseThrow().request().files()).containsExactly(old, oldOverride);
    Path yml = file("compose.yml");
    Path override = file("compose.override.yaml");
    Path yaml = file("compose.yaml");
    ComposeFiles.Found found = ComposeFiles.find(root, Map.of()).orElseThrow();
    assertThat(found.request().files()).containsExactly(yaml, override);
    assertThat(found.passedOver()).containsExactly(yml, old, oldOverride);
    assertThat(found.request().projectDirectory()).isEqualTo(root);
  }

  @Test
  void theNearestDirectoryAboveCounts() throws IOException {
    Path above = file("a/compose.yaml");
    Files.createDirectories(root.resolve("a/b/c"));
    Files.writeString(root.resolve("a/.env"), "A=above\nB=above\n");
    Files.writeString(root.resolve("a/b/c/.env"), "A=here\n");
    LoadRequest request = ComposeFiles.find(root.resolve("a/b/c"), Map.of()).orElseThrow().request();
    assertThat(request.files()).containsExactly(above);
    assertThat(request.projectDirectory()).isEqualTo(root.resolve("a"));
    assertThat(request.environmentFiles()).containsExactly(root.resolve("a/.env"), root.resolve("a/b/c/.env"));
    assertThat(ComposeFiles.find(root.resolve("a/b/c"), Map.of("COMPOSE_DISABLE_ENV_FILE", "1")).orElseThrow().request().environmentFiles()).isEmpty();
  }

  @Test
  void variablesNameFilesAndProfiles() throws IOException {
    Path one = file("one.yaml");
    Path two = file("sub/two.yaml");
    file("compose.yaml");
    LoadRequest request = ComposeFiles
        .find(root, Map.of("COMPOSE_FILE", "one.yaml|sub/two.yaml", "COMPOSE_PATH_SEPARATOR", "|", "COMPOSE_PROFILES", "a, b,")).orElseThrow().request();
    assertThat(request.files()).containsExactly(one, two);
    assertThat(request.profiles()).containsExactly("a", "b");
    Files.writeString(root.resolve(".env"), "COMPOSE_FILE=sub/two.yaml\nCOMPOSE_PROFILES=c\n");
    LoadRequest fromFile = ComposeFiles.find(root, Map.of()).orElseThrow().request();
    assertThat(fromFile.files()).containsExactly(two);
    assertThat(fromFile.profiles()).containsExactly("c");
    assertThat(Loading.load(fromFile).findings()).isEmpty();
  }

  @Test
  void whereNothingLiesNothingIsFound() {
    assertThat(ComposeFiles.find(root, Map.of()).filter(found -> found.request().files().get(0).startsWith(root))).isEmpty();
  }
}
