package dev.slipway.testkit.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The costs of one thing in all counted rounds. */
final class Samples {
  private final List<Cost> costs = new ArrayList<>();

  void add(Cost cost) {
    costs.add(cost);
  }

  boolean isEmpty() {
    return costs.isEmpty();
  }

  double medianWall() {
    return median(Cost::wall);
  }

  double medianCpu() {
    return median(Cost::cpu);
  }

  /** Least, median and greatest wall time, and the median of processor time. */
  String text() {
    return String.format(Locale.ROOT, "%s (%.2f)", walls(), medianCpu());
  }

  /** Least, median and greatest wall time: all that is known of programs. */
  String walls() {
    double[] walls = sorted(Cost::wall);
    return String.format(Locale.ROOT, "%.3f %.3f %.3f", walls[0], medianWall(), walls[walls.length - 1]);
  }

  private double median(ToDoubleFunction<Cost> part) {
    double[] values = sorted(part);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private double[] sorted(ToDoubleFunction<Cost> part) {
    return costs.stream().mapToDouble(part).sorted().toArray();
  }
}
