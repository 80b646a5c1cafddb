package dev.slipway.compose;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Optional;

/** Lists and mappings with one thing more. */
final class Collected {
  private Collected() {}

  static <T> ImmutableList<T> add(Optional<ImmutableList<T>> present, T added) {
    return ImmutableList.<T>builder().addAll(present.orElse(ImmutableList.of())).add(added).build();
  }

  /** The mapping with a value for a key, in the place of the present one. */
  static <T> ImmutableMap<String, T> put(Optional<ImmutableMap<String, T>> present, String key, T value) {
    return ImmutableMap.<String, T>builder().putAll(present.orElse(ImmutableMap.of())).put(key, value).buildKeepingLast();
  }

  static ImmutableList<Text> texts(String... literals) {
    return Arrays.stream(literals).map(Text::of).collect(ImmutableList.toImmutableList());
  }
}
