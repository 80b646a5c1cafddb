package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Pushing and pulling: the same image is carried by Slipway, {@code skopeo copy} and Jib's registry client by turns, each
 * time to a registry of its own that is empty. Runs with a heap of 128 MiB.
 *
 * <p>T1 is 1 GB in four layers that do not compress, T2 5,000 files in one layer of some 30 MB.
 */
final class TransferBenchmark {
  private static final String ROW = "  %-16s %-34s %-34s %-34s %-7s %-7s%n";
  private static final double TARGET = 0.7;
  private static final double UNCHANGED_TARGET = 0.050;
  private static final int LAYERS = 4;
  private static final int WARMUPS = 3;
  /** What an image and the registry's copy of it take, in bytes. */
  private static final int LARGE_ROOM = 1_400 << 20;
  private static final int SMALL_ROOM = 100 << 20;

  private final PrintStream out;
  private final Path scratch;
  private final boolean quick;
  private final boolean docker;

  private enum Leg {
    PUSH("push"), AGAIN("push unchanged"), PULL("pull");

    private final String title;

    Leg(String title) {
      this.title = title;
    }
  }

  /** Makes a carrier for an image. */
  private interface Maker {
    Carrier make(Path layout, Path place) throws Exception;
  }

  private TransferBenchmark(PrintStream out, Path scratch, boolean quick, boolean docker) {
    this.out = out;
    this.scratch = scratch;
    this.quick = quick;
    this.docker = docker;
  }

  /** Arguments: directory of data, scratch directory, rounds, {@code quick} or {@code full}, {@code docker} or {@code testkit}. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Path scratch = Files.createTempDirectory(Path.of(arguments[1]), "slipway-transfers");
    boolean quick = arguments[3].equals("quick");
    try {
      new TransferBenchmark(System.out, scratch, quick, arguments[4].equals("docker")).run(data, Integer.parseInt(arguments[2]));
    } finally {
      MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Runs in a Java machine of its own with a small heap, on the arguments of the whole benchmark. */
  static void runIn(BenchmarkOptions options, Path data) throws IOException, InterruptedException {
    ImmutableList<String> command = ImmutableList.of(Path.of(System.getProperty("java.home", ""), "bin", "java").toString(), "-Xmx128m",
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path", ""), TransferBenchmark.class.getName(),
        data.toString(), options.scratch().toString(), Integer.toString(options.transferRounds()), options.quick() ? "quick" : "full",
        RegistryProcess.isDockerInstalled() && !options.testkitRegistry() ? "docker" : "testkit");
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("the benchmark of transfers failed");
    }
  }

  private void run(Path data, int rounds) throws Exception {
    out.printf(Locale.ROOT, "%nPush and pull on loopback, to and from %s, heap of at most 128 MiB%n",
        docker ? "docker-registry" : "the testkit's registry");
    if (!quick) {
      measure("T1: 1 GB in " + LAYERS + " layers", large(), rounds);
    }
    measure("T2: 5,000 files", files(data), rounds);
    out.printf(Locale.ROOT,
        "Ratios are to the better of the two others, of wall time and of processor time; the registry's own is not in.%n"
            + "Peak of memory of this process, the others' Java code included: %s%n",
        MemoryProbe.peakOfThisProcess());
  }

  /** Noise, so that what travels is as large as what lies on disk. */
  private Path large() throws IOException {
    Path source = Files.createDirectories(scratch.resolve("large"));
    Stage stage = Stage.scratch();
    for (int i = 0; i < LAYERS; i++) {
      Random random = new Random(i);
      byte[] piece = new byte[1 << 20];
      try (var file = Files.newOutputStream(source.resolve("noise" + i))) {
        for (int megabyte = 0; megabyte < 256; megabyte++) {
          random.nextBytes(piece);
          file.write(piece);
        }
      }
      stage = stage.copy("noise" + i, "/data/");
    }
    return built(stage, source, "large-image");
  }

  private Path files(Path data) throws IOException {
    return built(Stage.scratch().copy(".", "/opt/app"), WorkloadFiles.in(data, Workload.W1).root(), "files-image");
  }

  private Path built(Stage stage, Path source, String name) throws IOException {
    Path layout = scratch.resolve(name);
    try (Engine engine = Engine.open(scratch.resolve(name + "-store"))) {
      var unused = engine.build(stage.command("/run").toImage(), Context.of(source)).writeTo(OciLayout.at(layout).named("1"));
    }
    MoreFiles.deleteRecursively(scratch.resolve(name + "-store"), RecursiveDeleteOption.ALLOW_INSECURE);
    return layout;
  }

  private void measure(String title, Path layout, int rounds) throws Exception {
    List<Maker> makers = new ArrayList<>(List.of(SlipwayCarrier::new, JibCarrier::new));
    if (SkopeoCarrier.isAvailable()) {
      makers.add(SkopeoCarrier::new);
    }
    Map<String, Map<Leg, Samples>> all = new LinkedHashMap<>();
    for (int round = quick ? 0 : -WARMUPS; round < rounds; round++) {
      for (Maker maker : makers) {
        round(maker, layout, round, all);
      }
      // nobody always comes first, or always after the same other one
      Collections.rotate(makers, 1);
    }
    print(title, rounds, all);
  }

  private void round(Maker maker, Path layout, int round, Map<String, Map<Leg, Samples>> all) throws Exception {
    Path place = Files.createTempDirectory(scratch, "carrier");
    int room = layout.endsWith("large-image") ? LARGE_ROOM : SMALL_ROOM;
    try (RegistryProcess registry = RegistryProcess.start(scratch, docker); Carrier carrier = maker.make(layout, place)) {
      String repository = registry.address() + "/bench/image";
      Machine.calmWithRoom(scratch, room);
      Cost push = carrier.push(repository);
      Cost again = carrier.push(repository);
      Machine.calmWithRoom(scratch, room);
      Cost pull = carrier.pull(repository, place.resolve("pulled"));
      if (round >= 0) {
        Map<Leg, Samples> samples = all.computeIfAbsent(carrier.name(), missing -> new LinkedHashMap<>());
        samples.computeIfAbsent(Leg.PUSH, missing -> new Samples()).add(push);
        samples.computeIfAbsent(Leg.AGAIN, missing -> new Samples()).add(again);
        samples.computeIfAbsent(Leg.PULL, missing -> new Samples()).add(pull);
      }
    }
    MoreFiles.deleteRecursively(place, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private void print(String title, int rounds, Map<String, Map<Leg, Samples>> all) {
    out.printf(Locale.ROOT, "%n%s, %d rounds%n", title, rounds);
    out.printf(Locale.ROOT, ROW, "seconds", "Slipway: min median max (cpu)", "Jib", "skopeo", "wall", "cpu");
    for (Leg leg : Leg.values()) {
      Samples slipway = all.getOrDefault("Slipway", Map.of()).getOrDefault(leg, new Samples());
      Samples jib = all.getOrDefault("Jib", Map.of()).getOrDefault(leg, new Samples());
      Samples skopeo = all.getOrDefault("skopeo", Map.of()).getOrDefault(leg, new Samples());
      double wall = slipway.medianWall() / better(jib.medianWall(), skopeo, skopeo.isEmpty() ? 0 : skopeo.medianWall());
      double cpu = slipway.medianCpu() / better(jib.medianCpu(), skopeo, skopeo.isEmpty() ? 0 : skopeo.medianCpu());
      out.printf(Locale.ROOT, ROW, leg.title, slipway.text(), jib.text(), skopeo.isEmpty() ? "not installed" : skopeo.text(),
          String.format(Locale.ROOT, "%.2f", wall), String.format(Locale.ROOT, "%.2f", cpu));
      String verdict = leg == Leg.AGAIN
          ? "target 50 ms: " + met(slipway.medianWall() <= UNCHANGED_TARGET)
          : "target 0.7: wall " + met(wall <= TARGET) + ", cpu " + met(cpu <= TARGET);
      out.printf(Locale.ROOT, "  %-16s %s%n", "", verdict);
    }
  }

  private static double better(double one, Samples other, double figure) {
    return other.isEmpty() ? one : Math.min(one, figure);
  }

  private static String met(boolean met) {
    return met ? "met" : "NOT met";
  }
}
