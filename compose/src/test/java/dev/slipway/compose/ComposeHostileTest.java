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
  /**
   * What reading may hold, in mebibytes: what the limits let a small file bring (a million values by way of others, 16 Mi
   * characters by variables), and a multiple of the input, most of whose bytes may be values of their own.
   */
  private static final long FIXED = 384;
  private static final long MULTIPLE = 150;
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
    for (long size : HostileProject.all().stream().map(ComposeHostileTest::mebibytes).distinct().sorted().toList()) {
      Path log = directory.resolve("log");
      Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx" + (FIXED + MULTIPLE * size) + "m",
          "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ComposeHostileTest.class.getName(),
          Long.toString(size))
          .redirectErrorStream(true).redirectOutput(log.toFile()).start();
      try {
        assertThat(process.waitFor(8, TimeUnit.MINUTES)).as("projects of %s MiB", size).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).as("projects of %s MiB: %s", size, Files.readString(log, StandardCharsets.UTF_8)).isZero();
    }
  }

  /** The size of its files, rounded up. */
  private static long mebibytes(HostileProject project) {
    return 1 + HostileProject.bytes(project.files().get()) / MEBIBYTE;
  }

  /** Reads the projects of this size, in a process whose memory is bounded. */
  public static void main(String[] arguments) {
    for (HostileProject project : HostileProject.all()) {
      if (mebibytes(project) == Long.parseLong(arguments[0])) {
        System.out.println(project);
        use(project.read(project.files().get()));
      }
    }
  }
}
