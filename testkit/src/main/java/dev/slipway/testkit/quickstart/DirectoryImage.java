package dev.slipway.testkit.quickstart;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.IgnoreFile;
import dev.slipway.image.Copy;
import dev.slipway.image.CopyOptions;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An image of any directory, without a Dockerfile: a layer for each directory at its top, one for the files beside them. */
final class DirectoryImage {
  private static final IgnoreFile USUAL = IgnoreFile.of(".git", ".env", ".env.*", "**/node_modules", "**/target", "**/__pycache__",
      "**/*.log", "**/.DS_Store",
      "Dockerfile", ".dockerignore");
  private static final int MAX_LAYERS = 30;

  private DirectoryImage() {}

  /** What is left out: the directory's own rules, or else the usual ones. */
  static IgnoreFile ignoreFile(Path directory) throws IOException {
    Path file = directory.resolve(IgnoreFile.NAME);
    return Files.isRegularFile(file) ? IgnoreFile.parse(file.toString(), Files.readString(file)) : USUAL;
  }

  /** The image; a changed file changes only the layer of the directory that it lies in. */
  static Image of(Settings settings, IgnoreFile ignore) throws IOException {
    Stage stage = Stage.from(settings.base()).workdir("/app");
    ImmutableList<Path> directories = top(settings.directory(), ignore, true);
    ImmutableList<Path> files = top(settings.directory(), ignore, false);
    if (directories.size() > MAX_LAYERS) {
      stage = stage.copy(".", "/app/");
    } else {
      if (!files.isEmpty()) {
        stage = stage.copy(exactly(files, "/app/"));
      }
      for (Path directory : directories) {
        stage = stage.copy(exactly(ImmutableList.of(directory), "/app/" + name(directory) + "/"));
      }
    }
    stage = stage.label("org.opencontainers.image.title", name(settings.directory().toAbsolutePath().normalize())).user(65532, 65532);
    return (settings.command().isEmpty() ? stage : stage.command(settings.command().toArray(String[]::new))).toImage();
  }

  /** Names as they are: none of their characters is a wildcard or begins a variable. */
  private static Copy exactly(List<Path> paths, String destination) {
    ImmutableList<Copy.Source> sources = paths.stream()
        .map(path -> new Copy.Path(Word.literal(name(path).replaceAll("[\\\\*?\\[]", "\\\\$0"))))
        .collect(ImmutableList.toImmutableList());
    return new Copy(Optional.empty(), sources, Word.literal(destination), CopyOptions.NONE, false);
  }

  private static ImmutableList<Path> top(Path directory, IgnoreFile ignore, boolean directories) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> kept = entries
          .filter(path -> Files.isDirectory(path) == directories)
          .filter(path -> !ignore.ignores(ImagePath.ROOT.child(name(path))))
          .sorted()
          .toList();
      return ImmutableList.copyOf(kept);
    }
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "root" : name.toString();
  }
}
