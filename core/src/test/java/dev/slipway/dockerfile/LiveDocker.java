package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A Docker daemon with BuildKit that {@code SLIPWAY_DOCKER_HOST} names, asked through the command that
 * {@code SLIPWAY_DOCKER} names ({@code docker} if unset).
 */
final class LiveDocker {
  private final String host;
  private final String command;

  private LiveDocker(String host, String command) {
    this.host = host;
    this.command = command;
  }

  /** The daemon; skips the test where none is named, and fails it where tools are required. */
  static LiveDocker orSkip() {
    String host = System.getenv().getOrDefault("SLIPWAY_DOCKER_HOST", "");
    if (host.isEmpty()) {
      assertThat(System.getenv().getOrDefault("SLIPWAY_REQUIRE_TOOLS", "0"))
          .as("SLIPWAY_REQUIRE_TOOLS is 1, but SLIPWAY_DOCKER_HOST names no Docker daemon").isNotEqualTo("1");
      assumeTrue(false, "skipped: SLIPWAY_DOCKER_HOST names no Docker daemon to compare with");
    }
    return new LiveDocker(host, System.getenv().getOrDefault("SLIPWAY_DOCKER", "docker"));
  }

  /** Builds a Dockerfile and exports the result. */
  void build(Path dockerfile, Path context, String output) {
    String unused = run(ImmutableList.of("build", "-q", "-f", dockerfile.toString(), "-o", output, context.toString()));
  }

  /** Runs the command and gives what it prints; fails if the command does. */
  String run(List<String> arguments) {
    Result result = tryRun(arguments);
    assertThat(result.code).as(result.output).isZero();
    return result.output;
  }

  /** Runs the command. */
  Result tryRun(List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(ImmutableList.<String>builder().add(command).addAll(arguments).build());
    builder.environment().put("DOCKER_HOST", host);
    builder.environment().put("DOCKER_BUILDKIT", "1");
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How a command ended. */
  record Result(int code, String output) {}
}
