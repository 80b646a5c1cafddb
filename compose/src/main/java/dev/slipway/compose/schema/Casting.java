package dev.slipway.compose.schema;

import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;

/** Reads strings as numbers and truth values where those are meant. */
final class Casting extends TreeChange {
  private final Findings findings;

  Casting(Findings findings) {
    this.findings = findings;
  }

  @Override
  protected YamlValue before(Form form, YamlValue value, TreePath path) {
    return value instanceof YamlScalar scalar && scalar.isString() && form.cast().isPresent()
        ? form.cast().get().read(scalar, path, findings).<YamlValue>map(typed -> typed.at(scalar.place()).tagged(scalar.tag()))
            .orElse(scalar)
        : value;
  }
}
