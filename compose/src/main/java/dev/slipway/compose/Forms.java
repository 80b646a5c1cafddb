package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Longs;
import dev.slipway.InvalidValueException;
import dev.slipway.compose.format.ByteCount;
import dev.slipway.yaml.YamlScalar;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms that many attributes have. */
final class Forms {
  static final Form<Text> TEXT = TextForm.TEXT;
  static final Form<Boolean> TRUTH = ScalarForm.of("true or false", Forms::truth, YamlScalar::of);
  static final Form<Long> INTEGER = ScalarForm.of("a whole number", Forms::integer, YamlScalar::of);
  static final Form<Double> DECIMAL = ScalarForm.of("a number", Forms::decimal, Forms::decimal);
  static final Form<Duration> DURATION = DurationForm.DURATION;
  static final Form<ByteCount> BYTES = BytesForm.BYTES;
  static final Form<ImmutableList<Text>> TEXTS = list(TEXT);
  /** Lists of which one item is often enough. */
  static final Form<ImmutableList<Text>> TEXTS_OR_ONE = new ListForm<>(TEXT, true);
  static final Form<ImmutableMap<String, Text>> LABELS = map(TextForm.LABEL);
  /** Variables of containers and builds; null takes the value from the surroundings. */
  static final Form<ImmutableMap<String, Setting<Text>>> VARIABLES = new MapForm<>(new NullableForm<>(TEXT, true), false);

  private Forms() {}

  static <T> Form<ImmutableList<T>> list(Form<T> item) {
    return new ListForm<>(item, false);
  }

  static <T> Form<ImmutableMap<String, T>> map(Form<T> item) {
    return new MapForm<>(new MapForm.Values<>(item), false);
  }

  /** Mappings whose values may be null; where all are, the keys are enough. */
  static <T> Form<ImmutableMap<String, Setting<T>>> names(Form<T> item) {
    return new MapForm<>(new NullableForm<>(item, false), true);
  }

  static <E extends Element<E>> Form<E> element(ElementType<E> type) {
    return ElementForm.of(type);
  }

  static <E extends Element<E>> Form<ImmutableList<E>> elements(ElementType<E> type) {
    return list(ElementForm.of(type));
  }

  /** One of the constants of an enumeration, whose texts say how they are written. */
  static <T extends Enum<T>> Form<T> constant(Class<T> type) {
    T[] constants = type.getEnumConstants();
    String expected = Arrays.stream(constants).map(each -> "'" + each + "'").collect(Collectors.joining(" or "));
    return ScalarForm.of(expected, scalar -> Arrays.stream(constants).filter(each -> each.toString().equals(scalar.text())).findFirst(),
        value -> YamlScalar.of(value.toString()));
  }

  /** Whole numbers in a range. */
  static Form<Long> integer(String what, long least, long most) {
    return ScalarForm.of("a whole number", Forms::integer, (Long value) -> YamlScalar.of(value)).checking(value -> {
      if (value < least || value > most) {
        throw new InvalidValueException("'" + value + "' is not " + what + ": it must be from " + least + " to " + most);
      }
    });
  }

  private static Optional<Boolean> truth(YamlScalar scalar) {
    return switch (scalar.text().toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> scalar.truth();
    };
  }

  static Optional<Long> integer(YamlScalar scalar) {
    if (scalar.isString()) {
      return Optional.ofNullable(Longs.tryParse(scalar.text()));
    }
    Optional<Long> whole = scalar.integer().filter(value -> value.bitLength() < Long.SIZE).map(BigInteger::longValue);
    return whole.isPresent()
        ? whole
        : scalar.number().filter(value -> value == Math.rint(value) && Math.abs(value) < 1L << 53).map(Double::longValue);
  }

  private static Optional<Double> decimal(YamlScalar scalar) {
    return scalar.isString() ? Optional.ofNullable(Doubles.tryParse(scalar.text())).filter(Double::isFinite) : scalar.number();
  }

  /** Whole numbers are written without a point. */
  private static YamlScalar decimal(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? YamlScalar.of((long) value)
        : YamlScalar.number(Double.toString(value), value);
  }
}
