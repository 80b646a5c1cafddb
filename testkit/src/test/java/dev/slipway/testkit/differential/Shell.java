package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps what it printed. */
public final class Shell {
  private static final long LIMIT_SECONDS = 120;

  private Shell() {}

  /** How a program ended; {@code output} is both of its streams. */
  public record Ended(int code, String output) {
    /** Itself, unless the program failed. */
    public Ended orThrow() throws IOException {
      if (code != 0) {
        throw new IOException("exit code " + code + ": " + output);
      }
      return this;
    }
  }

  /** Runs a program. */
  public static Ended run(Path directory, String... command) throws IOException, InterruptedException {
    return run(directory, ImmutableMap.of(), command);
  }

  /** Runs a program with further variables. */
  public static Ended run(Path directory, Map<String, String> environment, String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("output", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
          .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException(String.join(" ", command) + " did not end within " + LIMIT_SECONDS + " s");
      }
      return new Ended(process.exitValue(), new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip());
    } finally {
      Files.delete(log);
    }
  }
}
