package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command of a {@code RUN} failed: it ended with another code than 0, or took too long. The message tells the step, the last
 * lines that it printed and how to do it again by hand.
 */
public final class RunFailedException extends BuildException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient @Nullable BuiltImage files;

  /**
   * How a command failed.
   *
   * @param stage the stage's name, or its number counted from 0
   * @param step which step of it, such as {@code builder 4/5 RUN make}
   * @param command what was run, the shell included
   * @param exitCode the code that the command ended with, 128 and more after a signal
   * @param timedOut whether it was ended for taking too long
   * @param lastLines the end of what it printed, values of its secrets replaced
   */
  public record Failure(String stage, String step, ImmutableList<String> command, int exitCode, boolean timedOut,
      ImmutableList<String> lastLines) {}

  RunFailedException(Failure failure, String message) {
    super(ErrorCode.STEP_FAILED, message);
    this.failure = failure;
    this.files = null;
  }

  RunFailedException(RunFailedException known, BuiltImage files) {
    super(ErrorCode.STEP_FAILED, String.valueOf(known.getMessage()), known);
    this.failure = known.failure;
    this.files = files;
  }

  /** How the command failed. */
  public Failure failure() {
    return failure;
  }

  /**
   * The files as the command left them, as an image whose configuration is the one that the command ran with: to be looked into,
   * exported, or loaded into Docker and entered. Present with {@link RunOptions#keepFailed}, unless time was up. Its
   * layers stay in the store for as long as this exception is reachable.
   */
  public Optional<BuiltImage> files() {
    return Optional.ofNullable(files);
  }
}
