package dev.slipway.testkit.quickstart;

import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.dockerfile.ReadOptions;
import dev.slipway.dockerfile.check.CheckOptions;
import dev.slipway.dockerfile.check.CheckedContext;
import dev.slipway.dockerfile.check.Checks;
import dev.slipway.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The image that a directory's Dockerfile says. */
final class FileImage {
  private FileImage() {}

  /** What is left out: what the file of the Dockerfile's own name says, or else that of the directory. */
  static IgnoreFile ignoreFile(Path dockerfile) {
    return IgnoreFile.beside(String.valueOf(dockerfile.getFileName()), name -> text(dockerfile.resolveSibling(name)));
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What had better be otherwise in the file, for people. */
  static String findings(Settings settings, Path dockerfile) {
    return Checks.of(Dockerfile.read(dockerfile), CheckOptions.DEFAULT.reading(options(settings))
        .context(CheckedContext.read(settings.directory(), dockerfile)).onlyBuilt()).text();
  }

  /** The image; what is wrong with the file is told all at once. */
  static Image of(Settings settings, Path dockerfile) {
    return Dockerfile.read(dockerfile).image(options(settings));
  }

  private static ReadOptions options(Settings settings) {
    ReadOptions options = ReadOptions.DEFAULT.arguments(settings.arguments());
    return settings.target().map(options::target).orElse(options);
  }
}
