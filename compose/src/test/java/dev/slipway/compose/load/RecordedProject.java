package dev.slipway.compose.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.format.ContainerPath;
import dev.slipway.compose.format.DotEnv;
import dev.slipway.yaml.YamlDialect;
import dev.slipway.yaml.YamlFile;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A project as the reference implementation was recorded to read it.
 *
 * @param name what the case is called
 * @param files the texts of all files by their paths
 * @param request what to read
 * @param expected the project that came out
 * @param error why none came out; nothing of both if only our own consistency can be checked
 * @param environmentFiles whether files with variables were there that are not recorded
 */
record RecordedProject(String name, ImmutableMap<String, String> files, LoadRequest request, Optional<YamlMap> expected,
    Optional<String> error, boolean environmentFiles) {

  private static final ObjectMapper JSON = new ObjectMapper();
  /** The home directory of the one who recorded. */
  private static final String HOME = "/root";

  /** A file of the recorded cases; the test is skipped, loudly, if there are none. */
  static Path file(String name) {
    String cases = System.getenv("SLIPWAY_CASES");
    boolean required = "1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"));
    assumeTrue(cases != null || required, "SLIPWAY_CASES is not set: the recorded projects in " + name + " are not read");
    return Path.of(String.valueOf(cases), "compose", name);
  }

  /** The rows of a table of cases. */
  static List<JsonNode> rows(String table) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file(table), UTF_8)) {
      if (!line.isBlank()) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  /** Whole loads with options. */
  static List<RecordedProject> projects() throws IOException {
    List<RecordedProject> projects = new ArrayList<>();
    for (JsonNode row : rows("projects.jsonl")) {
      if (row.path("kind").asText().equals("project")) {
        projects.add(project(projects.size() + 1, row));
      }
    }
    return projects;
  }

  /** Loads of texts without options, some with the error that is expected. */
  static List<RecordedProject> loads() throws IOException {
    List<RecordedProject> projects = new ArrayList<>();
    for (JsonNode row : rows("merges-and-errors.jsonl")) {
      if (row.path("kind").asText().equals("load")) {
        Map<String, String> files = new LinkedHashMap<>();
        row.path("inputs").forEach(input -> files.put("/project/filename" + files.size() + ".yml", input.asText()));
        LoadRequest request = LoadRequest.of(files.keySet().stream().map(Path::of).toList(), Path.of("/project"))
            .withEnvironment(strings(row.path("env"))).withHome(HOME).withProfiles("*")
            .with(LoadOption.WITHOUT_SERVICE_ENVIRONMENT, LoadOption.WITHOUT_CONSISTENCY);
        Optional<String> error = text(row, "expected_error").or(() -> text(row, "expected_error_exact"));
        projects.add(new RecordedProject((projects.size() + 1) + " " + row.path("src").asText() + " " + row.path("test").asText(),
            ImmutableMap.copyOf(files), request, Optional.empty(), error, true));
      }
    }
    return projects;
  }

  /** Public files, each alone in a directory. */
  static List<RecordedProject> real() throws IOException {
    List<RecordedProject> projects = new ArrayList<>();
    try (var files = Files.list(file("real"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        String base = file.getFileName().toString().replace(".yaml", "");
        projects.add(alone("p-" + base, file, file.resolveSibling("expected").resolve(base + ".head.yaml"), Map.of()).withoutProfiles());
      }
    }
    return projects;
  }

  /** The file with nearly everything in it. */
  static RecordedProject kitchenSink() throws IOException {
    return alone("t2", file("kitchen-sink.input.yaml"), file("kitchen-sink.head.yaml"), Map.of("A", "av"));
  }

  private static RecordedProject alone(String name, Path file, Path expected, Map<String, String> environment) throws IOException {
    String path = "/proj/" + name + "/compose.yaml";
    LoadRequest request = LoadRequest.of(Path.of(path)).withEnvironment(environment).withHome(HOME).withProfiles("*");
    Path error = Path.of(expected.toString().replace(".head.yaml", ".head.err"));
    return new RecordedProject(name, ImmutableMap.of(path, Files.readString(file, UTF_8)), request,
        Files.exists(expected) ? Optional.of(yaml(Files.readString(expected, UTF_8))) : Optional.empty(),
        Files.exists(error) ? Optional.of(Files.readString(error, UTF_8)) : Optional.empty(), false);
  }

  private RecordedProject withoutProfiles() {
    return new RecordedProject(name, files, request.withProfiles(), expected, error, environmentFiles);
  }

  private static RecordedProject project(int number, JsonNode row) {
    Map<String, String> files = new LinkedHashMap<>();
    row.path("reads").properties().forEach(read -> files.put(read.getKey(), read.getValue().asText()));
    List<Path> named = new ArrayList<>();
    for (JsonNode file : row.path("files")) {
      named.add(Path.of(file.path("filename").asText()));
      text(file, "content").ifPresent(content -> files.put(file.path("filename").asText(), content));
    }
    Optional<YamlMap> expected = text(row, "result").map(RecordedProject::yaml);
    LoadRequest request = named(row, expected, options(row, LoadRequest.of(named, Path.of(row.path("workingDir").asText()))));
    return new RecordedProject(number + " " + row.path("test").asText(), ImmutableMap.copyOf(files), request, expected, text(row, "error"),
        true);
  }

  private static LoadRequest options(JsonNode row, LoadRequest request) {
    JsonNode options = row.path("options");
    List<LoadOption> chosen = new ArrayList<>(List.of(LoadOption.NAME_REQUIRED));
    Map<String, LoadOption> byName = Map.ofEntries(Map.entry("ConvertWindowsPaths", LoadOption.CONVERT_WINDOWS_PATHS),
        Map.entry("Prune", LoadOption.DROP_UNUSED), Map.entry("SkipConsistencyCheck", LoadOption.WITHOUT_CONSISTENCY),
        Map.entry("SkipDefaultValues", LoadOption.WITHOUT_DEFAULTS), Map.entry("SkipExtends", LoadOption.KEEP_EXTENDS),
        Map.entry("SkipInclude", LoadOption.KEEP_INCLUDES), Map.entry("SkipInterpolation", LoadOption.KEEP_VARIABLES),
        Map.entry("SkipNormalization", LoadOption.WITHOUT_NORMALIZATION),
        Map.entry("SkipResolveEnvironment", LoadOption.WITHOUT_SERVICE_ENVIRONMENT), Map.entry("SkipValidation", LoadOption.UNCHECKED),
        Map.entry("discardEnvFiles", LoadOption.DROP_READ_FILES));
    options.properties().forEach(option -> {
      if (option.getValue().asBoolean() && byName.containsKey(option.getKey())) {
        chosen.add(byName.get(option.getKey()));
      }
    });
    if (!options.path("ResolvePaths").asBoolean()) {
      chosen.add(LoadOption.RELATIVE_PATHS);
    }
    return request.withEnvironment(strings(row.path("env"))).withHome(HOME).with(chosen.toArray(LoadOption[]::new))
        .withProfiles(list(options.path("Profiles"))).withServices(list(options.path("SelectedServices")));
  }

  /** A name that was only guessed counts if no file has one. */
  private static LoadRequest named(JsonNode row, Optional<YamlMap> expected, LoadRequest request) {
    String name = row.path("options").path("projectName").asText();
    boolean counts = row.path("options").path("imperative").asBoolean()
        || expected.flatMap(project -> Trees.string(project, "name")).filter(name::equals).isPresent();
    return name.isEmpty() || !counts ? request : request.named(name);
  }

  private static Optional<String> text(JsonNode row, String key) {
    return row.hasNonNull(key) ? Optional.of(row.path(key).asText()) : Optional.empty();
  }

  private static String[] list(JsonNode values) {
    List<String> list = new ArrayList<>();
    values.forEach(value -> list.add(value.asText()));
    return list.toArray(String[]::new);
  }

  private static ImmutableMap<String, String> strings(JsonNode values) {
    ImmutableMap.Builder<String, String> strings = ImmutableMap.builder();
    values.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
    return strings.buildOrThrow();
  }

  private static YamlMap yaml(String text) {
    ImmutableList<YamlValue> documents = YamlFile.parse("recorded", text).values(YamlDialect.COMPOSE).orThrow();
    return (YamlMap) documents.get(0);
  }

  /** What we make of it. */
  Loaded load() {
    Map<String, String> clean = new LinkedHashMap<>();
    files.forEach((path, text) -> clean.put(path.isEmpty() ? path : ContainerPath.clean(path), text));
    files.forEach(clean::putIfAbsent);
    return Loading.load(request, MemoryFiles.of(clean).over(new Unrecorded(this)));
  }

  /** The characters of all files, for looking up what a message quotes. */
  String text() {
    return String.join("\n", files.values()) + "\n" + String.join("\n", files.keySet());
  }

  /** The files with variables and labels, whose texts were not recorded: what they held is what came out of them. */
  private record Unrecorded(RecordedProject project) implements FileSource {
    private static final Set<String> COMPOSE = ImmutableSet.of("yaml", "yml");

    @Override
    public Reading read(String path, long most) {
      String ending = path.substring(path.lastIndexOf('.') + 1);
      if (!project.environmentFiles || project.expected.isEmpty() || COMPOSE.contains(ending) || path.endsWith("/.env")) {
        return new Missing();
      }
      Map<String, String> values = new LinkedHashMap<>();
      boolean listed = lists(path);
      for (YamlMap.Entry entry : Trees.mapOrEmpty(project.expected.get(), "services").entries()) {
        YamlMap service = (YamlMap) entry.value();
        if (!listed || lists(service, path)) {
          collect(service, "environment", values);
        }
        if (listed && Trees.items(service, "label_file").stream().anyMatch(file -> file.toString().equals(path))) {
          values.clear();
          collect(service, "labels", values);
        }
      }
      StringBuilder text = new StringBuilder();
      values.forEach((name, value) -> text.append(DotEnv.isName(name) ? DotEnv.line(name, value) : name + "='" + value + "'").append('\n'));
      return new Text(text.toString(), text.length());
    }

    private boolean lists(String path) {
      return Trees.mapOrEmpty(project.expected.orElseThrow(), "services").entries().stream()
          .anyMatch(entry -> lists((YamlMap) entry.value(), path));
    }

    private static boolean lists(YamlMap service, String path) {
      return Trees.items(service, "label_file").stream().anyMatch(file -> file.toString().equals(path))
          || Trees.items(service, "env_file").stream().flatMap(file -> Trees.map(file).flatMap(map -> Trees.string(map, "path")).stream())
              .anyMatch(path::equals);
    }

    private static void collect(YamlMap service, String section, Map<String, String> values) {
      Trees.mapOrEmpty(service, section).entries().stream().filter(value -> !value.value().isNull())
          .forEach(value -> values.put(value.name(), value.value().toString()));
    }

    @Override
    public Optional<String> copyOf(String reference) {
      String scheme = "remote:";
      return reference.startsWith(scheme)
          ? project.files.keySet().stream().filter(path -> path.endsWith("/" + reference.substring(scheme.length()))).findFirst()
          : Optional.empty();
    }
  }
}
