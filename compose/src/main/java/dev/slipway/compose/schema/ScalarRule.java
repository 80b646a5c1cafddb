package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlScalar;

/** What must hold for a scalar of the right kind. */
interface ScalarRule {
  /** Tells what is wrong with a scalar. */
  void check(YamlScalar value, TreePath path, Findings findings);

  /** The strings of which one must stand here; empty if any may. */
  default ImmutableList<String> words() {
    return ImmutableList.of();
  }
}
