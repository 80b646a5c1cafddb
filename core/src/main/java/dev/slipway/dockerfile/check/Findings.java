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
    return !problems.isEmpty()
        || list.stream().anyMatch(finding -> finding.severity().compareTo(strict ? Severity.WARNING : Severity.ERROR) >= 0);
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return list.isEmpty() && problems.isEmpty();
  }

  /** The findings of a rule. */
  public ImmutableList<Finding> of(String ruleId) {
    return list.stream().filter(finding -> finding.rule().id().equals(ruleId)).collect(ImmutableList.toImmutableList());
  }

  /**
   * The findings for people: each as {@code file:line:column: severity: message [rule]}, with the line, a mark below what is
   * meant, what to write, and why; problems first, and how many of each at the end.
   */
  public String text() {
    return TextReport.of(this);
  }

  /**
   * The findings as a JSON document of this form; lines and columns count from one, columns count code points, ends are
   * exclusive, and what is not known is left out.
   *
   * <pre>
   * {"file": "Dockerfile", "failed": false,
   *  "problems": [{"file", "line", "column", "endLine", "endColumn", "message", "fix"}],
   *  "findings": [{"rule", "severity": "note|warning|error", "file", "line", "column", "endLine", "endColumn",
   *                "stage": {"index", "name"}, "message", "why", "fix", "url",
   *                "edit": {"title", "replacements": [{"line", "column", "endLine", "endColumn", "text"}]}}]}
   * </pre>
   */
  public String json() {
    return JsonReport.of(this);
  }

  /**
   * The findings in the form of BuildKit's own checks ({@code docker build --check} as JSON): warnings with rule name,
   * description, address of a page, detail and the lines of the instruction, the file, and the first problem as the
   * build's error.
   */
  public String buildkitJson() {
    return BuildkitReport.of(this);
  }

  /** The findings as a SARIF 2.1.0 log, with edits as fixes, as code hosts show them beside the lines. */
  public String sarif() {
    return SarifReport.of(this);
  }
}
