package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import dev.slipway.image.SecretValue;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are cut short at any moment, by an interrupt or by the death of this program, leave nothing. */
@Tag("alone")
class CancellationTest {
  private static final int INTERRUPTS = 50;
  private static final int KILLS = 20;
  private static final String COMMAND = "mkdir /d; for i in 1 2 3 4 5 6 7 8 9 10; do echo $i >/d/$i; done; setsid sleep 222222 & sleep 0.03; echo done; rm -r /d";

  @TempDir
  Path directory;

  @Test
  void anInterruptAtAnyMoment() throws Exception {
    Requirements.sandbox();
    Bench bench = Bench.open(Privileges.AUTO, directory);
    Random random = new Random(1);
    int cancelled = 0;
    for (int i = 0; i < INTERRUPTS; i++) {
      RunRequest request = asks(bench);
      AtomicReference<Optional<Throwable>> outcome = new AtomicReference<>(Optional.empty());
      Thread runner = Thread.ofPlatform().start(() -> {
        try {
          bench.run(request);
        } catch (BuildException e) {
          outcome.set(Optional.of(Thread.currentThread().isInterrupted() ? e : new AssertionError("the flag is lost", e)));
        }
      });
      Thread.sleep(random.nextInt(90));
      long start = System.nanoTime();
      runner.interrupt();
      runner.join();
      assertThat(System.nanoTime() - start).as("nanoseconds until it returned").isLessThan(2_000_000_000L);
      Optional<Throwable> failure = outcome.get();
      if (failure.isPresent()) {
        cancelled++;
        assertThat(failure.get()).isInstanceOfSatisfying(
            BuildException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      }
      Leftovers.assertNone("workspace", directory, 500);
      Leftovers.assertNone("sleep 222222", directory, 500);
    }
    assertThat(cancelled).isGreaterThan(INTERRUPTS / 4);
    assertThat(bench.shell("echo works").output()).isEqualTo("works\n");
  }

  private static RunRequest asks(Bench bench) {
    return bench.request("sh", "-c", COMMAND)
        .withMounts(List.of(new RunMount.SecretFile(SecretValue.of("secret"), ImagePath.of("/run/secret"), 0400, 0, 0)));
  }

  @Test
  void theDeathOfTheProgramAtAnyMoment() throws Exception {
    Requirements.sandbox();
    List<String> before = temporary();
    Random random = new Random(2);
    for (int i = 0; i < KILLS; i++) {
      Path own = Files.createDirectory(directory.resolve("of-" + i));
      Process program = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
          CancellationTest.class.getName(), own.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(lines.readLine()).isEqualTo("running");
        Thread.sleep(random.nextInt(150));
      }
      program.destroyForcibly().waitFor();
      Leftovers.assertNone("workspace", own, 2000);
      Leftovers.assertNone("sleep 222222", own, 500);
      assertThat(own.resolve("base")).isDirectory();
    }
    assertThat(temporary()).isEqualTo(before);
  }

  /** What runtimes put aside. */
  private static List<String> temporary() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
      return files.map(Path::toString).filter(name -> name.contains("crun.") || name.contains("runc.")).sorted().toList();
    }
  }

  /** Runs one command after the other until killed. */
  public static void main(String[] arguments) throws Exception {
    Bench bench = Bench.open(Privileges.AUTO, Path.of(arguments[0]));
    bench.run(asks(bench));
    System.out.println("running");
    while (true) {
      bench.run(asks(bench));
    }
  }

  @Test
  void aStartIsQuick() throws Exception {
    Requirements.sandbox();
    Bench bench = Bench.open(Privileges.AUTO, directory);
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long start = System.nanoTime();
      assertThat(bench.sandbox.run(bench.request("touch", "/tmp/x"), (bytes, offset, length) -> {}, Bench.ignored()).exitCode()).isZero();
      micros.add((System.nanoTime() - start) / 1000);
    }
    long[] last = micros.stream().skip(20).mapToLong(Long::longValue).sorted().toArray();
    System.out.println(
        String.format(
            Locale.ROOT, "20 starts of a command in a sandbox: least %.1f ms, median %.1f ms, most %.1f ms", last[0] / 1e3, last[10] / 1e3,
            Arrays.stream(last).max().orElse(0) / 1e3));
    assertThat(last[0]).isLessThan(1_000_000);
  }
}
