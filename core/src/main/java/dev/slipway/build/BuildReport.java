package dev.slipway.build;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.slipway.build.StepReport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a build did, step by step, in the order of stages and instructions.
 *
 * @param steps every step that could have made files
 * @param bases what the names of images in registries stood for
 * @param duration wall time of the whole build
 */
public record BuildReport(ImmutableList<StepReport> steps, ImmutableList<BaseReport> bases, Duration duration) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int WIDEST_TITLE = 60;

  /** The steps that had to be carried out. */
  public ImmutableList<StepReport> misses() {
    return steps.stream().filter(step -> step.outcome() == Outcome.MISS).collect(ImmutableList.toImmutableList());
  }

  /** A table for people: outcome, time, size, step, and why there was work; then the bases that have changed. */
  public String table() {
    int width = steps.stream().mapToInt(step -> Math.min(WIDEST_TITLE, step.title().length())).max().orElse(4);
    StringBuilder table = new StringBuilder();
    row(table, width, List.of("result", "time", "size", "step", "why"));
    for (StepReport step : steps) {
      row(table, width, List.of(step.outcome().id(), seconds(step.duration()), size(step.bytes()), shortened(step.title()), step.reason()));
    }
    bases.stream().filter(BaseReport::isChanged).forEach(base -> table.append(base).append(System.lineSeparator()));
    return table.append(String.format(Locale.ROOT, "%d steps, %d rebuilt, %s%n", steps.size(), misses().size(), seconds(duration)))
        .toString();
  }

  /** The same for programs: an object with {@code milliseconds}, {@code steps} and {@code bases}. */
  public String json() {
    ObjectNode report = JSON.createObjectNode();
    report.put("milliseconds", duration.toMillis());
    ArrayNode list = report.putArray("steps");
    for (StepReport step : steps) {
      list.addObject()
          .put("stage", step.stage())
          .put("platform", step.platform())
          .put("number", step.number())
          .put("count", step.count())
          .put("instruction", step.instruction())
          .put("outcome", step.outcome().id())
          .put("reason", step.reason())
          .put("milliseconds", step.duration().toMillis())
          .put("bytes", step.bytes());
    }
    ArrayNode names = report.putArray("bases");
    for (BaseReport base : bases) {
      ObjectNode entry = names.addObject().put("reference", base.reference().familiar()).put("digest", base.digest().toString());
      base.before().ifPresent(before -> entry.put("before", before.toString()));
    }
    return report.toPrettyString() + "\n";
  }

  private static void row(StringBuilder table, int width, List<String> cells) {
    String line = printable(String.format(Locale.ROOT, "%-6s  %8s  %9s  %-" + width + "s  %s", cells.toArray()));
    table.append(line.stripTrailing()).append(System.lineSeparator());
  }

  private static String shortened(String title) {
    return title.length() <= WIDEST_TITLE ? title : title.substring(0, WIDEST_TITLE - 1) + "…";
  }

  /** Names of files may hold control characters, which a terminal would obey, and bytes that are no text. */
  static String printable(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c));
    return line.toString();
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
  }

  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    int unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
