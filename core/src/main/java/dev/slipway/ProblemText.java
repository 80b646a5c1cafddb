package dev.slipway;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.Optional;

/** Problems of one text for people: each with its line, a mark below the place, and what to write. */
final class ProblemText {
  /** More than anybody reads; a file of unknown origin can have a hundred thousand. */
  private static final int MOST = 1_000;

  private ProblemText() {}

  /** @param problems in the order in which they are told */
  static String of(SourceText source, ImmutableList<Problem> problems) {
    StringBuilder out = new StringBuilder();
    if (problems.size() > 1) {
      out.append(source.name()).append(" has ").append(problems.size()).append(" problems:\n\n");
    }
    for (int i = 0; i < Math.min(MOST, problems.size()); i++) {
      append(source, problems.get(i), out);
      out.append(i + 1 < problems.size() ? "\n" : "");
    }
    return ended(out, problems.size());
  }

  /** Problems of several texts. */
  static String of(Map<String, SourceText> sources, ImmutableList<Problem> problems) {
    StringBuilder out = new StringBuilder();
    if (problems.size() > 1) {
      out.append(problems.size()).append(" problems:\n\n");
    }
    for (int i = 0; i < Math.min(MOST, problems.size()); i++) {
      Problem problem = problems.get(i);
      Optional<SourceText> source = Optional.ofNullable(sources.get(problem.file()));
      append(source.orElse(SourceText.of(problem.file(), "")), source.isPresent() ? problem : withoutPlace(problem), out);
      out.append(i + 1 < problems.size() ? "\n" : "");
    }
    return ended(out, problems.size());
  }

  private static String ended(StringBuilder out, int problems) {
    return problems > MOST ? out.append("and ").append(problems - MOST).append(" more").toString() : out.substring(0, out.length() - 1);
  }

  private static Problem withoutPlace(Problem problem) {
    return new Problem(problem.file(), Optional.empty(), problem.message(), problem.advice());
  }

  /** A problem, each of its lines ended. */
  private static void append(SourceText source, Problem problem, StringBuilder out) {
    out.append(problem.file());
    problem.span().ifPresent(span -> out.append(':').append(span));
    out.append(": ").append(problem.message()).append('\n');
    String margin = "  ";
    if (problem.span().isPresent()) {
      Span span = problem.span().get();
      String number = Integer.toString(span.line());
      margin = " ".repeat(number.length() + 2);
      MarkedLine line = MarkedLine.of(source.line(span.line()), start(source, span), end(source, span));
      out.append(' ').append(number).append(" | ").append(line.text()).append('\n');
      out.append(margin).append("| ").append(line.mark()).append('\n');
    }
    if (problem.advice().isPresent()) {
      String lead = "= ";
      for (String line : Splitter.on('\n').split(problem.advice().get())) {
        out.append(margin).append(lead).append(line).append('\n');
        lead = "  ";
      }
    }
  }

  private static int start(SourceText source, Span span) {
    return span.offset() - source.lineStart(span.line());
  }

  /** The end within the first line of what may be several. */
  private static int end(SourceText source, Span span) {
    return span.endLine() == span.line() ? span.endOffset() - source.lineStart(span.line()) : Integer.MAX_VALUE;
  }
}
