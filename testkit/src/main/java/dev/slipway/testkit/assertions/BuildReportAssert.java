package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.Suggestions;
import dev.slipway.build.BaseReport;
import dev.slipway.build.BuildReport;
import dev.slipway.build.StepReport;
import dev.slipway.build.StepReport.Outcome;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Assertions on what a build did. A step is named by its title, such as {@code stage-1 2/3 COPY . .}, or by any part of it
 * that no other step has, such as {@code COPY . .}.
 */
public final class BuildReportAssert extends Checks<BuildReportAssert, BuildReport> {
  BuildReportAssert(BuildReport actual) {
    super(actual, BuildReportAssert.class);
  }

  @Override
  String subject() {
    return "the build";
  }

  /** Expects this many steps. */
  @CanIgnoreReturnValue
  public BuildReportAssert hasSteps(int count) {
    if (there().steps().size() != count) {
      throw failureWithActualExpected(there().steps().size(), count, "%s",
          "Expected " + subject() + " to have " + count + " steps, but it has " + there().steps().size() + table());
    }
    return this;
  }

  /** Expects that no step had to be carried out. */
  @CanIgnoreReturnValue
  public BuildReportAssert rebuiltNothing() {
    return rebuiltOnly();
  }

  /** Expects that exactly these steps had to be carried out, in any order. */
  @CanIgnoreReturnValue
  public BuildReportAssert rebuiltOnly(String... steps) {
    List<StepReport> expected = Arrays.stream(steps).map(this::find).distinct().toList();
    List<String> unexpected = there().misses().stream().filter(step -> !expected.contains(step)).map(StepReport::toString).toList();
    List<String> missing = expected.stream().filter(step -> !there().misses().contains(step)).map(StepReport::toString).toList();
    if (!unexpected.isEmpty() || !missing.isEmpty()) {
      throw failed("Expected " + subject() + " to rebuild " + (expected.isEmpty() ? "nothing" : "only " + String.join(", ", steps))
          + (unexpected.isEmpty() ? "" : "\n" + lines("also rebuilt", unexpected))
          + (missing.isEmpty() ? "" : "\n" + lines("not rebuilt", missing)) + table());
    }
    return this;
  }

  /** Expects that a step had to be carried out, and goes on with it. */
  @CanIgnoreReturnValue
  public StepReportAssert<BuildReportAssert> missed(String step) {
    return step(step).isMiss();
  }

  /** Expects that the result of a step was there already, and goes on with it. */
  @CanIgnoreReturnValue
  public StepReportAssert<BuildReportAssert> hit(String step) {
    return step(step).isHit();
  }

  /** Goes on with a step. */
  public StepReportAssert<BuildReportAssert> step(String step) {
    return alike(new StepReportAssert<>(find(step), this, table()));
  }

  /** Expects that the build asked what a name of an image in a registry stands for, and that it was this. */
  @CanIgnoreReturnValue
  public BuildReportAssert usedBase(String reference, Digest digest) {
    ImageReference name = ImageReference.parse(reference);
    Optional<BaseReport> found = there().bases().stream().filter(base -> base.reference().equals(name)).findFirst();
    if (found.isEmpty()) {
      List<String> names = there().bases().stream().map(base -> base.reference().familiar()).toList();
      throw failed("Expected " + subject() + " to use the base '" + name.familiar() + "'" + Suggestions.among(name.familiar(), names) + "\n"
          + lines("bases", there().bases().stream().map(BaseReport::toString).toList()));
    }
    return equal("base '" + name.familiar() + "'", digest, found.get().digest());
  }

  /** Expects that all names of images in registries stood for what they stood for before. */
  @CanIgnoreReturnValue
  public BuildReportAssert hasUnchangedBases() {
    List<String> changed = there().bases().stream().filter(BaseReport::isChanged).map(BaseReport::toString).toList();
    if (!changed.isEmpty()) {
      throw failed("Expected the bases of " + subject() + " to be what they were before\n" + lines("changed", changed));
    }
    return this;
  }

  private StepReport find(String name) {
    ImmutableList<StepReport> exact = there().steps().stream().filter(step -> step.title().equals(name))
        .collect(ImmutableList.toImmutableList());
    ImmutableList<StepReport> found = exact.isEmpty()
        ? there().steps().stream().filter(step -> step.title().contains(name)).collect(ImmutableList.toImmutableList())
        : exact;
    if (found.size() != 1) {
      throw failed((found.isEmpty()
          ? "Expected " + subject() + " to have a step '" + name + "', but there is none"
          : "'" + name + "' may be any of " + found.size() + " steps; write more of the title") + table());
    }
    return found.get(0);
  }

  private String table() {
    return "\n" + there().table();
  }

  /** Expects that this many steps had each outcome. */
  @CanIgnoreReturnValue
  public BuildReportAssert hasOutcomes(Outcome outcome, int count) {
    long found = there().steps().stream().filter(step -> step.outcome() == outcome).count();
    if (found != count) {
      throw failureWithActualExpected(found, count, "%s",
          "Expected " + count + " steps of " + subject() + " to be '" + outcome.id() + "', but there are " + found + table());
    }
    return this;
  }
}
