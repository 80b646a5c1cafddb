package dev.slipway.testkit.differential;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cases that lie on disk, one directory each: {@code Dockerfile}; {@code context/}, or else the directory itself;
 * {@code arguments}, one {@code NAME=value} a line; {@code older.Dockerfile}, what an old daemon builds in its place. They
 * have no image in Java: that is for whoever reads the Dockerfile.
 */
final class CaseDirectory {
  private CaseDirectory() {}

  /** All cases in the subdirectories of a directory, by name. */
  static ImmutableList<Case> readAll(Path corpus) throws IOException {
    List<Path> directories;
    try (Stream<Path> children = Files.list(corpus)) {
      directories = children.filter(child -> Files.exists(child.resolve("Dockerfile"))).sorted().toList();
    }
    ImmutableList.Builder<Case> cases = ImmutableList.builder();
    for (Path directory : directories) {
      cases.add(read(directory));
    }
    return cases.build();
  }

  static Case read(Path directory) throws IOException {
    Path inner = directory.resolve("context");
    Path context = Files.isDirectory(inner) ? inner : directory;
    ImmutableMap.Builder<String, String> arguments = ImmutableMap.builder();
    if (Files.exists(directory.resolve("arguments"))) {
      for (String line : Files.readAllLines(directory.resolve("arguments"))) {
        List<String> pair = Splitter.on('=').limit(2).splitToList(line);
        arguments.put(pair.get(0), pair.get(1));
      }
    }
    Path older = directory.resolve("older.Dockerfile");
    Optional<String> standIn = Files.exists(older) ? Optional.of(Files.readString(older)) : Optional.empty();
    CaseFiles files = target -> {
      var unused = Shell.run(target, "cp", "-a", context + "/.", target.toString()).orThrow();
    };
    return new Case(directory.getFileName().toString(), files, Files.readString(directory.resolve("Dockerfile")), standIn,
        arguments.buildOrThrow(), Optional.empty());
  }
}
