package dev.slipway.compose.format;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * What is wrong, or may surprise, at one place of a text.
 *
 * @param start the UTF-16 index of the first character that is meant
 * @param end the index behind the last; equal to the start if something is missing there
 * @param message what is wrong, with the value in quotes; one sentence without a full stop
 * @param advice what to write instead, if that is known
 * @param warning whether the text can be read all the same
 */
public record TextProblem(int start, int end, String message, Optional<String> advice, boolean warning) {
  /** Checks that the end is not before the start. */
  public TextProblem {
    if (start < 0 || end < start) {
      throw new InvalidValueException("'" + start + "-" + end + "' is no stretch of a text: the end is not before the start");
    }
  }

  static TextProblem error(int start, int end, String message, String advice) {
    return new TextProblem(start, end, message, Optional.of(advice), false);
  }

  static TextProblem warning(int start, int end, String message, String advice) {
    return new TextProblem(start, end, message, Optional.of(advice), true);
  }

  /** The same problem in a text in which this one begins at an index. */
  public TextProblem movedBy(int offset) {
    return new TextProblem(start + offset, end + offset, message, advice, warning);
  }

  /** The problem in one line. */
  @Override
  public String toString() {
    return message + advice.map(text -> "; " + text).orElse("");
  }
}
