package dev.slipway.build;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How one step of a build went.
 *
 * @param stage the stage's name, or its number counted from 0
 * @param platform what it was built for
 * @param number which instruction of the stage that makes files, counted from 1
 * @param count how many instructions of the stage make files
 * @param instruction the instruction as a Dockerfile would have it, shortened
 * @param outcome whether work was needed
 * @param reason why it was needed; empty for hits
 * @param duration wall time, waiting for the same step in another build included
 * @param bytes size of the layer, as an uncompressed tar; 0 where nothing changed
 */
public record StepReport(String stage, String platform, int number, int count, String instruction, Outcome outcome, String reason,
    Duration duration, long bytes) {
  /** Whether a step needed work. */
  public enum Outcome {
    /** Its result was there. */
    HIT,
    /** It was carried out. */
    MISS,
    /** It was carried out elsewhere while this step waited: for another platform, in another stage or in another build. */
    SHARED;

    /** The outcome as it is printed, such as {@code hit}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which step: {@code builder 2/5 COPY . .}. */
  public String title() {
    return stage + " " + number + "/" + count + " " + instruction;
  }

  /** Why the step needed work. */
  public Optional<String> why() {
    return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
  }

  /** Title and reason on one line: {@code builder 4/5 COPY . .: context src/main.rs changed}. */
  @Override
  public String toString() {
    return title() + ": " + (reason.isEmpty() ? outcome.id() : reason);
  }
}
