package dev.slipway;

import com.google.common.collect.ImmutableList;

/** Problems of one text for people: each with its line, a mark below the place, and what to write. */
final class ProblemText {
  private ProblemText() {}

  static String of(SourceText source, ImmutableList<Problem> problems) {
    StringBuilder out = new StringBuilder();
    for (Problem problem : problems) {
      out.append(out.isEmpty() ? "" : "\n").append(problem);
    }
    return out.toString();
  }
}
