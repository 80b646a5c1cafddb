package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with one text. For one thread. */
final class TextProblems {
  /** Nobody reads more; what was made to have many problems must not fill the memory. */
  private static final int MOST = 1000;

  private final List<TextProblem> all = new ArrayList<>();
  private boolean failed;

  void add(TextProblem problem) {
    // the first error is always kept, it decides whether there is a value
    if (all.size() < MOST || !failed && !problem.warning()) {
      all.add(problem);
    }
    failed |= !problem.warning();
  }

  void addAll(Iterable<TextProblem> problems) {
    problems.forEach(this::add);
  }

  void error(int start, int end, String message, String advice) {
    add(TextProblem.error(start, end, message, advice));
  }

  void warning(int start, int end, String message, String advice) {
    add(TextProblem.warning(start, end, message, advice));
  }

  boolean failed() {
    return failed;
  }

  ImmutableList<TextProblem> all() {
    return ImmutableList.sortedCopyOf(Comparator.comparingInt(TextProblem::start), all);
  }

  /** The value with all problems, or the problems alone if one is an error. */
  <T> Parsed<T> with(T value) {
    return new Parsed<>(failed ? Optional.empty() : Optional.of(value), all());
  }
}
