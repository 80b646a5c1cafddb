package dev.slipway.compose;

import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/**
 * Texts.
 *
 * @param nullIsEmpty whether null is an empty text, as in labels
 */
record TextForm(boolean nullIsEmpty) implements Form<Text> {
  static final TextForm TEXT = new TextForm(false);
  static final TextForm LABEL = new TextForm(true);

  @Override
  public Optional<Text> decode(YamlValue value, Decoding at) {
    if (nullIsEmpty && value.isNull()) {
      return Optional.of(Text.of(""));
    }
    return value instanceof YamlScalar scalar && !scalar.isNull() ? at.text(scalar) : at.refuse(value, "a string");
  }

  @Override
  public YamlValue encode(Text value, Encoding to) {
    return YamlScalar.of(to.characters(value));
  }

  @Override
  public boolean holdsText() {
    return true;
  }
}
