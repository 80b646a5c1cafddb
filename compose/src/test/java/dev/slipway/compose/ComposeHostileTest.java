package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.DocumentException;
import dev.slipway.compose.tree.Finding;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Projects that were made to do harm, read by the whole reader: each gives a project or errors of ours, in bounded time and
 * in the memory that tests have, one gibibyte.
 */
@Timeout(600)
class ComposeHostileTest {
  /** Of the processor, as machines that run tests do other things as well; and that for each mebibyte of what is read. */
  private static final Duration BASE = Duration.ofSeconds(20);
  private static final Duration EACH = Duration.ofSeconds(4);
  private static final long MEBIBYTE = 1 << 20;
  private static final int LONGEST_MESSAGE = 2_000;

  @TestFactory
  Stream<DynamicTest> aHostileProjectIsReadInBoundedTimeOrRefusedWithReasons() {
    return HostileProject.all().stream().map(project -> DynamicTest.dynamicTest(project.name(), () -> check(project)));
  }

  private static void check(HostileProject project) {
    Map<String, String> texts = project.files().get();
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    ComposeReading reading = project.read(texts);
    use(reading);
    Duration taken = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
    assertThat(taken).isLessThan(BASE.plus(EACH.multipliedBy(HostileProject.bytes(texts) / MEBIBYTE)));
    if (!project.error().isEmpty()) {
      assertThat(reading.errors()).first().asString().contains(project.error());
    }
    for (Finding finding : reading.findings()) {
      assertThat(finding.message().length()).as("%.200s", finding.message()).isLessThan(LONGEST_MESSAGE);
      assertThat(finding.message()).doesNotContain("\u202E", "\u0000", "\u001B");
    }
  }

  /** What an embedder does with it: the project with its order and its text, or all that is wrong with it. */
  private static void use(ComposeReading reading) {
    if (reading.hasErrors()) {
      assertThatThrownBy(reading::project).isInstanceOf(DocumentException.class).hasMessageContaining(":");
    } else {
      assertThat(reading.project().startOrder().cycles()).isEmpty();
      assertThat(reading.project().toYaml(Writing.CANONICAL)).isNotEmpty();
    }
  }
}
