package dev.slipway.compose;

import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;

/** Limits, as one number where soft and hard ones are equal. */
final class UlimitForm implements Form<Ulimit> {
  @Override
  public Optional<Ulimit> decode(YamlValue value, Decoding at) {
    return value instanceof YamlMap
        ? Ulimit.ELEMENT.decode("", value, at)
        : Forms.INTEGER.decode(value, at).map(Ulimit::of);
  }

  @Override
  public Optional<ElementType<?>> element() {
    return Optional.of(Ulimit.ELEMENT);
  }

  @Override
  public YamlValue encode(Ulimit value, Encoding to) {
    Optional<Long> soft = value.value(Ulimit.SOFT);
    return soft.isPresent() && value.equals(Ulimit.of(soft.get())) ? YamlScalar.of(soft.get()) : Ulimit.ELEMENT.encode(value, to);
  }
}
