package dev.slipway.compose;

import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Elements inside others.
 *
 * @param type the kind of element
 * @param brief a short form that says the same, if there is one
 * @param <E> the elements
 */
record ElementForm<E extends Element<E>>(ElementType<E> type,
    BiFunction<E, Encoding, Optional<YamlValue>> brief) implements Form<E> {

  static <E extends Element<E>> ElementForm<E> of(ElementType<E> type) {
    return new ElementForm<>(type, (element, to) -> Optional.empty());
  }

  /** Elements that are often told by one text: where nothing else is set, that text is enough. */
  static <E extends Element<E>> ElementForm<E> of(ElementType<E> type, Attribute<E, Text> main) {
    return new ElementForm<>(type, (element, to) -> {
      YamlMap map = type.encode(element, to);
      boolean alone = map.entries().size() == 1 && map.entry(main.name()).isPresent() && element.value(main).isPresent();
      return alone ? Optional.of(map.entries().get(0).value()) : Optional.empty();
    });
  }

  @Override
  public Optional<E> decode(YamlValue value, Decoding at) {
    return value instanceof YamlScalar ? at.refuse(value, "the attributes of a " + type.name()) : type.decode("", value, at);
  }

  @Override
  public Optional<ElementType<?>> element() {
    return Optional.of(type);
  }

  @Override
  public YamlValue encode(E value, Encoding to) {
    return to.minimal() ? brief.apply(value, to).orElseGet(() -> type.encode(value, to)) : type.encode(value, to);
  }
}
