package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.DocumentException;
import dev.slipway.compose.tree.Finding;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Projects that were made to do harm, read by the whole reader: each gives a project or errors of ours, in bounded time and
 * memory.
 */
@Tag("alone")
@Timeout(600)
class ComposeHostileTest {
  /** Of the processor, as machines that run tests do other things as well; and that for each mebibyte of what is read. */
  private static final Duration BASE = Duration.ofSeconds(10);
  private static final Duration EACH = Duration.ofSeconds(4);
  private static final long MEBIBYTE = 1 << 20;
  /** What reading may hold beside a multiple of its input, in mebibytes, and that multiple. */
  private static final long FIXED = 64;
  private static final long MULTIPLE = 100;
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

  @Test
  void memoryStaysWithinAMultipleOfWhatIsRead(@TempDir Path directory) throws IOException, InterruptedException {
    for (HostileProject project : HostileProject.all()) {
      long most = FIXED + MULTIPLE * (1 + HostileProject.bytes(project.files().get()) / MEBIBYTE);
      Path log = directory.resolve("log");
      Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + most + "m",
          "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ComposeHostileTest.class.getName(), project.name())
              .redirectErrorStream(true).redirectOutput(log.toFile()).start();
      try {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(project.name()).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).as("%s in %d MiB: %s", project, most, Files.readString(log, StandardCharsets.UTF_8).lines().limit(8).toList()).isZero();
    }
  }

  /** Reads the project of this name, in a process of its own whose memory is bounded. */
  public static void main(String[] arguments) {
    HostileProject project = HostileProject.all().stream().filter(one -> List.of(arguments).contains(one.name())).findFirst().orElseThrow();
    use(project.read(project.files().get()));
  }
}
