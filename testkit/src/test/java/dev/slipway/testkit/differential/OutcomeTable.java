package dev.slipway.testkit.differential;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The result of all cases for people: one line per group, then every case that is not the same. */
final class OutcomeTable {
  private OutcomeTable() {}

  static String of(Map<String, Outcome> outcomes) {
    return of(outcomes, OutcomeTable::known);
  }

  /** The table of cases whose differences something else explains: from name and differences to the reason, if there is one. */
  static String of(Map<String, Outcome> outcomes, BiFunction<String, Outcome.Differs, Optional<String>> reasons) {
    Map<String, int[]> groups = new TreeMap<>();
    StringBuilder others = new StringBuilder();
    ImmutableSortedMap.copyOf(outcomes).forEach((name, outcome) -> {
      int colon = name.indexOf(':');
      String group = colon < 0 || colon > name.indexOf('/') ? Splitter.on('/').splitToList(name).getFirst() : name.substring(0, colon);
      int[] counts = groups.computeIfAbsent(group, key -> new int[3]);
      switch (outcome) {
        case Outcome.Same same -> counts[0]++;
        case Outcome.Differs differs -> {
          counts[1]++;
          others.append(String.format(Locale.ROOT, "differs      %s: %s%n             %s%n", name,
              reasons.apply(name, differs).orElse("NOT EXPLAINED"),
              String.join("\n             ", differs.differences())));
        }
        case Outcome.Unsupported(String what) -> {
          counts[2]++;
          others.append(String.format(Locale.ROOT, "unsupported  %s: %s%n", name, what));
        }
      }
    });
    StringBuilder table = new StringBuilder(
        String.format(Locale.ROOT, "%nCompared with Docker%n%-16s %6s %8s %12s%n", "", "same", "differs",
            "unsupported"));
    int[] all = new int[3];
    groups.forEach((group, counts) -> {
      table.append(line(group, counts));
      for (int i = 0; i < all.length; i++) {
        all[i] += counts[i];
      }
    });
    return table.append(line("all", all)).append(others).toString();
  }

  private static String line(String group, int[] counts) {
    return String.format(Locale.ROOT, "%-16s %6d %8d %12d%n", group, counts[0], counts[1], counts[2]);
  }

  private static Optional<String> known(String name, Outcome.Differs outcome) {
    return KnownDifference.ALL.stream().filter(known -> known.explains(name, outcome.differences())).map(KnownDifference::reason)
        .findFirst();
  }
}
