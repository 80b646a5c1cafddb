package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import java.util.function.Consumer;

/** The rules that BuildKit has, under its names. */
final class BuildkitRules implements RuleSet {
  @Override
  public ImmutableList<Rule> rules() {
    return ImmutableList.of();
  }

  @Override
  public void check(Subject subject, Consumer<Finding> findings) {
  }
}
