package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/** The rules that there are: BuildKit's under their own names, then Slipway's own. */
public final class Rules {
  /** All sets; a new one is added here. */
  private static final ImmutableList<RuleSet> SETS = ImmutableList.of(new BuildkitRules(), new SlipwayRules());

  private static final ImmutableMap<String, Rule> BY_ID = SETS.stream()
      .flatMap(set -> set.rules().stream())
      .collect(ImmutableMap.toImmutableMap(Rule::id, rule -> rule));

  private Rules() {}

  /** All rules. */
  public static ImmutableList<Rule> all() {
    return BY_ID.values().asList();
  }

  /** The rule with an id. */
  public static Optional<Rule> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  static ImmutableList<RuleSet> sets() {
    return SETS;
  }
}
