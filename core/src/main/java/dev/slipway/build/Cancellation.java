package dev.slipway.build;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;

/** Ends work on a thread that was interrupted. */
final class Cancellation {
  private Cancellation() {}

  /** Throws if the thread was interrupted; it stays interrupted. */
  static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new BuildException(ErrorCode.CANCELLED, "the build was interrupted");
    }
  }
}
