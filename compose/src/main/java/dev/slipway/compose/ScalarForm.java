package dev.slipway.compose;

import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Values that are one scalar each.
 *
 * @param expected what must stand there, as a noun for messages
 * @param reading the value of a scalar; empty if it is none
 * @param writing the scalar of a value
 * @param checking refuses values that no file may hold
 * @param <T> the values
 */
record ScalarForm<T>(String expected, Function<YamlScalar, Optional<T>> reading, Function<T, YamlScalar> writing,
    Consumer<T> checking) implements Form<T> {

  static <T> ScalarForm<T> of(String expected, Function<YamlScalar, Optional<T>> reading, Function<T, YamlScalar> writing) {
    return new ScalarForm<>(expected, reading, writing, value -> {});
  }

  /** The same values, of which some are refused. */
  ScalarForm<T> checking(Consumer<T> newChecking) {
    return new ScalarForm<>(expected, reading, writing, newChecking);
  }

  @Override
  public Optional<T> decode(YamlValue value, Decoding at) {
    Optional<T> read = value instanceof YamlScalar scalar && !scalar.isNull() ? literal(scalar, at).flatMap(reading) : Optional.empty();
    return read.isPresent() ? read : at.refuse(value, expected);
  }

  private static Optional<YamlScalar> literal(YamlScalar scalar, Decoding at) {
    return scalar.isString() ? at.text(scalar).flatMap(Text::literal).map(YamlScalar::of) : Optional.of(scalar);
  }

  @Override
  public YamlValue encode(T value, Encoding to) {
    YamlScalar scalar = writing.apply(value);
    return scalar.isString() ? YamlScalar.of(to.characters(scalar.text())) : scalar;
  }

  @Override
  public void check(T value) {
    checking.accept(value);
  }
}
