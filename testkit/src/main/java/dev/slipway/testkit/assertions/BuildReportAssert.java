package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.build.BuildReport;
import dev.slipway.build.StepReport;
import dev.slipway.build.StepReport.Outcome;
import java.util.Arrays;
import java.util.List;

/**
 * Assertions on what a build did. A step is named by its title, such as {@code stage-1 2/3 COPY . .}, or by any part of it
 * that no other step has, such as {@code COPY . .}.
 */
@CanIgnoreReturnValue
public final class BuildReportAssert extends Checks<BuildReportAssert, BuildReport> {
  BuildReportAssert(BuildReport actual) {
    super(actual, BuildReportAssert.class);
  }

  @Override
  String subject() {
    return "the build";
  }

  /** Expects this many steps. */
  public BuildReportAssert hasSteps(int count) {
    if (actual.steps().size() != count) {
      throw failureWithActualExpected(actual.steps().size(), count, "%s",
          "Expected " + subject() + " to have " + count + " steps, but it has " + actual.steps().size() + table());
    }
    return this;
  }

  /** Expects that no step had to be carried out. */
  public BuildReportAssert rebuiltNothing() {
    return rebuiltOnly();
  }

  /** Expects that exactly these steps had to be carried out, in any order. */
  public BuildReportAssert rebuiltOnly(String... steps) {
    List<StepReport> expected = Arrays.stream(steps).map(this::find).distinct().toList();
    List<String> unexpected = actual.misses().stream().filter(step -> !expected.contains(step)).map(StepReport::toString).toList();
    List<String> missing = expected.stream().filter(step -> !actual.misses().contains(step)).map(StepReport::toString).toList();
    if (!unexpected.isEmpty() || !missing.isEmpty()) {
      throw failed("Expected " + subject() + " to rebuild " + (expected.isEmpty() ? "nothing" : "only " + String.join(", ", steps))
          + (unexpected.isEmpty() ? "" : "\n" + lines("also rebuilt", unexpected))
          + (missing.isEmpty() ? "" : "\n" + lines("not rebuilt", missing)) + table());
    }
    return this;
  }

  /** Expects that a step had to be carried out, and goes on with it. */
  public StepReportAssert<BuildReportAssert> missed(String step) {
    return step(step).isMiss();
  }

  /** Expects that the result of a step was there already, and goes on with it. */
  public StepReportAssert<BuildReportAssert> hit(String step) {
    return step(step).isHit();
  }

  /** Goes on with a step. */
  public StepReportAssert<BuildReportAssert> step(String step) {
    return alike(new StepReportAssert<>(find(step), this, table()));
  }

  private StepReport find(String name) {
    isNotNull();
    ImmutableList<StepReport> exact = actual.steps().stream().filter(step -> step.title().equals(name))
        .collect(ImmutableList.toImmutableList());
    ImmutableList<StepReport> found = exact.isEmpty()
        ? actual.steps().stream().filter(step -> step.title().contains(name)).collect(ImmutableList.toImmutableList())
        : exact;
    if (found.size() != 1) {
      throw failed((found.isEmpty()
          ? "Expected " + subject() + " to have a step '" + name + "', but there is none"
          : "'" + name + "' may be any of " + found.size() + " steps; write more of the title") + table());
    }
    return found.get(0);
  }

  private String table() {
    return "\n" + actual.table();
  }

  /** Expects that this many steps had each outcome. */
  public BuildReportAssert hasOutcomes(Outcome outcome, int count) {
    long found = actual.steps().stream().filter(step -> step.outcome() == outcome).count();
    if (found != count) {
      throw failureWithActualExpected(found, count, "%s",
          "Expected " + count + " steps of " + subject() + " to be '" + outcome.id() + "', but there are " + found + table());
    }
    return this;
  }
}
