package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.Compose;
import dev.slipway.compose.ComposeReading;
import dev.slipway.compose.Project;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Compose files: how long reading and validating takes in this warm process, beside {@code docker-compose config -q} as a
 * process of its own on the same file, and how long the start order of many services takes.
 *
 * <p>C1 is a resolved project of some 3,700 lines, C2 one of 1,000 services, C3 the start order of 10,000 services, once with
 * three dependencies each and once as one long chain.
 */
final class ComposeBenchmark {
  private static final String ROW = "  %-34s %-28s %-28s %-8s %-10s %s%n";
  private static final String TOOL = "docker-compose";
  private static final double TARGET = 0.5;
  private static final double ORDER_TARGET = 0.100;
  private static final int ORDERED = 10_000;
  /** What it takes until most of the reader is compiled. */
  private static final int WARMUPS = 40;
  private static final int QUICK_WARMUPS = 10;

  private final PrintStream out;
  private final Path scratch;
  private final int warmups;
  private final int rounds;
  private final int toolRounds;
  private final Optional<Path> tool = ToolRunner.program(TOOL);

  private ComposeBenchmark(BenchmarkOptions options, Path scratch, PrintStream out) {
    this.out = out;
    this.scratch = scratch;
    this.warmups = options.warmups().orElse(options.quick() ? QUICK_WARMUPS : WARMUPS);
    this.rounds = options.composeRounds();
    this.toolRounds = options.quick() ? 1 : Math.min(rounds, 5);
  }

  static void run(BenchmarkOptions options, Path scratch, PrintStream out) throws Exception {
    new ComposeBenchmark(options, Files.createDirectories(scratch.resolve("compose")), out).run();
  }

  private void run() throws Exception {
    out.printf(Locale.ROOT, "%nCompose files, %d rounds after %d to warm up; the tool runs %d times%n", rounds, warmups, toolRounds);
    if (tool.isEmpty()) {
      out.printf(Locale.ROOT, "  *** %s IS NOT INSTALLED: only Slipway is measured, and whether the target is met is NOT KNOWN ***%n",
          TOOL);
    }
    out.printf(Locale.ROOT, ROW, "seconds: min median max", "Slipway", "docker-compose config -q", "ratio", "target", "");
    for (ComposeWorkload workload : ComposeWorkload.ALL) {
      reading(workload);
    }
    order("C3: start order, three each", ComposeWorkload.tangled(ORDERED));
    order("C3: start order, a chain", ComposeWorkload.chained(ORDERED));
    out.printf(Locale.ROOT,
        "Ratios are of medians; the start of docker-compose's process is in its time, that of this Java machine is not.%n");
  }

  private void reading(ComposeWorkload workload) throws Exception {
    String text = workload.text();
    Path file = Files.createDirectories(scratch.resolve(workload.name().toLowerCase(Locale.ROOT))).resolve("compose.yaml");
    Files.writeString(file, text);
    Samples own = samples(() -> check(Compose.read(file), workload.services()));
    Samples other = new Samples();
    if (tool.isPresent()) {
      ToolRunner runner = new ToolRunner(ImmutableList.of(tool.get().toString(), "-f", file.toString()), ImmutableMap.of(), scratch);
      // the first run brings its files into memory
      var unused = runner.run("config", "-q");
      for (int round = 0; round < toolRounds; round++) {
        other.add(runner.time("config", "-q"));
      }
    }
    double ratio = other.isEmpty() ? Double.NaN : own.medianWall() / other.medianWall();
    out.printf(Locale.ROOT, ROW, workload.description(), own.walls(), other.isEmpty() ? "not installed" : other.walls(),
        other.isEmpty() ? "-" : String.format(Locale.ROOT, "%.3f", ratio), "<= " + TARGET,
        other.isEmpty() ? "not measured" : verdict(ratio <= TARGET));
    out.printf(Locale.ROOT, "    %d lines, %d kB%n", text.lines().count(), text.length() / 1000);
  }

  private static void check(ComposeReading reading, int services) throws IOException {
    int found = reading.project().services().size();
    if (found != services || !reading.warnings().isEmpty()) {
      throw new IOException("the project was not read as it was written: " + found + " services, warnings " + reading.warnings());
    }
  }

  private void order(String title, Project project) throws Exception {
    Samples samples = samples(() -> {
      int ordered = project.startOrder().groups().stream().mapToInt(ImmutableList::size).sum();
      if (ordered != ORDERED) {
        throw new IOException("only " + ordered + " services have a place in the start order");
      }
    });
    out.printf(Locale.ROOT, ROW, title, samples.walls(), "", "", "<= 100 ms", verdict(samples.medianWall() <= ORDER_TARGET));
  }

  private Samples samples(Cost.Work work) throws Exception {
    Samples samples = new Samples();
    for (int round = -warmups; round < rounds; round++) {
      if (round == 0) {
        System.gc();
      }
      Cost cost = Cost.of(work);
      if (round >= 0) {
        samples.add(cost);
      }
    }
    return samples;
  }

  private static String verdict(boolean met) {
    return met ? "met" : "NOT met";
  }
}
