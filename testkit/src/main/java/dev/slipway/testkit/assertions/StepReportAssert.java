package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.build.StepReport;
import dev.slipway.build.StepReport.Outcome;

/**
 * Assertions on how one step of a build went; {@link #and()} goes back to the whole build.
 *
 * @param <P> the assertions that found the step
 */
public final class StepReportAssert<P> extends Checks<StepReportAssert<P>, StepReport> {
  private final P origin;
  private final String context;

  StepReportAssert(StepReport actual, P origin, String context) {
    super(actual, StepReportAssert.class);
    this.origin = origin;
    this.context = context;
  }

  @Override
  String subject() {
    return "step '" + actual.title() + "'";
  }

  /** The assertions that found this step, to go on there. */
  public P and() {
    return origin;
  }

  /** Expects that the result was there already. */
  @CanIgnoreReturnValue
  public StepReportAssert<P> isHit() {
    return outcome(Outcome.HIT);
  }

  /** Expects that the step had to be carried out. */
  @CanIgnoreReturnValue
  public StepReportAssert<P> isMiss() {
    return outcome(Outcome.MISS);
  }

  /** Expects that the step was carried out elsewhere while this build waited. */
  @CanIgnoreReturnValue
  public StepReportAssert<P> isShared() {
    return outcome(Outcome.SHARED);
  }

  /** Expects a text in the reason why the step had to be carried out. */
  @CanIgnoreReturnValue
  public StepReportAssert<P> because(String reason) {
    if (!there().reason().contains(reason)) {
      throw failureWithActualExpected(there().reason(), reason, "%s",
          "Expected " + subject() + " to be carried out because\n  " + reason + "\nbut "
              + there().why().map(why -> "the reason is\n  " + why).orElse("there is no reason, as it was not") + context);
    }
    return this;
  }

  /** Expects that the step made a layer of fewer bytes than this; 0 bytes are made where nothing changed. */
  @CanIgnoreReturnValue
  public StepReportAssert<P> isSmallerThan(long bytes) {
    if (there().bytes() >= bytes) {
      throw failureWithActualExpected(there().bytes(), "less than " + bytes, "%s",
          "Expected " + subject() + " to make less than " + bytes + " bytes, but it made " + there().bytes() + context);
    }
    return this;
  }

  private StepReportAssert<P> outcome(Outcome expected) {
    if (there().outcome() != expected) {
      throw failureWithActualExpected(there().outcome(), expected, "%s", "Expected " + subject() + " to be a " + expected.id()
          + ", but it is a " + there().outcome().id() + there().why().map(why -> ": " + why).orElse("") + context);
    }
    return this;
  }
}
