package dev.slipway.compose.load;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The variables that a group of files sees. */
final class Environment {
  private final ImmutableMap<String, String> values;
  private final boolean ignoresCase;
  /** By lower-case name, the first of each; empty where case counts. */
  private final ImmutableMap<String, String> folded;

  private Environment(ImmutableMap<String, String> values, boolean ignoresCase) {
    this.values = values;
    this.ignoresCase = ignoresCase;
    Map<String, String> byName = new LinkedHashMap<>();
    if (ignoresCase) {
      values.forEach((name, value) -> byName.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    }
    this.folded = ImmutableMap.copyOf(byName);
  }

  static Environment of(Map<String, String> values, boolean ignoresCase) {
    return new Environment(ImmutableMap.copyOf(values), ignoresCase);
  }

  Optional<String> value(String name) {
    String exact = values.get(name);
    return exact != null || !ignoresCase ? Optional.ofNullable(exact) : Optional.ofNullable(folded.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The same with variables that are added where there is none of the name. */
  Environment over(Map<String, String> others) {
    if (others.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(others);
    all.putAll(values);
    return of(all, ignoresCase);
  }

  /** The same with another value for a variable. */
  Environment with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put(name, value);
    return of(all, ignoresCase);
  }
}
