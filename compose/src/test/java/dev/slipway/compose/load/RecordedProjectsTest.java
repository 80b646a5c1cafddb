package dev.slipway.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Projects that the reference implementation was recorded to read or to refuse. */
class RecordedProjectsTest {
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
  Stream<DynamicTest> theFileWithNearlyEverythingIsReadAsRecorded() throws IOException {
    return tests(List.of(RecordedProject.kitchenSink()));
  }

  private static Stream<DynamicTest> tests(List<RecordedProject> rows) {
    assertThat(rows).isNotEmpty();
    return rows.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
  }

  private static void check(RecordedProject row) {
    Loaded loaded = row.load();
    boolean wanted = row.error().isEmpty();
    if (wanted == loaded.hasErrors()) {
      assertThat(Arrays.stream(Divergence.values()).filter(rule -> rule.explainsVerdict(row, loaded)))
          .as("%s: recorded %s, found %s", row.name(), row.error().orElse("no error"), loaded.findings()).isNotEmpty();
    } else if (wanted) {
      row.expected().ifPresent(expected -> assertThat(Comparison.differences(row, loaded.resolved())).as(row.name()).isEmpty());
    } else {
      assertThat(Reasons.agree(row.error().get(), row, loaded)).as("%s: recorded %s, names %s, found %s", row.name(), row.error().get(),
          Reasons.words(row.error().get(), row.text()), loaded.errors()).isTrue();
    }
  }
}
