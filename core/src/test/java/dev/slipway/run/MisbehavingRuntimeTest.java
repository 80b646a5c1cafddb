package dev.slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableMap;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runtimes that do not do their job: each ends in an error of ours, and leaves nothing. */
class MisbehavingRuntimeTest {
  @TempDir
  Path directory;

  private final String seconds = Long.toString(200_000 + System.nanoTime() % 100_000);

  @BeforeEach
  void needed() {
    Requirements.sandbox();
  }

  private Sandbox sandbox(String body) throws IOException {
    Path program = directory.resolve("crun");
    Files.writeString(program, "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'crun version 1.30'; exit 0; fi\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Sandboxes.find(SandboxSettings.DEFAULT.withRuntime(program));
  }

  private RunRequest request() {
    return RunRequest.of(directory.resolve("workspace"), List.of(), List.of("true"));
  }

  private BuildException failure(String body) throws Exception {
    Sandbox sandbox = sandbox(body);
    BuildException failure = catchThrowableOfType(BuildException.class,
        () -> sandbox.run(request(), (bytes, offset, length) -> {}, Bench.ignored()));
    Leftovers.assertNone("sleep " + seconds, directory, 1000);
    assertThat(directory.resolve("workspace")).doesNotExist();
    assertThat(failure.code()).isEqualTo(ErrorCode.STEP_FAILED);
    return failure;
  }

  @Test
  void oneThatSucceedsWithoutRunningAnything() throws Exception {
    assertThat(failure("exit 0")).hasMessageContaining("without starting the command");
  }

  @Test
  void oneThatFailsTellsWhy() throws Exception {
    assertThat(failure("echo 'no such thing' >&2; exit 1")).hasMessageContaining("exit code 1").hasMessageContaining("no such thing");
  }

  @Test
  void oneThatPrintsASecretIsQuotedWithoutIt() throws Exception {
    SecretValue secret = SecretValue.of("hunter2-and-more");
    for (String printed : List.of("printf '%s' \"$s\"", "printf '%s %2040s' \"$s\" x",
        "printf '%s%s' aaaa \"$s\"; sleep 0.1; printf '%s' hunter2-",
        "printf '%s' hunter2-; sleep 0.1; printf '%s' and-more", "echo '{\"level\":\"error\",\"msg\":\"bad hunter2-and-more\"}' >log")) {
      Sandbox sandbox = sandbox("s=hunter2-and-more; { " + printed + "; } >&2; exit 1");
      RunRequest request = request().withSecretEnvironment(ImmutableMap.of("TOKEN", secret));
      assertThatThrownBy(() -> sandbox.run(request, (bytes, offset, length) -> {}, Bench.ignored())).as(printed)
          .isInstanceOf(BuildException.class).hasMessageContaining("exit code 1").hasMessageNotContaining("hunter2")
          .hasMessageNotContaining("and-more");
    }
  }

  @Test
  void oneThatIsKilled() throws Exception {
    assertThat(failure("kill -9 $$")).hasMessageContaining("137");
  }

  @Test
  void oneThatDiesWhileTheCommandRuns() throws Exception {
    assertThat(failure("mkdir -p /sys/fs/state/slipway; echo 5 >/sys/fs/pid; setsid sleep " + seconds + " & kill -9 $$"))
        .hasMessageContaining("it died (exit code 137) while the command was running");
  }

  @Test
  void oneThatLeavesADaemon() throws Exception {
    assertThat(failure("setsid sleep " + seconds + " & exit 0")).hasMessageContaining("without starting");
  }

  @Test
  void oneThatHangsIsEndedInTime() throws Exception {
    Sandbox sandbox = sandbox("sleep " + seconds);
    RunResult result = sandbox.run(request().withTimeout(Duration.ofMillis(500)), (bytes, offset, length) -> {}, Bench.ignored());
    assertThat(result).isEqualTo(new RunResult(137, true));
    Leftovers.assertNone("sleep " + seconds, directory, 1000);
    assertThat(directory.resolve("workspace")).doesNotExist();
  }

  @Test
  void oneThatPrintsWithoutEndIsDrained() throws Exception {
    Sandbox sandbox = sandbox("yes 0123456789012345678901234567890123456789 | head -c 1000000000; exit 1");
    AtomicLong bytes = new AtomicLong();
    assertThatThrownBy(() -> sandbox.run(request(), (block, offset, length) -> bytes.addAndGet(length), Bench.ignored()))
        .isInstanceOf(BuildException.class)
        .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(5000));
    assertThat(bytes.get()).isEqualTo(1_000_000_000);
  }

  @Test
  void oneThatIsNotOneIsRefused() throws IOException {
    Path program = directory.resolve("other");
    Files.writeString(program, "#!/bin/sh\necho 'docker version 1'\n");
    assertThatThrownBy(() -> Sandboxes.find(SandboxSettings.DEFAULT.withRuntime(program))).isInstanceOf(BuildException.class)
        .hasMessageContaining("which is no program");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> Sandboxes.find(SandboxSettings.DEFAULT.withRuntime(program))).isInstanceOf(BuildException.class)
        .hasMessageContaining("does not say so").hasMessageContaining("BuildKit").hasMessageContaining("only copy need none");
  }
}
