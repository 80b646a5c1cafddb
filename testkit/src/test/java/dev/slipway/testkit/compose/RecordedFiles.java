package dev.slipway.testkit.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Build;
import dev.slipway.compose.Compose;
import dev.slipway.compose.ComposeReading;
import dev.slipway.compose.Project;
import dev.slipway.compose.Service;
import dev.slipway.compose.Text;
import dev.slipway.compose.load.LoadOption;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.MemoryFiles;
import dev.slipway.testkit.differential.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Public compose files, beside the recorded cases. */
final class RecordedFiles {
  private RecordedFiles() {}

  /** The directory of recorded cases; the test is skipped, or fails, if there is none. */
  static Path cases() {
    return Tools.cases();
  }

  /**
   * The projects of all that can be read alone, and of the file that has nearly everything.
   *
   * @param directory where each of them lies; what images are built from is made there, empty
   */
  static Map<String, Project> accepted(Path directory) throws IOException {
    Path compose = cases().resolve("compose");
    Map<String, Project> projects = new LinkedHashMap<>();
    Path path = directory.resolve("compose.yaml");
    List<Path> files;
    try (Stream<Path> listed = Files.list(compose.resolve("real"))) {
      files = Stream.concat(Stream.of(compose.resolve("kitchen-sink.input.yaml")),
          listed.filter(file -> file.toString().endsWith(".yaml")).sorted()).toList();
    }
    for (Path file : files) {
      ComposeReading reading = Compose.read(
          LoadRequest.of(path).named(ToolReading.PROJECT).withProfiles("*").withHome("/root")
              .withEnvironment(ImmutableMap.of("A", "av")).with(LoadOption.DROP_READ_FILES),
          MemoryFiles.of(ImmutableMap.of(path.toString(), Files.readString(file, UTF_8))));
      if (!reading.hasErrors()) {
        projects.put(file.getFileName().toString(), reading.project());
        makeContexts(reading.project(), directory);
      }
    }
    return projects;
  }

  /** The tool looks for them. */
  private static void makeContexts(Project project, Path directory) throws IOException {
    for (Service service : project.services().values()) {
      Optional<String> context = service.build().flatMap(build -> build.value(Build.CONTEXT)).flatMap(Text::literal);
      if (context.isPresent() && context.get().startsWith(directory.toString())) {
        var unused = Files.createDirectories(Path.of(context.get()));
      }
    }
  }
}
