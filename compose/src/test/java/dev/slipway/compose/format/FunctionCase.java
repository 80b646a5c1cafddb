package dev.slipway.compose.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the reference implementation made of one text.
 *
 * @param operation the function that was called
 * @param input its text
 * @param environment the variables around it
 * @param expected what came out, as JSON; absent if it was an error
 * @param error the error; empty if there was none
 * @param unset the names of the variables that were warned about, in order
 */
record FunctionCase(String operation, String input, ImmutableMap<String, String> environment, Optional<JsonNode> expected, String error,
    ImmutableList<String> unset) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNSET = "The \\\"";

  /** The recorded cases of a function; the test is skipped, loudly, if they are not there. */
  static List<FunctionCase> of(String operation) throws IOException {
    String cases = System.getenv("SLIPWAY_CASES");
    boolean required = "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"));
    assumeTrue(cases != null || required, "SLIPWAY_CASES is not set: the recorded cases of functions are not read");
    List<FunctionCase> read = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(String.valueOf(cases), "compose", "functions.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      if (row.at("/req/op").asText().equals(operation)) {
        read.add(of(row));
      }
    }
    assertThat(read).as("cases of " + operation).isNotEmpty();
    return read;
  }

  private static FunctionCase of(JsonNode row) {
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    row.at("/req/env").properties().forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return new FunctionCase(row.at("/req/op").asText(), row.at("/req/in").asText(), environment.build(),
        Optional.ofNullable(row.get("out")), row.path("error").asText(), unset(row.path("warn").asText()));
  }

  private static ImmutableList<String> unset(String warnings) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (int i = warnings.indexOf(UNSET); i >= 0; i = warnings.indexOf(UNSET, i + 1)) {
      int start = i + UNSET.length();
      names.add(warnings.substring(start, warnings.indexOf("\\\"", start)));
    }
    return names.build();
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  /** What came out, a text in YAML, as data. */
  Object yaml() {
    return new Load(LoadSettings.builder().build()).loadFromString(expected.orElseThrow().asText());
  }

  /** What came out, as a map of strings. */
  Map<String, String> map() {
    return JSON.convertValue(expected.orElseThrow(), JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
  }

  /** What came out, as a list of strings. */
  List<String> list() {
    return JSON.convertValue(expected.orElseThrow(), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
  }

  /** The text, for a test's name. */
  @Override
  public String toString() {
    return operation + " " + input.replace("\n", "⏎").replace("\r", "␍").replace("\t", "⇥");
  }
}
