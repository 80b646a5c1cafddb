package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run again and again with the same first arguments.
 *
 * @param command the program by its absolute path, and arguments
 * @param environment variables beside this process's own
 * @param place a directory for what it prints
 */
record ToolRunner(ImmutableList<String> command, ImmutableMap<String, String> environment, Path place) {
  private static final String DIRECTORIES = ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** All programs of a name, in the order in which a shell would look for them. */
  static ImmutableList<Path> programs(String name) {
    ImmutableList.Builder<Path> found = ImmutableList.builder();
    for (String directory : (System.getenv().getOrDefault("PATH", "") + DIRECTORIES).split(":", -1)) {
      Path program = Path.of(directory.isEmpty() ? "/" : directory, name);
      if (Files.isExecutable(program)) {
        found.add(program.toAbsolutePath());
      }
    }
    return found.build();
  }

  static Optional<Path> program(String name) {
    return programs(name).stream().findFirst();
  }

  /** Runs it to its end and returns what it printed, errors included. */
  String run(String... arguments) throws IOException, InterruptedException {
    Path log = place.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(ImmutableList.<String>builder().addAll(command).add(arguments).build())
        .redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        throw new IOException(command + " takes more than ten minutes");
      }
    } finally {
      process.destroyForcibly();
    }
    String printed = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
    if (process.exitValue() != 0) {
      throw new IOException(command + " " + ImmutableList.copyOf(arguments) + " ended with status " + process.exitValue() + ": " + printed);
    }
    return printed;
  }

  /** Runs it; the time is that of its process, from start to end. */
  Cost time(String... arguments) throws Exception {
    return Cost.of(() -> {
      var unused = run(arguments);
    });
  }
}
