package dev.slipway.testkit.assertions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an assertion says that does not hold. */
final class Failing {
  private Failing() {}

  /** Expects an assertion to fail with a message in which all these parts are. */
  static void saying(ThrowingCallable assertion, String... parts) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(parts);
  }
}
