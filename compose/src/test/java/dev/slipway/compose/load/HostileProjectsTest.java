package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HostileProjectsTest {
  private static Loaded load(Map<String, String> files) {
    return Loading.load(LoadRequest.of(Path.of("/p/compose.yaml")), MemoryFiles.of(files));
  }

  @Test
  void includesThatMultiplyEndAtTheBound() {
    Map<String, String> files = new HashMap<>();
    files.put("/p/compose.yaml", "include: [f0.yaml]");
    for (int i = 0; i < 60; i++) {
      files.put("/p/f" + i + ".yaml", "include: [f" + (i + 1) + ".yaml, {path: f" + (i + 1) + ".yaml}]\nservices: {s" + i + ": {image: x}}");
    }
    files.put("/p/f60.yaml", "services: {web: {image: x}}");
    assertThat(load(files).errors()).singleElement().asString().contains("more than '2000' files");
  }

  @Test
  void includesThatGoDeepEndAtTheBound() {
    Map<String, String> files = new HashMap<>();
    files.put("/p/compose.yaml", "include: [f0.yaml]\nservices: {web: {image: x}}");
    for (int i = 0; i < 500; i++) {
      files.put("/p/f" + i + ".yaml", "include: [f" + (i + 1) + ".yaml]");
    }
    assertThat(load(files).errors()).singleElement().asString().contains("more than '100' deep");
  }

  @Test
  void extendedServicesThatMultiplyEndAtTheBound() {
    StringBuilder base = new StringBuilder("services:\n  base:\n    image: x\n    labels:\n");
    for (int i = 0; i < 5_000; i++) {
      base.append("      l").append(i).append(": v\n");
    }
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 1_000; i++) {
      text.append("  s").append(i).append(": {extends: {file: base.yaml, service: base}}\n");
    }
    assertThat(load(Map.of("/p/compose.yaml", text.toString(), "/p/base.yaml", base.toString())).errors()).singleElement().asString()
        .contains("more than '1000000' values");
  }

  @Test
  void chainsOfExtendedServicesEndAtTheBound() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 5_000; i++) {
      text.append("  s").append(i).append(": {image: x, extends: s").append(i + 1).append("}\n");
    }
    text.append("  s5000: {image: x}\n");
    assertThat(load(Map.of("/p/compose.yaml", text.toString())).errors()).singleElement().asString().contains("more than '100' deep");
  }

  @Test
  void largeValuesOfVariablesCannotBeMultiplied() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 5_000; i++) {
      text.append("  s").append(i).append(": {image: '$A$A$A$A$A$A$A$A$A$A'}\n");
    }
    Loaded loaded = Loading.load(LoadRequest.of(Path.of("/p/compose.yaml")).withEnvironment(Map.of("A", "x".repeat(100_000))),
        MemoryFiles.of(Map.of("/p/compose.yaml", text.toString())));
    assertThat(loaded.errors()).singleElement().asString().contains("characters to the project");
  }

  @Test
  void hugeFilesWithVariablesCannotBeMultiplied() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 2_000; i++) {
      text.append("  s").append(i).append(": {image: x, env_file: big.env}\n");
    }
    StringBuilder big = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      big.append("VARIABLE").append(i).append("=value\n");
    }
    assertThat(load(Map.of("/p/compose.yaml", text.toString(), "/p/big.env", big.toString())).errors()).singleElement().asString()
        .contains("values");
  }

  @Test
  void variablesOfAFileThatDoubleEachOtherEndAtABound() {
    StringBuilder env = new StringBuilder("V0=0123456789\n");
    for (int i = 1; i < 60; i++) {
      env.append("V").append(i).append("=$V").append(i - 1).append("$V").append(i - 1).append("\n");
    }
    assertThat(load(Map.of("/p/compose.yaml", "services: {web: {image: x, env_file: a.env}}", "/p/a.env", env.toString())).hasErrors()).isTrue();
  }

  @Test
  void deepDocumentsAreRefused() {
    assertThat(load(Map.of("/p/compose.yaml", "x-a: " + "[".repeat(20_000) + "]".repeat(20_000))).hasErrors()).isTrue();
    assertThat(load(Map.of("/p/compose.yaml", "services: {web: {image: x}}\nx-a: " + "[".repeat(90) + "!reset a" + "]".repeat(90))).hasErrors()).isFalse();
    assertThat(load(Map.of("/p/compose.yaml", "services: {web: {image: x}}\nx-a: " + "{a: ".repeat(90) + "!override a" + "}".repeat(90))).hasErrors()).isFalse();
  }

  @Test
  void manyWrongLinesGiveAsManyFindingsInLittleTime() {
    StringBuilder text = new StringBuilder("services:\n");
    for (int i = 0; i < 2_000; i++) {
      text.append("  s").append(i).append(": {imge: x, networks: [n").append(i).append("], depends_on: [t").append(i).append("]}\n");
    }
    assertThat(load(Map.of("/p/compose.yaml", text.toString())).errors()).hasSizeGreaterThan(4_000);
  }
}
