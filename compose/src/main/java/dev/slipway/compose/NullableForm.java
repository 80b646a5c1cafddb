package dev.slipway.compose;

import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/**
 * Values under keys that may be null.
 *
 * @param form how values stand there
 * @param nullSays whether null means something else than that there is nothing to say
 * @param <T> the values
 */
record NullableForm<T>(Form<T> form, boolean nullSays) implements MapForm.KeyedForm<Setting<T>> {
  @Override
  public Optional<Setting<T>> decode(String key, YamlValue value, Decoding at) {
    return value.isNull() ? Optional.of(Setting.ofNull()) : Checked.decode(form, value, at).map(Setting::of);
  }

  @Override
  public YamlValue encode(Setting<T> value, Encoding to) {
    if (value instanceof Setting.Open<T> open) {
      return YamlScalar.of(to.characters(open.text()));
    }
    return value.value().map(content -> form.encode(content, to)).orElseGet(YamlScalar::ofNull);
  }

  @Override
  public void check(String key, Setting<T> value) {
    value.value().ifPresent(form::check);
  }

  @Override
  public Optional<ElementType<?>> element() {
    return form.element();
  }

  @Override
  public boolean saysNothing(Setting<T> value) {
    return !nullSays && value instanceof Setting.Null;
  }
}
