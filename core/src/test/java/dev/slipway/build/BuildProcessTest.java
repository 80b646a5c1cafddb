package dev.slipway.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.image.Digest;
import dev.slipway.layout.ImageReader;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds in processes of their own: sharing a store, being killed, and giving the same bytes wherever they run. */
class BuildProcessTest {
  private static final int PROCESSES = 8;
  private static final int KILLS = 12;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;
  private Path store;

  @BeforeEach
  void writeContext() throws IOException {
    store = directory.resolve("store");
    Scene.write(Files.createDirectories(directory.resolve("context")), 1);
  }

  /** The line that says what was built. */
  private static String result(Process process, Path output) throws Exception {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output, UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text.lines().filter(line -> line.startsWith("built ")).findFirst().orElseThrow(() -> new AssertionError(text));
  }

  private Path run(List<String> command, Map<String, String> environment, List<Process> processes) throws IOException {
    Path output = Files.createTempFile(directory, "out", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    processes.add(builder.start());
    return output;
  }

  @Test
  @Timeout(240)
  void processesShareAStoreWhileAnotherOneCollects() throws Exception {
    List<Process> processes = new ArrayList<>();
    List<Path> outputs = new ArrayList<>();
    Path collector = run(BuildProcess.command(List.of(), "collect", directory, 0), Map.of(), processes);
    for (int i = 0; i < PROCESSES; i++) {
      outputs.add(run(BuildProcess.command(List.of(), "share", directory, 6), Map.of(), processes));
    }
    Set<String> results = new HashSet<>();
    for (int i = 0; i < PROCESSES; i++) {
      results.add(result(processes.get(i + 1), outputs.get(i)));
    }
    Files.writeString(directory.resolve("stop"), "");
    System.out.println(result(processes.get(0), collector));
    assertThat(results).hasSize(1);
    assertThat(Scene.assertSound(store).liveLeases()).isZero();
  }

  @Test
  @Timeout(240)
  void aBuildThatIsKilledLeavesNothingWrong() throws Exception {
    Digest expected = digest();
    Random random = new Random(5);
    for (int i = 0; i < KILLS; i++) {
      clear();
      Process process = new ProcessBuilder(BuildProcess.command(List.of(), "once", directory, 0)).redirectErrorStream(true).start();
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
      Thread.sleep(random.nextInt(700));
      assertThat(process.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertNothingWrong(expected, "kill " + i);
    }
  }

  /** Calls of the system are counted by each thread for itself. */
  @Test
  @Timeout(240)
  void aBuildThatIsKilledInACallOfTheSystemLeavesNothingWrong() throws Exception {
    boolean strace = Files.isExecutable(Path.of("/usr/bin/strace"));
    assertThat(strace || !"1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))).as("strace is required and not installed").isTrue();
    assumeTrue(strace, "strace is not installed: kills at calls of the system are not tested");
    Digest expected = digest();
    int killed = 0;
    for (String calls : List.of("rename", "fsync", "mkdir,unlink", "pwrite64,write")) {
      for (int when : new int[]{1, 2, 3, 5, 8, 13, 21, 34}) {
        clear();
        List<String> command = new ArrayList<>(List.of("/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e",
            "inject=" + calls + ":signal=KILL:when=" + when));
        command.addAll(BuildProcess.command(List.of("-XX:+UseSerialGC"), "once", directory, 0));
        List<Process> processes = new ArrayList<>();
        Path output = run(command, Map.of(), processes);
        assertThat(processes.get(0).waitFor(60, TimeUnit.SECONDS)).isTrue();
        boolean through = Files.readString(output).contains("built ");
        killed += through ? 0 : 1;
        assertNothingWrong(expected, calls + " " + when);
        if (through) {
          break;
        }
      }
    }
    assertThat(killed).isGreaterThan(8);
    System.out.println("killed in " + killed + " calls of the system");
  }

  private Digest digest() {
    try (Store sound = Scene.openQuickly(directory.resolve("other")); Engine engine = Engine.open(sound)) {
      return engine.build(Scene.image(), Context.of(directory.resolve("context"))).digest();
    }
  }

  private void clear() throws IOException {
    Scene.clear(store);
    Scene.clear(directory.resolve("layout"));
    for (String file : List.of("archive.tar", "docker.tar")) {
      boolean unused = Files.deleteIfExists(directory.resolve(file));
    }
  }

  /** What has its final name is whole: archives and layouts can be read to the last byte, and are what was meant. */
  private void assertNothingWrong(Digest expected, String when) throws IOException {
    Scene.assertSound(store);
    try (Store sound = Scene.openQuickly(store); Engine engine = Engine.open(sound); var lease = sound.lease()) {
      for (int kind = 0; kind < 3; kind++) {
        var location = Scene.location(kind, directory);
        boolean there = kind == 0 ? Files.exists(location.path().resolve("index.json")) : Files.exists(location.path());
        if (there) {
          var read = ImageReader.into(sound, lease).read(location, HostPlatform.linux());
          assertThat(read.config().digest()).as(when).isEqualTo(expected);
          read.layers().forEach(layer -> assertThat(layer.expanded(lease).size()).isPositive());
        }
      }
      BuiltImage built = engine.build(Scene.image(), Context.of(directory.resolve("context")));
      assertThat(built.digest()).as(when).isEqualTo(expected);
      for (int kind = 0; kind < 3; kind++) {
        var unused = built.writeTo(Scene.location(kind, directory));
      }
    }
    Scene.assertSound(store);
  }

  @Test
  @Timeout(240)
  void theBytesAreTheSameWhereverTheyAreMade() throws Exception {
    Map<String, String> results = new TreeMap<>();
    String[] locales = {"C", "tr_TR.UTF-8", "C.UTF-8"};
    String[] languages = {"tr", "en", "th"};
    String[] zones = {"Pacific/Chatham", "America/St_Johns", "UTC"};
    String[] masks = {"022", "077", "002"};
    for (int i = 0; i < 9; i++) {
      int other = (i + i / 3) % 3;
      List<String> flags = new ArrayList<>(List.of("-Duser.timezone=" + zones[other], "-Duser.language=" + languages[i % 3]));
      if (i == 1) {
        flags.addAll(List.of("-Duser.country=TR", "-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC"));
      } else if (i == 2) {
        flags.addAll(List.of("-XX:ActiveProcessorCount=2", "-XX:+UseParallelGC"));
      }
      Path own = Files.createDirectories(directory.resolve("directory number " + i + "x".repeat(i * 7)));
      List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "umask " + masks[i / 3] + "; exec \"$@\"", "sh"));
      command.addAll(BuildProcess.command(flags, "fresh", own, i));
      List<Process> processes = new ArrayList<>();
      Path output = run(command, ImmutableMap.of("LC_ALL", locales[i % 3], "TZ", zones[other]), processes);
      results.put(i + " " + flags + " " + locales[i % 3] + " " + masks[i / 3], result(processes.get(0), output));
      Scene.assertSound(own.resolve("store"));
    }
    assertThat(ImmutableSet.copyOf(results.values())).as(results.toString()).hasSize(1);
  }
}
