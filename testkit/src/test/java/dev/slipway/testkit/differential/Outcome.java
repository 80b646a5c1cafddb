package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;

/** What comparing the two sides of a case gave. */
sealed interface Outcome {
  /** Both gave the same image, or both refused. */
  record Same(String how) implements Outcome {}

  /** They differ; one line per path or field. */
  record Differs(ImmutableList<String> differences) implements Outcome {}

  /** Slipway says that it does not do this. */
  record Unsupported(String what) implements Outcome {}
}
