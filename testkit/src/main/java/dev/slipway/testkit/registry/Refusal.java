package dev.slipway.testkit.registry;

import dev.slipway.SlipwayException;

/** Ends the handling of a request with an answer. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  /** Without a stack trace: it is an answer, not a fault of the program. */
  Refusal(Answer answer) {
    super("answered with " + answer, null, false, false);
    this.answer = answer;
  }

  Refusal(ProtocolError error, String message) {
    this(error.answer(message));
  }

  /** Because of what a value's own check says. */
  Refusal(ProtocolError error, SlipwayException problem) {
    this(error.answer(String.valueOf(problem.getMessage())));
  }

  Answer answer() {
    return answer;
  }
}
