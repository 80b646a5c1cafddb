package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param source the text that was checked; empty for an image that has none
 * @param list what rules found, in the order of the file; what concerns the whole comes first
 * @param problems what is wrong with the file, so that no builder builds it; rules then see only what can be read
 * @param strict whether {@code # check=error=true} makes findings fail a build
 */
public record Findings(Optional<SourceText> source, ImmutableList<Finding> list, ImmutableList<Problem> problems, boolean strict) {
  /** Whether a build should stop: the file has problems, or findings are errors and one is more than a note. */
  public boolean failed() {
    return !problems.isEmpty() || list.stream().anyMatch(finding -> finding.severity().compareTo(strict ? Severity.WARNING : Severity.ERROR) >= 0);
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return list.isEmpty() && problems.isEmpty();
  }

  /** The findings of a rule. */
  public ImmutableList<Finding> of(String ruleId) {
    return list.stream().filter(finding -> finding.rule().id().equals(ruleId)).collect(ImmutableList.toImmutableList());
  }
}
