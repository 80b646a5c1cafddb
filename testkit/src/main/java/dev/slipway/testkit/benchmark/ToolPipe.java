package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A pipe of ordinary programs over the same files: how fast this machine is.
 *
 * @param tools the programs that it needs
 * @param command the command line for {@code sh}; {@code $0} is the directory
 */
record ToolPipe(ImmutableList<String> tools, String command) {
  static final ToolPipe HASHED = new ToolPipe(ImmutableList.of("tar", "sha256sum"), "tar -c -C \"$0\" . | sha256sum");
  static final ToolPipe COMPRESSED = new ToolPipe(ImmutableList.of("tar", "pigz", "sha256sum"),
      "tar -c -C \"$0\" . | pigz -p2 | sha256sum");

  /** What is measured, for people. */
  String title() {
    return command.replace(" -c -C \"$0\" .", "");
  }

  boolean isAvailable() {
    return tools.stream().allMatch(ToolPipe::isInstalled);
  }

  static boolean isInstalled(String tool) {
    try {
      return run("command -v " + tool, Path.of(".")) == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** Runs once; processor time is not known. */
  Cost run(Path directory) throws Exception {
    return Cost.of(() -> {
      int status = run(command, directory);
      if (status != 0) {
        throw new IOException("'" + command + "' on '" + directory + "' ended with status " + status);
      }
    });
  }

  private static int run(String command, Path directory) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", command, directory.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        throw new IOException("'" + command + "' takes more than ten minutes");
      }
      return process.exitValue();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("'" + command + "' was interrupted", stop);
    } finally {
      process.destroyForcibly();
    }
  }
}
