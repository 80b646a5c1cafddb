package dev.slipway.compose.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cases recorded from the reference implementation. */
final class RecordedCases {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordedCases() {}

  /** The directory of what was recorded; the test is skipped, loudly, if it is not there. */
  static Path directory() {
    String cases = System.getenv("SLIPWAY_CASES");
    if (cases == null && "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      throw new AssertionError("SLIPWAY_CASES must name the directory of the recorded cases");
    }
    assumeTrue(cases != null, "SLIPWAY_CASES names no directory of recorded cases: merges, shapes and errors are NOT compared with them");
    return Path.of(cases, "compose");
  }

  /** The rows of a kind, one at least. */
  static List<JsonNode> rows(String kind) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(directory().resolve("merges-and-errors.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      if (row.path("kind").asText().equals(kind)) {
        rows.add(row);
      }
    }
    assertThat(rows).as("rows of kind " + kind).isNotEmpty();
    return rows;
  }

  /** The texts of a row's files. */
  static List<String> inputs(JsonNode row) {
    List<String> inputs = new ArrayList<>();
    row.path("inputs").forEach(input -> inputs.add(input.asText()));
    return inputs;
  }

  /** What a row is called. */
  static String name(JsonNode row) {
    return row.path("test").asText() + " (" + row.path("src").asText() + ")";
  }
}
