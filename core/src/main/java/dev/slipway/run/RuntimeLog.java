package dev.slipway.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;

/** What a runtime writes to its log: one JSON object a line. */
final class RuntimeLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private RuntimeLog() {}

  /** A command that cannot be started, in a shell's terms. */
  record CommandFault(int exitCode, String text) {}

  /** The last error in a log. */
  static Optional<String> error(String log) {
    return log.lines().flatMap(line -> errorOf(line).stream()).reduce((first, second) -> second);
  }

  private static Optional<String> errorOf(String line) {
    try {
      JsonNode entry = JSON.readTree(line);
      boolean error = entry.path("level").asText("error").toLowerCase(Locale.ROOT).equals("error");
      return error ? Optional.of(entry.path("msg").asText(line)) : Optional.empty();
    } catch (JsonProcessingException cutOff) {
      return Optional.of(line);
    }
  }

  /** Whether an error is about the command itself. */
  static Optional<CommandFault> commandFault(String error) {
    boolean ofCommand = error.contains("executable file") || error.contains("exec") || error.contains("open executable");
    if (!ofCommand) {
      return Optional.empty();
    }
    if (error.contains("not found") || error.contains("o such file or directory")) {
      return Optional.of(new CommandFault(NOT_FOUND, "not found"));
    }
    if (error.contains("ermission denied") || error.contains("s a directory")) {
      return Optional.of(new CommandFault(NOT_EXECUTABLE, "permission denied"));
    }
    return error.contains("xec format error") ? Optional.of(new CommandFault(NOT_EXECUTABLE, "exec format error")) : Optional.empty();
  }
}
