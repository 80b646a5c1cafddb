package dev.slipway.compose.schema;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.math.BigDecimal;

/** When two items of a list are the same in JSON, where {@code 1} and {@code 1.0} are. */
final class JsonEquality {
  private JsonEquality() {}

  /** The same object for the same data. */
  static Object key(YamlValue value) {
    return switch (value) {
      case YamlMap map -> map.entries()
          .stream()
          .collect(ImmutableMap.toImmutableMap(YamlMap.Entry::name, entry -> key(entry.value()), (first, second) -> second));
      case YamlList list -> list.items().stream().map(JsonEquality::key).collect(ImmutableList.toImmutableList());
      case YamlScalar scalar -> scalar(scalar);
    };
  }

  private static Object scalar(YamlScalar scalar) {
    if (scalar.integer().isPresent()) {
      return new BigDecimal(scalar.integer().get()).stripTrailingZeros();
    }
    boolean finite = scalar.number().filter(number -> !number.isNaN() && !number.isInfinite()).isPresent();
    return finite ? new BigDecimal(scalar.number().get()).stripTrailingZeros() : scalar.isString() ? scalar.text() : scalar;
  }
}
