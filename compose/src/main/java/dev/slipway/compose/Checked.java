package dev.slipway.compose;

import dev.slipway.InvalidValueException;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Decodes values and checks them as the calls that make values in code do. */
final class Checked {
  private Checked() {}

  /** The value, unless it is one that no file may hold, which is told then. */
  static <T> Optional<T> decode(Form<T> form, YamlValue value, Decoding at) {
    try {
      Optional<T> decoded = form.decode(value, at);
      decoded.ifPresent(form::check);
      return decoded;
    } catch (InvalidValueException refused) {
      at.error(value, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }
}
