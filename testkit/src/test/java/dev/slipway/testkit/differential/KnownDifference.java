package dev.slipway.testkit.differential;

import com.google.common.collect.ImmutableList;

/**
 * A difference that is wanted.
 *
 * @param cases the beginning of the names of the cases that have it
 * @param lines text that every difference of such a case contains; anything else is a bug
 * @param reason why we differ
 */
record KnownDifference(String cases, String lines, String reason) {
  private static final String OURS_REFUSE = "Docker builds it, we refuse";

  static final ImmutableList<KnownDifference> ALL = ImmutableList.of(
      new KnownDifference("copy/several sources", OURS_REFUSE,
          "The documentation asks for a directory. Docker copies each source over the one before, so that only the last is left."));

  /** Whether all that was found is what is known. */
  boolean explains(String test, ImmutableList<String> differences) {
    return test.startsWith(cases) && differences.stream().allMatch(line -> line.contains(lines));
  }
}
