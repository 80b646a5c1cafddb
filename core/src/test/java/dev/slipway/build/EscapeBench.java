package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Command;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.image.Stage;
import dev.slipway.run.Privileges;
import dev.slipway.run.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/** Where hostile builds are tried: a store, a context and a base with a shell, and canaries all around. */
final class EscapeBench implements AutoCloseable {
  /** What a command prints when it has got somewhere. */
  static final String ESCAPED = "ESCAPED";

  private static final Path PERL = Path.of("/usr/bin/perl");

  private final Path inner;
  private final Privileges privileges;
  private final EscapeCanary canary;
  private final Workbench bench;
  private final Stage base;
  private final AtomicInteger names = new AtomicInteger();

  /** Makes everything in an empty directory. */
  EscapeBench(Path directory, Privileges privileges) throws IOException {
    inner = Files.createDirectories(directory.resolve("inner"));
    this.privileges = privileges;
    bench = new Workbench(inner);
    base = RunBench.base(bench).run("mkdir -m 777 /out /work");
    canary = EscapeCanary.in(directory, inner);
  }

  EscapeCanary canary() {
    return canary;
  }

  /** The canary's directory as a text. */
  String target() {
    return canary.tree().toString();
  }

  Privileges privileges() {
    return privileges;
  }

  Workbench files() {
    return bench;
  }

  Path store() {
    return inner.resolve("store");
  }

  Path inner() {
    return inner;
  }

  /** A name that no other case has. */
  String fresh(String name) {
    return name + names.incrementAndGet();
  }

  /** Busybox, an empty {@code /out} for results, {@code /work}. */
  Stage base() {
    return base;
  }

  /** The base with a Perl, whose programs can make any system call. */
  Stage perl() throws IOException, InterruptedException {
    if (!Files.isExecutable(PERL)) {
      String problem = PERL + " is not installed (package perl-base)";
      assertThat(System.getenv("SLIPWAY_REQUIRE_TOOLS")).as(problem).isNotEqualTo("1");
      throw new TestAbortedException(problem);
    }
    if (!bench.exists("perl")) {
      Process ldd = new ProcessBuilder("/usr/bin/ldd", PERL.toString()).start();
      String libraries = new String(ldd.getInputStream().readAllBytes(), UTF_8);
      assertThat(ldd.waitFor()).isZero();
      install(PERL);
      for (String word : libraries.split("\\s+", -1)) {
        if (word.startsWith("/")) {
          install(Path.of(word));
        }
      }
    }
    return base.copy("perl", "/");
  }

  private void install(Path file) throws IOException {
    bench.file("perl" + file, Files.readAllBytes(file.toRealPath())).mode("perl" + file, "rwxr-xr-x");
  }

  /** A command that prints what a Perl program prints. */
  static Command perlProgram(String program) {
    return Command.exec("/usr/bin/perl", "-e", program);
  }

  BuildOptions options(RunOptions runs) {
    return BuildOptions.defaults().runs(runs.sandbox(SandboxSettings.DEFAULT.withPrivileges(privileges)));
  }

  @CanIgnoreReturnValue
  BuiltImage build(Stage stage) {
    return build(stage, RunOptions.defaults());
  }

  @CanIgnoreReturnValue
  BuiltImage build(Stage stage, RunOptions runs) {
    return bench.engine().build(stage.toImage(), bench.asContext(), options(runs));
  }

  String read(BuiltImage image, String path) {
    return new String(image.tree().read(bench.engine().store(), ImagePath.of(path), 1 << 22), UTF_8);
  }

  /** What a script writes, with all that it complains about; it runs to its end, whatever its parts come to. */
  String output(Stage stage, String script, Mount... mounts) {
    return output(stage, RunOptions.defaults(), script, mounts);
  }

  String output(Stage stage, RunOptions runs, String script, Mount... mounts) {
    String whole = "{ " + script + "\n} > /out/o 2>&1 < /dev/null; echo finished >> /out/o";
    String output = read(build(stage.run(whole, mounts), runs), "/out/o");
    assertThat(output).endsWith("finished\n");
    return output.substring(0, output.length() - "finished\n".length());
  }

  /** Runs a script that prints {@link #ESCAPED} when it gets somewhere. */
  void harmless(Stage stage, String script, Mount... mounts) {
    assertThat(output(stage, script, mounts)).doesNotContain(ESCAPED);
  }

  /** A build that must fail with one of some codes. */
  void refused(Stage stage, ErrorCode... codes) {
    try {
      build(stage);
    } catch (SlipwayException refused) {
      assertThat(refused.code()).as(refused.toString()).isIn(List.of(codes).toArray());
      assertTellsNothing(refused);
      return;
    }
    throw new AssertionError("this should have been refused");
  }

  /** A build that may come to anything but something untyped, and soon. */
  void refusedOrBuilt(Stage stage, ErrorCode... codes) {
    long start = System.nanoTime();
    try {
      build(stage);
    } catch (SlipwayException refused) {
      if (codes.length > 0) {
        assertThat(refused.code()).as(refused.toString()).isIn(List.of(codes).toArray());
      }
      assertTellsNothing(refused);
    }
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
  }

  private static void assertTellsNothing(SlipwayException refused) {
    assertThat(refused.getMessage()).isNotBlank().doesNotContain("canary of ");
  }

  /** An executable file of the context. */
  void program(String name, String content) throws IOException {
    bench.file(name, content);
    var unused = Files.setPosixFilePermissions(bench.path(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public void close() throws IOException {
    try {
      bench.close();
    } finally {
      canary.close();
    }
  }
}
