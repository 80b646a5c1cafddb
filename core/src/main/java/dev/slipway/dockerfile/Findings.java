package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.Problem;
import dev.slipway.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong in one stage: some of it whether the stage is built or not, some only if it is, since builders look no
 * further at stages that they do not need.
 */
final class Findings {
  private final String file;
  private final List<Problem> always = new ArrayList<>();
  private final List<Problem> ifBuilt = new ArrayList<>();

  Findings(String file) {
    this.file = file;
  }

  /** Adds what is wrong whether the stage is built or not. */
  void always(Span place, String message, String advice) {
    always.add(problem(place, message, advice));
  }

  /** Adds what is wrong if the stage is built. */
  void ifBuilt(Span place, String message, String advice) {
    ifBuilt.add(problem(place, message, advice));
  }

  private Problem problem(Span place, String message, String advice) {
    Problem problem = Problem.at(file, place, message);
    return advice.isEmpty() ? problem : problem.advise(advice);
  }

  /** How many there are. */
  int count() {
    return always.size() + ifBuilt.size();
  }

  /** All that counts. */
  ImmutableList<Problem> problems(boolean built) {
    return ImmutableList.<Problem>builder().addAll(always).addAll(built ? ifBuilt : ImmutableList.of()).build();
  }
}
