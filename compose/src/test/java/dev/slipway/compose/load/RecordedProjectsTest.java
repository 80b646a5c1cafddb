package dev.slipway.compose.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.compose.tree.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Projects that the reference implementation was recorded to read or to refuse. */
class RecordedProjectsTest {
  private static final String UNSET = "The \\\"";

  @TestFactory
  Stream<DynamicTest> everyRecordedProjectIsReadAsRecorded() throws IOException {
    return tests(RecordedProject.projects());
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedTextIsAcceptedOrRefusedAsRecorded() throws IOException {
    return tests(RecordedProject.loads());
  }

  @TestFactory
  Stream<DynamicTest> everyRealFileIsReadAsRecorded() throws IOException {
    return tests(RecordedProject.real());
  }

  @TestFactory
  Stream<DynamicTest> everyWarningThatIsRecordedForARealFileIsGiven() throws IOException {
    return RecordedProject.real().stream().filter(row -> Files.exists(warnings(row)))
        .map(row -> DynamicTest.dynamicTest(row.name(), () -> checkWarnings(row, Files.readString(warnings(row), UTF_8))));
  }

  private static Path warnings(RecordedProject row) {
    return RecordedProject.file("real").resolve("expected").resolve(row.name().substring(2) + ".head.warn");
  }

  private static void checkWarnings(RecordedProject row, String recorded) {
    Set<String> theirs = new TreeSet<>();
    recorded.lines().filter(line -> line.contains(UNSET))
        .forEach(line -> theirs.add(quoted(line.substring(line.indexOf(UNSET) + UNSET.length()), "\\")));
    Set<String> ours = new TreeSet<>();
    Loaded loaded = row.load();
    loaded.warnings().stream().map(Finding::message).filter(message -> message.contains("is not set"))
        .forEach(message -> ours.add(quoted(message.substring(message.indexOf('\'') + 1), "'")));
    if (row.error().isPresent()) {
      assertThat(ours).containsAll(theirs);
    } else {
      assertThat(ours).isEqualTo(theirs);
    }
    assertThat(loaded.warnings().stream().anyMatch(warning -> warning.message().contains("'version'")))
        .isEqualTo(recorded.contains("`version`"));
  }

  private static String quoted(String text, String end) {
    return text.substring(0, text.indexOf(end));
  }

  @TestFactory
  Stream<DynamicTest> theFileWithNearlyEverythingIsReadAsRecorded() throws IOException {
    return tests(List.of(RecordedProject.kitchenSink()));
  }

  private static Stream<DynamicTest> tests(List<RecordedProject> rows) {
    assertThat(rows).isNotEmpty();
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  private static void check(RecordedProject row) {
    Loaded loaded = row.load();
    assertThat(row.load().findings()).isEqualTo(loaded.findings());
    if (row.expected().isEmpty() && row.error().isEmpty()) {
      return;
    }
    boolean wanted = row.error().isEmpty();
    if (wanted == loaded.hasErrors()) {
      assertThat(Arrays.stream(Divergence.values()).filter(rule -> rule.explainsVerdict(row, loaded)))
          .as("%s: recorded %s, found %s", row.name(), row.error().orElse("no error"), loaded.findings()).isNotEmpty();
    } else if (wanted) {
      assertThat(Comparison.differences(row, loaded.resolved())).as(row.name()).isEmpty();
    } else {
      assertThat(Reasons.agree(row.error().get(), row, loaded)).as("%s: recorded %s, names %s, found %s", row.name(), row.error().get(),
          Reasons.words(row.error().get(), row.text()), loaded.errors()).isTrue();
    }
  }
}
