package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import java.util.function.Consumer;

/**
 * Rules that look at a subject together. What users want skipped is taken out behind it, so that it tells all it finds.
 */
public interface RuleSet {
  /** The rules, each with an id that no other set has. */
  ImmutableList<Rule> rules();

  /**
   * Looks at a subject. Never fails for what the subject says: what cannot be read is left out, as the file's problems
   * tell it.
   *
   * @param findings takes findings in any order
   */
  void check(Subject subject, Consumer<Finding> findings);
}
