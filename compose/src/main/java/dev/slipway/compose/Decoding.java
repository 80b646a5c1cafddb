package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Where in a tree values are being made, and where to tell what is wrong. */
final class Decoding {
  private final Findings findings;
  private final boolean templates;
  private final Optional<Decoding> parent;
  private final String step;

  private Decoding(Findings findings, boolean templates, Optional<Decoding> parent, String step) {
    this.findings = findings;
    this.templates = templates;
    this.parent = parent;
    this.step = step;
  }

  /**
   * At the root.
   *
   * @param templates whether strings are still as files hold them, with variables and doubled dollar signs
   */
  static Decoding of(Findings findings, boolean templates) {
    return new Decoding(findings, templates, Optional.empty(), "");
  }

  Decoding to(String key) {
    return new Decoding(findings, templates, Optional.of(this), key);
  }

  Decoding item(int index) {
    return to("[" + index + "]");
  }

  /** The text of a scalar; of one that is no string, the characters as they were written. */
  Optional<Text> text(YamlScalar scalar) {
    if (!templates) {
      return Optional.of(Text.of(scalar.text()));
    }
    try {
      return Optional.of(Text.template(scalar.text()));
    } catch (InvalidValueException malformed) {
      error(scalar, String.valueOf(malformed.getMessage()));
      return Optional.empty();
    }
  }

  /** The text of a scalar in which variables stand. */
  Optional<Text> open(YamlValue value) {
    return templates && value instanceof YamlScalar scalar && scalar.isString() && scalar.text().indexOf('$') >= 0
        ? text(scalar).filter(text -> text.literal().isEmpty())
        : Optional.empty();
  }

  /** Tells that a value is not what must stand here. */
  <T> Optional<T> refuse(YamlValue value, String expected) {
    error(value, ValueNames.of(value) + " stands where " + expected + " must");
    return Optional.empty();
  }

  void error(YamlValue value, String message) {
    findings.error(path(), value, message);
  }

  private TreePath path() {
    return parent.map(above -> above.path().to(step)).orElse(TreePath.ROOT);
  }
}
