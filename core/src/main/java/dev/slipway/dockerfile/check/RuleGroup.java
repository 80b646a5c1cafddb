package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import java.util.function.Consumer;

/** Rules about one matter, which look at the model. */
interface RuleGroup {
  /** The rules. */
  ImmutableList<Rule> rules();

  /** Tells what the rules find in an image. */
  void check(CheckedImage image, Consumer<Finding> findings);
}
