package dev.slipway.compose.schema;

import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlValue;

/**
 * How a value that may be written in several forms is made the one that is canonical. Values of forms that the
 * specification does not know are returned as they are: the check of the shapes has told of them.
 */
@FunctionalInterface
interface LongForm {
  /** There is one form only. */
  LongForm SAME = (value, path, findings) -> value;

  /** The canonical form; tells what is wrong inside the value. What the value contains is made canonical afterwards. */
  YamlValue of(YamlValue value, TreePath path, Findings findings);
}
