package dev.slipway.testkit.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Dockerfile with its context, as it lies on disk; {@code README.md} beside our own cases says what may be there.
 *
 * @param name the directory, as seen from that of the corpus
 * @param directory where it lies
 * @param description what {@code case.json} says
 */
record DockerfileCase(String name, Path directory, JsonNode description) {
  /** What of a case is no file of its context. */
  private static final ImmutableSet<String> OF_THE_CASE = ImmutableSet.of("case.json", "args.json", "arguments", "older.Dockerfile");
  private static final ImmutableSet<String> FIELDS = ImmutableSet.of("why", "dockerfile", "context", "arguments", "target", "platform",
      "secrets", "contexts", "files", "expected");
  private static final ImmutableList<String> NAMES = ImmutableList.of("Dockerfile", "dockerfile", "Containerfile");
  /** Directories at the top of a corpus in which images for its cases lie. */
  private static final String BASES = "bases";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The directories of a corpus that are cases, at any depth; a case has none in itself. */
  static ImmutableList<Path> find(Path corpus) throws IOException {
    ImmutableList.Builder<Path> found = ImmutableList.builder();
    find(corpus, found);
    return found.build().stream().filter(path -> !path.startsWith(corpus.resolve(BASES))).collect(ImmutableList.toImmutableList());
  }

  /** The directories of a corpus that are images for its cases. */
  static ImmutableList<Path> findBases(Path corpus) throws IOException {
    ImmutableList.Builder<Path> found = ImmutableList.builder();
    if (Files.isDirectory(corpus.resolve(BASES))) {
      find(corpus.resolve(BASES), found);
    }
    return found.build();
  }

  private static void find(Path directory, ImmutableList.Builder<Path> found) throws IOException {
    if (Files.exists(directory.resolve("case.json")) || NAMES.stream().anyMatch(name -> Files.isRegularFile(directory.resolve(name)))) {
      found.add(directory);
      return;
    }
    List<Path> children;
    try (Stream<Path> all = Files.list(directory)) {
      children = all.filter(child -> Files.isDirectory(child) && !Files.isSymbolicLink(child)).sorted().toList();
    }
    for (Path child : children) {
      find(child, found);
    }
  }

  /** Reads a case. */
  static DockerfileCase read(Path corpus, Path directory) throws IOException {
    Path file = directory.resolve("case.json");
    JsonNode description = Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
    return new DockerfileCase(corpus.relativize(directory).toString(), directory, description);
  }

  /** The fields of {@code case.json} that mean nothing. */
  Set<String> unknownFields() {
    JsonNode expected = description.path("expected");
    Set<String> forms = ImmutableSet.copyOf(expected.fieldNames());
    boolean known = expected.isObject() ? forms.stream().anyMatch(Expectation.FORMS::contains) : expected.asText("same").equals("same");
    return known ? Sets.difference(ImmutableSet.copyOf(description.fieldNames()), FIELDS) : ImmutableSet.of("expected");
  }

  String why() {
    return description.path("why").asText();
  }

  Expectation expected() {
    return Expectation.of(description.path("expected"));
  }

  Optional<String> target() {
    return text("target");
  }

  Optional<String> platform() {
    return text("platform");
  }

  ImmutableMap<String, String> secrets() {
    return texts(description.path("secrets"));
  }

  /** Further contexts: from their names to directories of the case. */
  ImmutableMap<String, Path> contexts(Laid laid) {
    ImmutableMap.Builder<String, Path> contexts = ImmutableMap.builder();
    texts(description.path("contexts")).forEach((name, path) -> contexts.put(name, laid.directory().resolve(path)));
    return contexts.buildOrThrow();
  }

  /** Build arguments: of {@code case.json}, {@code args.json} (an object) and {@code arguments} (lines {@code NAME=value}). */
  ImmutableMap<String, String> arguments() throws IOException {
    ImmutableMap.Builder<String, String> all = ImmutableMap.<String, String>builder().putAll(texts(description.path("arguments")));
    if (Files.exists(directory.resolve("args.json"))) {
      all.putAll(texts(JSON.readTree(Files.readAllBytes(directory.resolve("args.json")))));
    }
    if (Files.exists(directory.resolve("arguments"))) {
      for (String line : Files.readAllLines(directory.resolve("arguments"))) {
        List<String> pair = Splitter.on('=').limit(2).splitToList(line);
        all.put(pair.getFirst(), pair.size() > 1 ? pair.get(1) : "");
      }
    }
    return all.buildKeepingLast();
  }

  /** The same in words that an old frontend understands. */
  Optional<Path> older() {
    return Optional.of(directory.resolve("older.Dockerfile")).filter(Files::exists);
  }

  /**
   * A case whose files lie in a directory of its own.
   *
   * @param directory all of it
   * @param context what is copied from
   * @param dockerfile inside or outside of the context
   */
  record Laid(Path directory, Path context, Path dockerfile) {}

  /** Lays the case into an empty directory. */
  Laid layInto(Path target) throws IOException, InterruptedException {
    Path from = directory.toAbsolutePath();
    var unused = Shell.run(target, "cp", "-a", from + "/.", target.toString()).orThrow();
    for (String name : OF_THE_CASE) {
      Files.deleteIfExists(target.resolve(name));
    }
    Path context = target.resolve(text("context").orElse(Files.isDirectory(target.resolve("context")) ? "context" : ".")).normalize();
    if (expected() instanceof Expectation.Recorded) {
      // what is recorded does not depend on who checked the files out
      var usual = Shell.run(target, "chmod", "u=rwX,go=rX", "--recursive", target.toString()).orThrow();
    }
    WrittenFiles.read(description.path("files"), context).unpackTo(context);
    return new Laid(target, context, dockerfile(target));
  }

  private Path dockerfile(Path target) throws IOException {
    if (text("dockerfile").isPresent()) {
      return target.resolve(text("dockerfile").get()).normalize();
    }
    return NAMES.stream().map(target::resolve).filter(Files::exists).findFirst()
        .orElseThrow(() -> new IOException("the case has no Dockerfile; 'dockerfile' in case.json says where else it lies"));
  }

  private Optional<String> text(String field) {
    return description.has(field) ? Optional.of(description.path(field).asText()) : Optional.empty();
  }

  private static ImmutableMap<String, String> texts(JsonNode json) {
    ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
    json.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts.buildOrThrow();
  }
}
