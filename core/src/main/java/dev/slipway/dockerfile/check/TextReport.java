package dev.slipway.dockerfile.check;

import dev.slipway.Problem;
import dev.slipway.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Findings for people: each with its line, a mark below what is meant, and what to write. */
final class TextReport {
  private TextReport() {}

  static String of(Findings findings) {
    SourceText source = findings.source().orElse(SourceText.of("", ""));
    StringBuilder out = new StringBuilder();
    for (Problem problem : findings.problems()) {
      out.append(new Problem(problem.file(), problem.span(), "error: " + problem.message(), problem.advice()).in(source)).append("\n\n");
    }
    for (Finding finding : findings.list()) {
      out.append(text(finding, source)).append("\n\n");
    }
    return out.append(summary(findings)).append('\n').toString();
  }

  private static String text(Finding finding, SourceText source) {
    Place place = finding.place();
    // lines of other files are not at hand
    boolean shown = place.file().equals(source.name());
    String where = shown ? place.file() : place.toString();
    String stage = place.span().isEmpty() ? place.stage().map(found -> "stage " + found + ": ").orElse("") : "";
    String advice = finding.fix() + "\n" + finding.why() + finding.rule().url().map(url -> "\n" + url).orElse("");
    String message = finding.severity() + ": " + stage + finding.message() + " [" + finding.rule() + "]";
    return new Problem(where, shown ? place.span() : Optional.empty(), message, Optional.of(advice)).in(source);
  }

  private static String summary(Findings findings) {
    if (findings.isEmpty()) {
      return "nothing found";
    }
    List<String> counts = new ArrayList<>();
    long errors = findings.problems().size() + count(findings, Severity.ERROR);
    add(counts, errors, "error");
    add(counts, count(findings, Severity.WARNING), "warning");
    add(counts, count(findings, Severity.NOTE), "note");
    return String.join(", ", counts);
  }

  private static long count(Findings findings, Severity severity) {
    return findings.list().stream().filter(finding -> finding.severity() == severity).count();
  }

  private static void add(List<String> counts, long count, String what) {
    if (count > 0) {
      counts.add(count + " " + what + (count == 1 ? "" : "s"));
    }
  }
}
