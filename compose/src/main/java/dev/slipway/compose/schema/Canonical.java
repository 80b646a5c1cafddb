package dev.slipway.compose.schema;

import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlValue;

/** Brings every value into its canonical form. */
final class Canonical extends TreeChange {
  private final Findings findings;

  Canonical(Findings findings) {
    this.findings = findings;
  }

  @Override
  protected YamlValue before(Form form, YamlValue value, TreePath path) {
    return form.longForm().of(value, path, findings);
  }
}
