package dev.slipway.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

  /** A program of this machine; skips the test where it is missing, and fails it where tools are required. */
  Path toolOrSkip(String name) {
    for (String directory : Splitter.on(':').split(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"))) {
      Path file = Path.of(directory, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    assertThat(System.getenv().getOrDefault("SLIPWAY_REQUIRE_TOOLS", "0")).as("SLIPWAY_REQUIRE_TOOLS is 1, but " + name + " is missing")
        .isNotEqualTo("1");
    assumeTrue(false, "skipped: " + name + " is missing");
    throw new IllegalStateException(name);
  }

  /** Builds a Dockerfile and exports the result. */
  void build(Path dockerfile, Path context, String output) {
    String unused = run(
        ImmutableList.of("build", "-q", "--network", "none", "-f", dockerfile.toString(), "-o", output, context.toString()));
  }

  /** Builds a Dockerfile without a context and gives what {@code docker inspect} says about the image, which is removed again. */
  JsonNode configuration(String dockerfile) {
    try {
      Path directory = Files.createTempDirectory("slipway-live");
      Files.writeString(directory.resolve("Dockerfile"), dockerfile);
      Path id = directory.resolve("id");
      String built = run(ImmutableList.of("build", "--network", "none", "--iidfile", id.toString(), directory.toString()));
      assertThat(id).as(built).exists();
      JsonNode inspected = new ObjectMapper().readTree(run(ImmutableList.of("inspect", "--type", "image", Files.readString(id)))).get(0);
      String removed = run(ImmutableList.of("rmi", "-f", Files.readString(id)));
      assertThat(removed).isNotEmpty();
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      return inspected;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
