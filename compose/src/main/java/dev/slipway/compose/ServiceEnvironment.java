package dev.slipway.compose;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Variables with values. */
final class ServiceEnvironment {
  private ServiceEnvironment() {}

  /** Null has the value of the surroundings, or is left out. */
  static ImmutableSortedMap<String, String> resolved(ImmutableMap<String, Setting<Text>> variables,
      Function<String, Optional<String>> surroundings) {
    Map<String, String> values = new TreeMap<>();
    variables.forEach((name, setting) -> setting.value().map(text -> text.resolve(surroundings)).or(() -> surroundings.apply(name))
        .ifPresent(value -> values.put(name, value)));
    return ImmutableSortedMap.copyOf(values);
  }
}
