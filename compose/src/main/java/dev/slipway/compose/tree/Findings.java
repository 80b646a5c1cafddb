package dev.slipway.compose.tree;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what is found while a project is read. For one thread. */
public final class Findings {
  private final List<Finding> all = new ArrayList<>();
  /** What is not told again. */
  private final Set<Finding> known;

  /** Nothing so far. */
  public Findings() {
    this(new HashSet<>());
  }

  private Findings(Set<Finding> known) {
    this.known = known;
  }

  /** Nothing so far; what these have, or come to have, is not told again. */
  public Findings further() {
    return new Findings(known);
  }

  /** An error at a value. */
  public void error(TreePath path, YamlValue value, String message) {
    add(new Finding(Severity.ERROR, path, value.place(), message, Optional.empty()));
  }

  /** An error at a value, with what to write instead. */
  public void error(TreePath path, YamlValue value, String message, String advice) {
    add(new Finding(Severity.ERROR, path, value.place(), message, Optional.of(advice)));
  }

  /** What may surprise at a value, with what to write instead. */
  public void warning(TreePath path, YamlValue value, String message, String advice) {
    add(new Finding(Severity.WARNING, path, value.place(), message, Optional.of(advice)));
  }

  /** Adds one; the same finding a second time is dropped at once: a file of unknown origin can bring it about a million times. */
  public void add(Finding finding) {
    if (known.add(finding)) {
      all.add(finding);
    }
  }

  /** Whether there is an error among them. */
  public boolean hasErrors() {
    return all.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /**
   * All of them, each once: those without a place first, then document by document as they came up, each in its order.
   */
  public ImmutableList<Finding> all() {
    Map<String, Integer> documents = new HashMap<>();
    all.forEach(finding -> finding.place().ifPresent(place -> documents.putIfAbsent(place.source().name(), documents.size())));
    Comparator<Finding> order = Comparator
        .comparingInt((Finding finding) -> finding.place().map(place -> documents.getOrDefault(place.source().name(), 0)).orElse(-1))
        .thenComparingInt(finding -> finding.place().map(place -> place.span().offset()).orElse(-1));
    return all.stream().sorted(order).collect(ImmutableList.toImmutableList());
  }
}
