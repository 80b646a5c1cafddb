package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.MemoryFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A project that somebody made to do harm.
 *
 * @param name what it tries
 * @param files its files below {@code /project}, made when they are needed
 * @param environment the variables with which it is read
 * @param error what the first error says; empty if it can be read
 */
record HostileProject(String name, Supplier<Map<String, String>> files, ImmutableMap<String, String> environment, String error) {
  private static final int MANY = 100_000;
  private static final String WEB = "services: {web: {image: x}}\n";

  ComposeReading read(Map<String, String> texts) {
    LoadRequest request = LoadRequest.of(Path.of("/project/compose.yaml")).withEnvironment(environment);
    return Compose.read(request, MemoryFiles.of(texts));
  }

  static long bytes(Map<String, String> texts) {
    return texts.values().stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  @Override
  public String toString() {
    return name;
  }

  private static HostileProject one(String name, String error, Supplier<String> text) {
    return new HostileProject(name, () -> Map.of("/project/compose.yaml", text.get()), ImmutableMap.of(), error);
  }

  private static HostileProject some(String name, String error, Supplier<Map<String, String>> files) {
    return new HostileProject(name, () -> {
      Map<String, String> texts = new LinkedHashMap<>();
      files.get().forEach((path, text) -> texts.put("/project/" + path, text));
      return texts;
    }, ImmutableMap.of(), error);
  }

  private HostileProject with(String variable, String value) {
    return new HostileProject(name, files, ImmutableMap.of(variable, value), error);
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String service(String attributes) {
    return "services:\n  web:\n    image: x\n" + attributes;
  }

  static ImmutableList<HostileProject> all() {
    return ImmutableList.<HostileProject>builder().addAll(aliases()).addAll(depths()).addAll(counts()).addAll(inclusions())
        .addAll(variables())
        .addAll(characters()).addAll(graphs()).addAll(numbers()).build();
  }

  private static ImmutableList<HostileProject> aliases() {
    String laughs = lines(60,
        i -> i == 0 ? "x-a0: &a0 [x]" : "x-a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]");
    String merges = lines(60,
        i -> i == 0 ? "x-a0: &a0 {k: v}" : "x-a" + i + ": &a" + i + " {<<: [*a" + (i - 1) + ", *a" + (i - 1) + "], k" + i + ": v}");
    return ImmutableList.of(
        one("a billion laughs", "aliases bring more than", () -> laughs + WEB),
        one("a billion laughs by merge keys", "aliases bring more than", () -> merges + "services: {web: {image: x, environment: *a59}}\n"),
        one("an alias of itself", "stands", () -> "x-a: &a [*a]\n" + WEB),
        one("a merge key of itself", "", () -> "x-a: &a\n  k: 1\n  <<: *a\n" + WEB),
        one("a cycle by way of tags", "stands inside", () -> "x-a: &a !override {b: !reset x, c: *a }\n" + WEB),
        one("an alias used as often as is allowed", "",
            () -> "x-a: &a {A: b}\n" + service("    post_start:\n") + "      - {command: c, environment: *a}\n".repeat(30_000)));
  }

  private static ImmutableList<HostileProject> depths() {
    return ImmutableList.of(
        one("deep lists", "more than 100 collections", () -> WEB + "x-a: " + "[".repeat(100_000)),
        one("deep mappings", "more than 100 collections", () -> WEB + "x-a: " + "{a: ".repeat(100_000)),
        one("deep blocks", "more than 100 collections", () -> WEB + "x-a:\n" + lines(1_500, i -> " ".repeat(i + 1) + "a:")),
        one("as deep as is allowed", "", () -> WEB + "x-a: " + "{a: ".repeat(98) + "x" + "}".repeat(98)),
        one("deep tags", "", () -> WEB + "x-a: " + "{a: !override ".repeat(97) + "!reset x" + " }".repeat(97)));
  }

  private static ImmutableList<HostileProject> counts() {
    return ImmutableList.<HostileProject>builder().add(
        one("100,000 services", "", () -> "services:\n" + lines(MANY, i -> "  s" + i + ": {image: x}")),
        one("100,000 unknown keys", "", () -> WEB + lines(MANY, i -> "key" + i + ": 1")),
        one("100,000 unknown keys of a service", "", () -> service(lines(MANY, i -> "    imag" + i + ": 1"))),
        one("100,000 variables in a mapping", "", () -> service("    environment:\n" + lines(MANY, i -> "      V" + i + ": v"))),
        one("100,000 variables in a list", "", () -> service("    environment:\n" + lines(MANY, i -> "      - V" + i + "=v"))),
        one("100,000 ports", "",
            () -> service(
                "    ports:\n" + lines(MANY, i -> "      - 127.0.0.1:" + (1 + i % 60_000) + ":80/" + (i % 2 == 0 ? "udp" : "tcp")))),
        one("ranges of all ports", "more than 100000 ports",
            () -> service("    ports:\n" + lines(10_000, i -> "      - 1-6" + (1_000 + i % 4_000) + ":1-6" + (1_000 + i % 4_000)))),
        one("100,000 volumes", "", () -> service("    volumes:\n" + lines(MANY, i -> "      - ./v:/d" + i))),
        one("100,000 undefined volumes", "undefined volume",
            () -> service("    volumes:\n" + lines(MANY, i -> "      - v" + i + ":/d" + i))),
        one("100,000 labels, hosts and profiles", "",
            () -> service("    labels:\n" + lines(40_000, i -> "      - l" + i + "=v") + "    extra_hosts:\n"
                + lines(40_000, i -> "      - h" + i + "=1.2.3.4") + "    profiles:\n" + lines(20_000, i -> "      - p" + i))),
        one("100,000 wrong values", "", () -> "services:\n" + lines(50_000, i -> "  s" + i + ": {image: [x], tty: 5}")),
        one("the same key 100,000 times", "", () -> WEB + "x-a: 1\n".repeat(MANY)),
        one("keys of one hash", "", () -> "services:\n" + lines(1 << 15, i -> "  " + colliding(i) + ": {image: x}")),
        one("many documents over a large one", "documents are put over",
            () -> service("    environment:\n" + lines(50_000, i -> "      V" + i + ": v")) + "---\nx-a: 1\n".repeat(50_000)),
        one("half a million documents", "", () -> WEB + "---\n".repeat(500_000)),
        one("half a million small documents", "", () -> WEB + "---\na: b\n".repeat(300_000)),
        one("many documents over one with much wrong", "is no attribute",
            () -> WEB + lines(1_000, i -> "key" + i + ": 1") + "---\nx-a: 1\n".repeat(300)),
        one("many resets", "", () -> service("    environment:\n" + lines(40_000, i -> "      V" + i + ": v")) + "---\n"
            + service("    environment:\n" + lines(40_000, i -> "      V" + i + ": !reset null"))),
        one("a text of all that is allowed", "", () -> service("    command: '" + "a ".repeat(1_500_000) + "'\n")),
        one("a text beyond what is allowed", "is refused", () -> service("    command: '" + "a ".repeat(1_600_000) + "'\n")),
        one("backslashes and quotes in a command", "", () -> service("    command: '" + "\\\"".repeat(1_000_000) + "'\n")),
        one("a file beyond the limit", "more than the", () -> "#".repeat((16 << 20) + 1))).build();
  }

  private static String colliding(int number) {
    // "Aa" and "BB" have the same hash
    return IntStream.range(0, 15).mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB").collect(Collectors.joining());
  }

  private static ImmutableList<HostileProject> inclusions() {
    String large = "services:\n" + lines(50_000, i -> "  s" + i + ": {image: x}");
    return ImmutableList.of(
        some("a file that includes itself", "include cycle", () -> Map.of("compose.yaml", "include: [compose.yaml]\n" + WEB)),
        some("includes that multiply", "more than '2000' files", () -> chain("include: [f%1$d.yaml, {path: f%1$d.yaml}]\n")),
        some("a large file included many times", "values",
            () -> Map.of("compose.yaml", "include:\n" + "- large.yaml\n".repeat(1_000), "large.yaml", large)),
        some("a large file extended from many directories", "values", () -> extendedFromManyFiles(large)),
        some("a large service extended many times", "values", () -> Map.of("compose.yaml",
            "services:\n" + lines(10_000, i -> "  s" + i + ": {extends: {file: base.yaml, service: web}}"), "base.yaml",
            service("    environment:\n" + lines(20_000, i -> "      V" + i + ": v")))),
        one("services that extend each other", "circular reference", () -> "services: {a: {extends: b}, b: {extends: a}}\n"),
        one("a long chain of extended services", "more than '100' deep",
            () -> "services:\n" + lines(30_000, i -> "  s" + i + ": {image: x, extends: s" + (i + 1) + "}")),
        some("files that are missing", "does not exist",
            () -> Map.of("compose.yaml", "services:\n" + lines(20_000, i -> "  s" + i + ": {image: x, env_file: f" + i + "}"))),
        some("a huge file with variables", "",
            () -> Map.of("compose.yaml", service("    env_file: a.env\n"), "a.env", lines(900_000, i -> "V" + i + "=v"))),
        some("a huge line with variables", "",
            () -> Map.of("compose.yaml", service("    env_file: a.env\n"), "a.env", "A=" + "x".repeat(15 << 20))),
        some("a huge file with variables, used often", "", () -> Map.of("compose.yaml",
            "services:\n" + lines(2_000, i -> "  s" + i + ": {image: x, env_file: a.env}"), "a.env", lines(100_000, i -> "V" + i + "=v"))),
        some("variables of a file that double each other", "too long",
            () -> Map.of("compose.yaml", service("    env_file: a.env\n"), "a.env",
                "V0=0123456789\n" + lines(60, i -> "V" + (i + 1) + "=$V" + i + "$V" + i))),
        some("a file of open quotes", "",
            () -> Map.of("compose.yaml", service("    env_file: a.env\n"), "a.env", "A=\"".repeat(3_000_000))));
  }

  private static Map<String, String> chain(String include) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("compose.yaml", String.format(include, 0) + WEB);
    for (int i = 0; i < 60; i++) {
      files.put("f" + i + ".yaml", i == 59 ? WEB : String.format(include, i + 1));
    }
    return files;
  }

  private static Map<String, String> extendedFromManyFiles(String large) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("large.yaml", large);
    files.put("compose.yaml", "include:\n" + lines(900, i -> "- f" + i + ".yaml"));
    for (int i = 0; i < 900; i++) {
      files.put("f" + i + ".yaml", "services: {t" + i + ": {extends: {file: large.yaml, service: s0}}}\n");
    }
    return files;
  }

  private static ImmutableList<HostileProject> variables() {
    return ImmutableList.of(
        one("defaults in defaults", "too long",
            () -> service("    hostname: '" + "${A:-".repeat(100_000) + "x" + "}".repeat(100_000) + "'\n")),
        one("open braces", "", () -> service("    hostname: '" + "${A:-".repeat(500_000) + "'\n")),
        one("a variable used often", "more than 100000 times", () -> service("    hostname: '" + "$A".repeat(1_000_000) + "'\n")).with("A",
            "x"),
        one("a long variable used often", "characters to the project",
            () -> service("    labels:\n" + lines(5_000, i -> "      l" + i + ": '" + "$A".repeat(10) + "'"))).with("A", "x".repeat(MANY)),
        one("many variables that are not set", "", () -> service("    labels:\n" + lines(MANY, i -> "      l" + i + ": $A" + i))),
        one("the required variable with a long message", "", () -> service("    hostname: '${A:?" + "x".repeat(2_000_000) + "}'\n")));
  }

  private static ImmutableList<HostileProject> characters() {
    return ImmutableList.of(
        one("NUL", "U+0000", () -> service("    hostname: 'a\u0000b'\n")),
        one("an escaped NUL", "", () -> service("    hostname: \"a\\0b\"\n    env_file: \"a\\0b\"\n    build: {context: \"\\0\"}\n")),
        one("half of a pair", "half of a pair", () -> service("    hostname: 'a\uD800b'\n")),
        one("an escaped half of a pair", "", () -> service("    hostname: \"\\uD800\"\n    env_file: \"\\uDC00\"\n")),
        one("half of a pair from a variable", "", () -> service("    hostname: $A\n    env_file: $A\n    volumes: ['./$A:/a']\n")).with("A",
            "\uD800"),
        one("NUL from a variable", "",
            () -> service("    hostname: $A\n    env_file: $A\n    volumes: ['./$A:/a']\n    container_name: $A\n")).with("A", "\u0000"),
        some("NUL and halves of pairs in a file with variables", "",
            () -> Map.of("compose.yaml", service("    env_file: a.env\n"), "a.env", "A=\u0000\uD800\nB\u0000=1\n")),
        one("names that end lines", "",
            () -> "services:\n  \"a\\nb: c\": {image: x}\n  \"# x\": {image: x}\n  \"-a\": {image: x}\n  \"${{ a }}\": {image: x}\n"),
        one("signs that turn the direction", "", () -> "\"k\\u202E\": 1\n" + WEB));
  }

  private static ImmutableList<HostileProject> graphs() {
    return ImmutableList.of(
        one("a long cycle of services", "cycle",
            () -> "services:\n" + lines(20_000, i -> "  s" + i + ": {image: x, depends_on: [s" + (i + 1) % 20_000 + "]}")),
        one("a long chain of services", "",
            () -> "services:\n" + lines(20_000, i -> "  s" + i + ": {image: x, depends_on: [s" + (i + 1) + "]}")
                + "  s20000: {image: x}\n"),
        one("all services wait for all before them", "", () -> "services:\n" + lines(600, i -> "  s" + i + ": {image: x, depends_on: ["
            + IntStream.range(0, i).mapToObj(j -> "s" + j).collect(Collectors.joining(",")) + "]}")),
        one("all services wait for all", "cycle", () -> "services:\n" + lines(400, i -> "  s" + i + ": {image: x, depends_on: ["
            + IntStream.range(0, 400).filter(j -> j != i).mapToObj(j -> "s" + j).collect(Collectors.joining(",")) + "]}")),
        one("services that wait for what is not there", "undefined service",
            () -> "services:\n" + lines(20_000, i -> "  s" + i + ": {image: x, depends_on: [t" + i + "]}")),
        one("networks and links of nobody", "",
            () -> "services:\n" + lines(10_000, i -> "  s" + i + ": {image: x, networks: [n" + i + "], links: [t" + i + "]}")));
  }

  private static ImmutableList<HostileProject> numbers() {
    return ImmutableList.of(
        one("numbers of many digits", "",
            () -> service("    mem_limit: " + "9".repeat(500_000) + "\n    cpus: 1e" + "9".repeat(500_000) + "\n    scale: 0x"
                + "f".repeat(500_000) + "\n")),
        one("numbers of many digits in texts", "",
            () -> service("    mem_limit: '" + "9".repeat(500_000) + "t'\n    cpus: '0." + "0".repeat(500_000) + "1'\n    scale: '"
                + "1".repeat(500_000)
                + "'\n    stop_grace_period: '" + "9".repeat(500_000) + "h'\n    ports: ['" + "9".repeat(500_000) + "']\n")),
        one("numbers out of range", "", () -> service(
            "    mem_limit: -9223372036854775809\n    cpus: .nan\n    scale: 1e400\n    pids_limit: -.inf\n    ports: [-1, 65536, 1e9]\n")));
  }
}
