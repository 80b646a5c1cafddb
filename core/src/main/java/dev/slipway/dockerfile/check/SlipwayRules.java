package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import java.util.function.Consumer;

/** Slipway's own rules. They look at the model, so that they hold for images made in code too. */
final class SlipwayRules implements RuleSet {
  private static final ImmutableList<RuleGroup> GROUPS = ImmutableList.of(new BaseRules(), new RuntimeRules(), new PackageRules(),
      new SecretRules(),
      new ContextRules(), new DependencyRules(), new DownloadRules());

  @Override
  public ImmutableList<Rule> rules() {
    return GROUPS.stream().flatMap(group -> group.rules().stream()).collect(ImmutableList.toImmutableList());
  }

  @Override
  public void check(Subject subject, Consumer<Finding> findings) {
    CheckedImage image = CheckedImage.of(subject);
    GROUPS.forEach(group -> group.check(image, findings));
  }
}
