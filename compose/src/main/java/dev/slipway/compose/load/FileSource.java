package dev.slipway.compose.load;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * Where the texts of files come from. Paths are texts with slashes, clean, absolute or below the directory in which the
 * program runs.
 */
public interface FileSource {

  /** What came of reading a path. */
  sealed interface Reading {}

  /**
   * The characters of a file.
   *
   * @param content all of them, without a byte order mark
   * @param size how many bytes they took
   */
  record Text(String content, long size) implements Reading {}

  /** There is nothing at the path. */
  record Missing() implements Reading {}

  /** There is a directory at the path. */
  record Directory() implements Reading {}

  /**
   * There is something, but it is not read.
   *
   * @param reason why, to stand behind the path: {@code is no regular file}
   * @param advice what to do instead, if that is known
   */
  record Refused(String reason, Optional<String> advice) implements Reading {
    /** Checks that there is a reason. */
    public Refused {
      if (reason.isBlank()) {
        throw new InvalidValueException("a file is refused for a reason: say what is wrong with it");
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param path where it lies
   * @param most the most bytes that may be read
   */
  Reading read(String path, long most);

  /**
   * The path of a copy of what a reference means that is no path, such as a Git address; empty if this is not such a
   * reference. What lies beside the copy lies beside the original.
   */
  default Optional<String> copyOf(@SuppressWarnings("unused") String reference) {
    return Optional.empty();
  }
}
