package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Closer;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.BuildException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Images with {@code RUN} steps: built by Slipway in this process, by BuildKit in a Docker daemon and by buildah by turns,
 * on the same base. Needs root, and {@code mmdebstrap} with a Debian mirror; a builder that is not installed is left out.
 *
 * <p>All state lies in the scratch directory: choose one in memory, since some journal-less file systems get slow for a
 * minute after many files were deleted.
 */
final class BuildBenchmark {
  private static final String ROW = "  %-32s %-24s %-24s %-24s %-9s %-9s %-8s %s%n";
  /** What a round writes at most, in bytes. */
  private static final int ROOM = 768 << 20;
  private static final int WARMUPS = 2;
  /** Builds in this process before anything is timed: programs come compiled, Java compiles what it runs often. */
  private static final int WARM_BUILDS = 40;
  private static final int ROUNDS = 7;

  private final PrintStream out;
  private final Path scratch;
  private final int warmups;
  private final int rounds;
  private final Map<String, Map<BuildPhase, Samples>> results = new TreeMap<>();
  private int variant;

  private BuildBenchmark(PrintStream out, Path scratch, int warmups, int rounds) {
    this.out = out;
    this.scratch = scratch;
    this.warmups = warmups;
    this.rounds = rounds;
  }

  /** Runs the workloads that the options name, or says why not. */
  static void run(BenchmarkOptions options, Path data, Path scratch, PrintStream out) throws Exception {
    boolean root = Files.getOwner(scratch).getName().equals("root");
    if (!root || !DebianBase.isAvailable()) {
      out.printf(Locale.ROOT, "%nImages with RUN are not measured: %s%n",
          root ? "mmdebstrap is not installed" : "the other builders need root");
      return;
    }
    DebianBase base = DebianBase.in(data);
    BuildBenchmark benchmark = new BuildBenchmark(out, scratch, options.warmups().orElse(options.quick() ? 0 : WARMUPS),
        options.rounds().orElse(options.quick() ? 1 : ROUNDS));
    List<ImageBuilder> builders = new ArrayList<>();
    try (Closer closer = Closer.create()) {
      builders.add(closer.register(new SlipwayBuilder(base, Files.createDirectory(scratch.resolve("slipway-builds")))));
      Path docker = Files.createDirectory(scratch.resolve("docker"));
      if (DockerBuilder.isAvailable(docker)) {
        builders.add(closer.register(DockerBuilder.start(base, docker)));
      }
      // the slowest of them by far, and no target is measured against it
      if (!options.quick() && BuildahBuilder.isAvailable()) {
        builders.add(closer.register(BuildahBuilder.in(base, Files.createDirectory(scratch.resolve("buildah")))));
      }
      for (BuildWorkload workload : options.builds()) {
        benchmark.measure(workload, builders);
      }
      out.print("Ratios are of medians. Docker's export is its own archive, without compression; buildah compresses all layers again.\n");
    }
  }

  private void measure(BuildWorkload workload, List<ImageBuilder> builders) throws Exception {
    results.clear();
    List<ImageBuilder> turns = new ArrayList<>(builders);
    for (int round = -warmups; round < rounds; round++) {
      for (ImageBuilder builder : ImmutableList.copyOf(turns)) {
        try {
          if (round == -warmups && warmups > 0 && builder instanceof SlipwayBuilder) {
            warmUp(workload, builder);
          }
          round(workload, builder, round);
        } catch (BuildException cannot) {
          out.printf(Locale.ROOT, "%n%s cannot build it here: %s%n", builder.name(), cannot.getMessage());
          turns.remove(builder);
        }
      }
      // nobody always comes first, or always after the same other one
      Collections.rotate(turns, 1);
    }
    print(workload);
  }

  private void warmUp(BuildWorkload workload, ImageBuilder slipway) throws Exception {
    Path context = Files.createTempDirectory(scratch, "context");
    Path target = scratch.resolve("exported");
    slipway.reset();
    for (int i = 0; i < WARM_BUILDS; i++) {
      if (i % 2 == 0) {
        workload.write(context, ++variant);
      }
      var unused = slipway.build(workload, context, variant);
    }
    var unused = slipway.export(target);
    delete(target);
    delete(context);
  }

  private void round(BuildWorkload workload, ImageBuilder builder, int round) throws Exception {
    Path context = Files.createTempDirectory(scratch, "context");
    Path target = scratch.resolve("exported");
    try {
      workload.write(context, ++variant);
      builder.reset();
      Machine.calmWithRoom(scratch, ROOM);
      for (BuildPhase phase : BuildPhase.values()) {
        if (phase == BuildPhase.EDITED) {
          workload.write(context, ++variant);
        }
        Cost cost = phase == BuildPhase.EXPORT ? builder.export(target) : builder.build(workload, context, variant);
        if (round >= 0) {
          results.computeIfAbsent(builder.name(), missing -> new EnumMap<>(BuildPhase.class))
              .computeIfAbsent(phase, missing -> new Samples()).add(cost);
        }
      }
    } finally {
      // one that gives up in the middle leaves nothing in the way of the next
      delete(target);
      delete(context);
    }
  }

  private void print(BuildWorkload workload) {
    out.printf(Locale.ROOT, "%n%s, %d rounds after %d to warm up%n", workload.description(), rounds, warmups);
    out.printf(Locale.ROOT, ROW, "seconds: min median max", "Slipway", "BuildKit", "buildah", "/BuildKit", "/buildah", "target", "");
    for (BuildPhase phase : BuildPhase.values()) {
      Samples slipway = samples("Slipway", phase);
      Samples docker = samples("BuildKit", phase);
      Samples buildah = samples("buildah", phase);
      double ratio = ratio(slipway, docker);
      out.printf(Locale.ROOT, ROW, phase.title(), text(slipway), text(docker), text(buildah), figure(ratio),
          figure(ratio(slipway, buildah)),
          "<= " + workload.target(phase), Double.isNaN(ratio) ? "not measured" : ratio <= workload.target(phase) ? "met" : "NOT met");
    }
  }

  private Samples samples(String builder, BuildPhase phase) {
    return results.getOrDefault(builder, Map.of()).getOrDefault(phase, new Samples());
  }

  private static double ratio(Samples one, Samples other) {
    return one.isEmpty() || other.isEmpty() ? Double.NaN : one.medianWall() / other.medianWall();
  }

  private static String figure(double ratio) {
    return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.3f", ratio);
  }

  private static String text(Samples samples) {
    return samples.isEmpty() ? "-" : samples.walls();
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
