package dev.slipway.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import dev.slipway.compose.load.LoadRequest;
import dev.slipway.compose.load.MemoryFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read and what is found is the same each time, also in another process, where sets and maps of the Java library have another order. */
class DeterminismTest {
  private static final int RUNS = 15;
  private static final int PROCESSES = 3;

  @Test
  void theSameFilesGiveTheSameFindingsInTheSameOrder() throws IOException {
    Map<String, String> texts = texts();
    String first = everything(texts);
    for (int run = 1; run < RUNS; run++) {
      assertThat(everything(texts)).isEqualTo(first);
    }
    assertThat(first).contains("if that was meant", "circular reference", "include cycle", "dependency cycle");
  }

  @Test
  void otherProcessesFindTheSame(@TempDir Path directory) throws IOException, InterruptedException {
    String here = digest(everything(texts()));
    for (int run = 0; run < PROCESSES; run++) {
      Path log = directory.resolve("log");
      Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"), DeterminismTest.class.getName()).redirectErrorStream(true).redirectOutput(log.toFile())
          .start();
      try {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(Files.readString(log, StandardCharsets.UTF_8).strip()).isEqualTo(here);
    }
  }

  /** Prints a digest of everything that reading gives. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(digest(everything(texts())));
  }

  private static String digest(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
  }

  private static String everything(Map<String, String> texts) {
    StringBuilder out = new StringBuilder();
    texts.forEach((name, text) -> {
      LoadRequest request = LoadRequest.of(Path.of("/project/compose.yaml")).named("same").withEnvironment(ImmutableMap.of("A", "set"));
      ComposeReading reading = Compose.read(request,
          MemoryFiles.of(ImmutableMap.of("/project/compose.yaml", text, "/project/other.yaml", OTHER)));
      out.append(name).append('\n');
      reading.findings().forEach(finding -> out.append(finding.severity()).append(' ').append(finding).append('\n'));
      out.append(reading.merged()).append('\n');
      if (!reading.hasErrors()) {
        Project project = reading.project();
        out.append(project.toYaml(Writing.CANONICAL)).append(project.toYaml(Writing.MINIMAL)).append(project.environmentTemplate())
            .append(project.startOrder()).append(project.clashes()).append(project.unused()).append(project.portsInUse())
            .append(project.builds().keySet());
      }
    });
    return out.toString();
  }

  private static final String OTHER = "include: [compose.yaml]\nservices: {shared: {imag: x, depends_on: [nobody]}, base: {extends: base2, image: x}, base2: {extends: base}}\n";

  private static final String WRONG = """
      include: [other.yaml, missing.yaml]
      x-a: &a {A: 1, A: 2}
      services:
        web: {imag: x, tty: [1], prots: [80], depends_on: {db: {conditio: x}, cache: {}, queue: {}}, networks: [front, back, side], volumes: [a:/a, b:/b]}
        db: {extends: {file: other.yaml, service: base}, environment: *a, secrets: [s1, s2], configs: [c1, c2]}
        cache: {image: '${B:?give B} ${C?give C}', links: [web, db], depends_on: [queue, db, nobody]}
        queue: {image: x, depends_on: [cache], network_mode: 'service:gone', ports: ['x', '1:2:3:4:5', 99999999]}
      networks: {front: {external: true, driver: x, ipam: 5}, bakc: {}}
      """;

  /** A file with much wrong, real ones if there are, and generated ones. */
  private static Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("wrong", WRONG);
    for (int seed = 0; seed < 100; seed++) {
      texts.put("random " + seed, new RandomProjects(new Random(seed), true).project().toYaml(Writing.CANONICAL));
    }
    String cases = System.getenv("SLIPWAY_CASES");
    if (cases != null) {
      Map<String, String> real = new TreeMap<>();
      try (Stream<Path> files = Files.list(Path.of(cases, "compose", "real"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
          real.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
        }
      }
      texts.putAll(real);
    }
    return texts;
  }
}
