package dev.slipway.testkit.benchmark;

import java.io.PrintStream;
import java.util.Locale;

/** Prints the figures of a workload, each beside Jib's, its target and whether that was met. */
final class ResultTable {
  private static final String ROW = "  %-28s %-34s %-34s %-8s %-8s %s%n";
  private static final double MEGABYTE = 1000.0;
  private static final long PEAK_LIMIT = 300_000;

  private final PrintStream out;

  ResultTable(PrintStream out) {
    this.out = out;
  }

  void print(Measurement result) {
    out.printf(Locale.ROOT, "%n%s, %d rounds after %d to warm up%n", result.workload().description(), result.workload().rounds(),
        result.workload().warmups());
    out.printf(Locale.ROOT, ROW, "seconds: min median max (cpu)", "Slipway", "Jib", "ratio", "target", "");
    for (Phase phase : Phase.values()) {
      row(phase.title() + ", store", result.store(phase), result.jib(phase), phase.storeTarget());
    }
    for (Phase phase : Phase.values()) {
      row(phase.title() + ", gzip", result.archive(phase), result.jib(phase), phase.archiveTarget());
    }
    result.tools().forEach((pipe, samples) -> tool(result, pipe, samples));
    result.peakKilobytes().ifPresentOrElse(
        peak -> out.printf(Locale.ROOT, "  peak of process memory with -Xmx256m: %.0f MB, target %.0f MB: %s%n", peak / MEGABYTE,
            PEAK_LIMIT / MEGABYTE,
            verdict(peak <= PEAK_LIMIT)),
        () -> out.printf(Locale.ROOT, "  peak of process memory: this system does not tell%n"));
  }

  /** What stands between these figures and better ones. */
  void printLimits() {
    out.printf(Locale.ROOT, "%nWhat limits Slipway:%n"
        + "  cold: opening and reading each file once, SHA-256 of each file and of the whole tar (two threads), writing the tar, one fsync%n"
        + "  unchanged: looking at the attributes of each file (two threads)%n"
        + "  one file edited: as unchanged, then one pass over the old tar that hashes and writes all of it again, with one fsync%n"
        + "  gzip: the encoder on all processors; tar and gzip are both written, and kept for the next time%n"
        + "Ratios are of medians. Jib compresses always, so its one figure stands on every line of a phase.%n");
  }

  private void row(String title, Samples slipway, Samples jib, double target) {
    if (slipway.isEmpty() || jib.isEmpty()) {
      out.printf(Locale.ROOT, ROW, title, "not measured", "", "", "", "");
      return;
    }
    double ratio = slipway.medianWall() / jib.medianWall();
    out.printf(Locale.ROOT, ROW, title, slipway.text(), jib.text(), String.format(Locale.ROOT, "%.3f", ratio), "<= " + target,
        verdict(ratio <= target));
  }

  private void tool(Measurement result, ToolPipe pipe, Samples samples) {
    if (samples.isEmpty()) {
      out.printf(Locale.ROOT, "  %s: skipped, one of %s is not installed%n", pipe.title(), pipe.tools());
      return;
    }
    Samples own = pipe.equals(ToolPipe.HASHED) ? result.store(Phase.COLD) : result.archive(Phase.COLD);
    out.printf(Locale.ROOT, "  %-28s %.3f s; Slipway cold takes %.2f of it%n", pipe.title(), samples.medianWall(),
        own.isEmpty() ? Double.NaN : own.medianWall() / samples.medianWall());
  }

  private static String verdict(boolean met) {
    return met ? "met" : "NOT met";
  }
}
