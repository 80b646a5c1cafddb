package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Word;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The variables at one point of a stage. */
final class StageVariables {
  /** Arguments that builders take for themselves and keep out of variables. */
  private static final ImmutableSet<String> CONTROL = ImmutableSet.of("BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE");

  /** Paths, ports and names are short; what is longer is taken for unknown, so that doubling variables cost nothing. */
  private static final int LONGEST = 4096;
  private static final int MOST_PARTS = 100;

  /** What is set; without a value where that is not known. */
  private final Map<String, Optional<String>> values;
  /** Arguments of the stage and those below it, with a value or without. */
  private final Set<String> arguments;
  private boolean complete;

  private StageVariables(Map<String, Optional<String>> values, Set<String> arguments, boolean complete) {
    this.values = values;
    this.arguments = arguments;
    this.complete = complete;
  }

  /**
   * Those that a stage starts with.
   *
   * @param base what the base image sets; empty if that is not known
   */
  static StageVariables of(Optional<ImmutableMap<String, String>> base) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    // builders set it where the image does not
    values.put("PATH", base.isPresent() ? Optional.of("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") : Optional.empty());
    base.ifPresent(set -> set.forEach((name, value) -> values.put(name, Optional.of(value))));
    return new StageVariables(values, new HashSet<>(), base.isPresent());
  }

  /** Those of a stage that stands on the one with these. */
  StageVariables inherited() {
    return new StageVariables(new LinkedHashMap<>(values), new HashSet<>(arguments), complete);
  }

  /** Whether nothing is set but what is known here. */
  boolean complete() {
    return complete;
  }

  /** Whether a variable is set or an argument declared. */
  boolean defines(String name) {
    return values.containsKey(name) || arguments.contains(name) || CONTROL.contains(name);
  }

  /** The names of all that is set. */
  Set<String> names() {
    return values.keySet();
  }

  /** What a word is; empty if that is not known, or it cannot be expanded. */
  Optional<String> known(Word word) {
    return knows(word) ? expanded(word) : Optional.empty();
  }

  /** Whether the values of all variables in a word are known. */
  boolean knows(Word word) {
    return word.variables().stream()
        .allMatch(name -> values.containsKey(name) ? values.getOrDefault(name, Optional.empty()).isPresent() : complete);
  }

  /** Gives the values that are known. */
  Function<String, Optional<String>> values() {
    return name -> values.getOrDefault(name, Optional.empty());
  }

  private Optional<String> expanded(Word word) {
    if (word.parts().size() > MOST_PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(word.expand(values())).filter(text -> text.length() <= LONGEST);
    } catch (InvalidValueException failing) {
      return Optional.empty();
    }
  }

  void set(String name, Optional<String> value) {
    values.put(name, value);
  }

  /** Takes in that a variable is set whose name is not known. */
  void setSomething() {
    complete = false;
  }

  void declare(String name, Optional<Optional<String>> value) {
    arguments.add(name);
    if (!CONTROL.contains(name)) {
      value.ifPresent(found -> values.put(name, found));
    }
  }
}
