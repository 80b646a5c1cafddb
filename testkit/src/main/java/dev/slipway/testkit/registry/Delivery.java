package dev.slipway.testkit.registry;

import java.time.Duration;
import java.util.Optional;

/**
 * What is done with a request: its answer, and what goes wrong on the way back.
 *
 * @param answer nothing if the connection ends or hangs without one
 * @param fault which may concern the way back
 */
record Delivery(Optional<Answer> answer, Fault fault) {
  /** How many bytes of a body of the answer's are sent before the connection ends; as many as there are if it does not. */
  long sent(Answer sending) {
    return switch (fault) {
      case Fault.CutResponse cut -> Math.min(cut.after(), sending.length());
      case Fault.WrongContentLength wrong -> Math.min(sending.length(), announced(sending));
      default -> sending.length();
    };
  }

  /** The length that is announced. */
  long announced(Answer sending) {
    return fault instanceof Fault.WrongContentLength wrong ? Math.max(0, sending.length() + wrong.difference()) : sending.length();
  }

  boolean isHanging() {
    return fault.equals(Fault.hang());
  }

  Fault.Slow pace() {
    return fault instanceof Fault.Slow slow ? slow : new Fault.Slow(Duration.ZERO, 0);
  }
}
