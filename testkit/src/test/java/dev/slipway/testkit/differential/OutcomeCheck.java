package dev.slipway.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;

/** Whether what became of a case is right: the same on both sides, or a difference that is known. */
final class OutcomeCheck {
  private OutcomeCheck() {}

  static void check(Case test, String name, Outcome outcome) {
    ImmutableList<KnownDifference> known = KnownDifference.ALL.stream().filter(difference -> name.startsWith(difference.cases()))
        .collect(ImmutableList.toImmutableList());
    switch (outcome) {
      case Outcome.Differs(ImmutableList<String> differences) -> {
        boolean explained = known.stream().anyMatch(difference -> difference.explains(name, differences));
        assertThat(explained).as("%s%n%s%n%s", name, test.dockerfile(), String.join("\n", differences)).isTrue();
      }
      case Outcome.Same same -> assertThat(known).as("%s is the same now: the known difference is none any more", same).isEmpty();
      case Outcome.Unsupported unsupported -> {
        // counted in the table
      }
    }
  }
}
