package dev.slipway.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What go-yaml was recorded to read and write, and the files that people have published. */
class YamlCasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> everyRecordedTextIsReadAsRecorded() throws IOException {
    return rows("yaml").map(row -> DynamicTest.dynamicTest(row.at("/req/in").asText(), () -> readsAsRecorded(row)));
  }

  private static void readsAsRecorded(JsonNode row) {
    YamlReading reading = YamlFile.parse("case.yaml", row.at("/req/in").asText()).values(YamlDialect.COMPOSE);
    if (row.has("error")) {
      assertThat(reading.problems()).isNotEmpty();
      return;
    }
    assertThat(reading.problems()).isEmpty();
    String recorded = row.get("out").asText();
    String value = recorded.substring(recorded.indexOf("} ") + 2);
    assertThat(GoText.of(reading.documents().get(0)))
        .isEqualTo(value.contains("time.Date(") ? value.replaceAll("time\\.Date\\(.*\\)", "time.Date") : value);
  }

  /** Which quotes are taken is our own choice, as is whether there are any: the string must be the same for every reader. */
  @TestFactory
  Stream<DynamicTest> everyRecordedStringIsWrittenSoThatAllReadIt() throws IOException {
    return rows("yamlout").map(row -> DynamicTest.dynamicTest(GoText.quoted(row.at("/req/in").asText()), () -> writtenForAll(row)));
  }

  private static void writtenForAll(JsonNode row) {
    String text = row.at("/req/in").asText();
    String written = YamlWriter.write(YamlScalar.of(text));
    for (YamlDialect dialect : YamlDialect.values()) {
      assertThat(YamlFile.parse("ours", written).values(dialect).orThrow()).containsExactly(YamlScalar.of(text));
      assertThat(YamlFile.parse("recorded", row.get("out").asText()).values(YamlDialect.COMPOSE).orThrow())
          .containsExactly(YamlScalar.of(text));
    }
    assertThat(OtherReaders.engine(written)).isEqualTo(text);
    assertThat(OtherReaders.jackson(written)).isEqualTo(text);
  }

  @Test
  void thePublishedFilesAreReadAndWrittenToTheSameValues() throws IOException {
    List<String> malformed = new ArrayList<>();
    int read = 0;
    for (Path path : files()) {
      YamlFile file = YamlFile.read(path);
      assertThat(file.text()).isEqualTo(Files.readString(path, UTF_8));
      YamlReading reading = file.values(YamlDialect.YAML_1_1);
      if (reading.problems().isEmpty()) {
        read++;
        String written = YamlWriter.write(reading.documents(), YamlWriting.STANDARD);
        assertThat(YamlFile.parse("written", written).values(YamlDialect.YAML_1_1).orThrow()).as(path.toString())
            .isEqualTo(reading.documents());
      } else {
        malformed.add(reading.problems().get(0).toString());
      }
    }
    assertThat(read).isGreaterThan(150);
    // what is no YAML was published all the same
    assertThat(malformed).as("files that cannot be read").hasSizeLessThanOrEqualTo(3);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(RecordedCases.directory())) {
      return files.filter(path -> path.toString().endsWith(".yaml") || path.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static Stream<JsonNode> rows(String operation) throws IOException {
    Path file = RecordedCases.directory().resolve("compose/functions.jsonl");
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file, UTF_8)) {
      JsonNode row = JSON.readTree(line);
      if (row.at("/req/op").asText().equals(operation)) {
        rows.add(row);
      }
    }
    assertThat(rows).hasSizeGreaterThan(30);
    return rows.stream();
  }
}
