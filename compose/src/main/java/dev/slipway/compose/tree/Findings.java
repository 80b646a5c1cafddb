package dev.slipway.compose.tree;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is found while a project is read. For one thread. */
public final class Findings {
  private final List<Finding> all = new ArrayList<>();

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

  /** Adds one; the same finding a second time is dropped when they are taken. */
  public void add(Finding finding) {
    all.add(finding);
  }

  /** Whether there is an error among them. */
  public boolean hasErrors() {
    return all.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /** All of them as they were found, each once. */
  public ImmutableList<Finding> all() {
    return all.stream().distinct().collect(ImmutableList.toImmutableList());
  }
}
