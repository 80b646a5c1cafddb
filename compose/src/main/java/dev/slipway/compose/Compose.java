package dev.slipway.compose;

import dev.slipway.compose.load.ComposeFiles;
import dev.slipway.compose.load.FileSource;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.Loading;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads compose files. What is wrong with them is collected, never thrown: {@link ComposeReading#project()} is where it
 * comes out, all at once.
 *
 * <p>Nothing is taken from the process: neither its variables nor its home directory count unless the request has them.
 */
public final class Compose {
  private Compose() {}

  /** Reads a file with others over it, without any variables, as a project of the first one's directory. */
  public static ComposeReading read(Path file, Path... overrides) {
    return read(LoadRequest.of(file, overrides));
  }

  /** Reads what a request names, from this machine: files of the project's directory and of those that it allows. */
  public static ComposeReading read(LoadRequest request) {
    return new ComposeReading(Loading.load(request));
  }

  /** Reads what a request names, from elsewhere. */
  public static ComposeReading read(LoadRequest request, FileSource files) {
    return new ComposeReading(Loading.load(request, files));
  }

  /**
   * Looks for the project of a directory as command-line tools do, and reads it.
   *
   * @param directory where the search for {@code compose.yaml} begins; it goes on above
   * @param environment the variables
   * @return empty if there is none
   */
  public static Optional<ComposeReading> find(Path directory, Map<String, String> environment) {
    return ComposeFiles.find(directory, environment).map(found -> read(found.request()));
  }
}
