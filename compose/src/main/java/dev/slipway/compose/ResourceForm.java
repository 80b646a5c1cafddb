package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/**
 * Parts of a project under their keys.
 *
 * @param type the kind of part
 * @param <E> the parts
 */
record ResourceForm<E extends Resource<E>>(ElementType<E> type) implements MapForm.KeyedForm<E> {
  static <E extends Resource<E>> Form<ImmutableMap<String, E>> section(ElementType<E> type) {
    return new MapForm<>(new ResourceForm<>(type), false);
  }

  @Override
  public Optional<E> decode(String key, YamlValue value, Decoding at) {
    try {
      return type.decode(key, value, at);
    } catch (InvalidValueException refused) {
      at.error(value, String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public YamlValue encode(E value, Encoding to) {
    return type.encode(value, to);
  }

  @Override
  public Optional<ElementType<?>> element() {
    return Optional.of(type);
  }

  @Override
  public void check(String key, E value) {
    if (!value.key().equals(key)) {
      throw new InvalidValueException("'" + key + "' stands for the " + type.name() + " '" + value.key() + "': both must be the same");
    }
  }
}
