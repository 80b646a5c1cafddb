package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.compose.tree.Findings;
import dev.slipway.yaml.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Everything that is found in one reading, with the step that found it. For one thread. */
final class FoundInStages {
  private final List<Part> parts = new ArrayList<>();
  /** The latest part of each stage. */
  private final Map<Stage, Findings> latest = new EnumMap<>(Stage.class);

  private record Part(Stage stage, Findings findings) {}

  /** Where something stands in its document, however it came to be used. */
  private record Spot(String file, int from, int to) {
    static Spot of(Place place) {
      return new Spot(place.source().name(), place.span().offset(), place.span().endOffset());
    }
  }

  /** What a step finds goes here. */
  Findings in(Stage stage) {
    Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (last == null || last.stage() != stage) {
      Findings before = latest.get(stage);
      last = new Part(stage, before == null ? new Findings() : before.further());
      latest.put(stage, last.findings());
      parts.add(last);
    }
    return last.findings();
  }

  boolean hasErrors() {
    return parts.stream().anyMatch(part -> part.findings().hasErrors());
  }

  /**
   * All of them in the order of the documents, each once; without those that only follow from an earlier one.
   *
   * @param fileOrder the number of a document by its name
   */
  ImmutableList<Finding> ordered(ToIntFunction<String> fileOrder) {
    Map<Spot, Stage> first = new HashMap<>();
    for (Part part : parts) {
      for (Finding finding : part.findings().all()) {
        if (finding.severity() == Severity.ERROR && finding.place().isPresent()) {
          first.merge(Spot.of(finding.place().get()), part.stage(), (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }
      }
    }
    List<Finding> kept = new ArrayList<>();
    for (Part part : parts) {
      part.findings().all().stream().filter(finding -> !follows(finding, part.stage(), first)).forEach(kept::add);
    }
    Comparator<Finding> byFile = Comparator
        .comparingInt(finding -> finding.place().map(place -> fileOrder.applyAsInt(place.source().name())).orElse(Integer.MAX_VALUE));
    Comparator<Finding> byOffset = Comparator.comparingInt(finding -> finding.place().map(place -> place.span().offset()).orElse(0));
    return kept.stream().distinct().sorted(byFile.thenComparing(byOffset)).collect(ImmutableList.toImmutableList());
  }

  private static boolean follows(Finding finding, Stage stage, Map<Spot, Stage> first) {
    Optional<Stage> earliest = finding.place().map(Spot::of).map(first::get);
    return earliest.isPresent() && earliest.get().compareTo(stage) < 0;
  }
}
