package dev.slipway.testkit.benchmark;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.InvalidValueException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The benchmark program: builds three generated directories with Slipway and with Jib core by turns, in this one warm
 * process, and prints how the times compare.
 *
 * <p>W1 is 5,000 files of 50 MB together, W2 100,000 files of 500 MB, W3 one file of 1 GiB; gzip leaves some six tenths
 * of each. A round of a contender builds with nothing known, again with nothing changed, and again after one file was
 * changed. "Store" is the time until Slipway's store holds the layer and its digest is known; "gzip" adds compressing it
 * into an OCI archive. Jib compresses always and ends with a docker archive. Beside the times stand {@code tar |
 * sha256sum} and {@code tar | pigz -p2 | sha256sum} on the same files, and the peak of memory of a process of its own.
 *
 * <p>W4 and W5 are images with {@code RUN} steps, built beside BuildKit and buildah: see {@link BuildBenchmark}.
 *
 * <p>T pushes and pulls images, beside Jib and {@code skopeo}: see {@link TransferBenchmark}.
 *
 * <p>C reads compose files, beside {@code docker-compose config -q}: see {@link ComposeBenchmark}.
 *
 * <p>Arguments: names of workloads, T or C (default: all), {@code --quick} (only W1, W4, W5, C, a small T and few rounds: shows that the program works),
 * {@code --rounds=N}, {@code --warmups=N}, {@code --data=DIRECTORY} (keeps the generated files for the next run),
 * {@code --scratch=DIRECTORY} (for stores, caches and archives; default: {@code java.io.tmpdir}). Needs some 4 GB of disk.
 */
public final class Benchmark {
  private final BenchmarkOptions options;
  private final PrintStream out;

  Benchmark(BenchmarkOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Runs the benchmark; the exit status is 2 if the arguments cannot be understood. */
  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options;
    try {
      options = BenchmarkOptions.parse(List.of(arguments));
    } catch (InvalidValueException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    new Benchmark(options, System.out).run();
  }

  void run() throws Exception {
    Files.createDirectories(options.scratch());
    Path scratch = Files.createTempDirectory(options.scratch(), "slipway-benchmark");
    Path data = options.data().orElse(scratch.resolve("data"));
    Files.createDirectories(data);
    try {
      ResultTable table = new ResultTable(out);
      out.println("Slipway against Jib core 0.28.1: " + Machine.description(data, scratch));
      for (Workload workload : options.workloads()) {
        WorkloadFiles files = WorkloadFiles.in(data, workload);
        Measurement measurement = new Measurement(workload, files, scratch, options.quick());
        measurement.run();
        table.print(measurement);
      }
      if (!options.workloads().isEmpty()) {
        table.printLimits();
      }
      if (!options.builds().isEmpty()) {
        BuildBenchmark.run(options, data, scratch, out);
      }
      if (options.transferRounds() > 0) {
        TransferBenchmark.runIn(options, data);
      }
      if (options.composeRounds() > 0) {
        ComposeBenchmark.run(options, scratch, out);
      }
    } finally {
      MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
