package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.dockerfile.Dockerfile;
import dev.slipway.dockerfile.Keyword;
import dev.slipway.dockerfile.ReadOptions;
import dev.slipway.dockerfile.Statement;
import dev.slipway.image.Platform;
import dev.slipway.image.Word;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments before the first stage, on one platform.
 *
 * @param platform what is built for
 * @param names the names of all arguments that are declared or automatic
 * @param values what they are with the build's arguments; those without a value are left out
 * @param defaults what they are without the build's arguments
 */
record Globals(Platform platform, ImmutableSet<String> names, ImmutableMap<String, String> values, ImmutableMap<String, String> defaults) {
  private static final Platform MACHINE = Platform.of("linux", System.getProperty("os.arch", "amd64"));

  /** What is built for; this machine's platform if nothing is said. */
  static ImmutableSet<Platform> platforms(ReadOptions options) {
    return options.platforms().isEmpty() ? ImmutableSet.of(MACHINE) : options.platforms();
  }

  static Globals of(Dockerfile file, ReadOptions options, Platform platform) {
    Map<String, String> automatic = new LinkedHashMap<>(MACHINE.arguments("BUILD"));
    automatic.putAll(platform.arguments("TARGET"));
    automatic.put("TARGETSTAGE", options.target().orElse("default"));
    automatic.replaceAll((name, value) -> options.arguments().getOrDefault(name, value));
    Set<String> names = new LinkedHashSet<>(automatic.keySet());
    Map<String, String> values = new LinkedHashMap<>(automatic);
    Map<String, String> defaults = new LinkedHashMap<>(automatic);
    for (Statement statement : file.statements()) {
      if (statement.keyword() == Keyword.FROM) {
        break;
      }
      for (Assignment assignment : assignments(statement)) {
        String name = assignment.name().text();
        names.add(name);
        declare(file, assignment, defaults);
        if (options.arguments().containsKey(name)) {
          values.put(name, options.arguments().getOrDefault(name, ""));
        } else {
          declare(file, assignment, values);
        }
      }
    }
    return new Globals(platform, ImmutableSet.copyOf(names), ImmutableMap.copyOf(values), ImmutableMap.copyOf(defaults));
  }

  private static ImmutableList<Assignment> assignments(Statement statement) {
    boolean argument = statement.keyword() == Keyword.ARG && statement.arguments() instanceof Arguments.Assignments;
    return argument ? ((Arguments.Assignments) statement.arguments()).list() : ImmutableList.of();
  }

  private static void declare(Dockerfile file, Assignment assignment, Map<String, String> values) {
    assignment.value().flatMap(value -> file.word(value.text())).flatMap(word -> expanded(word, values))
        .ifPresent(value -> values.put(assignment.name().text(), value));
  }

  /** What a word is with these values and no others; empty if it cannot be expanded. */
  static Optional<String> expanded(Word word, Map<String, String> values) {
    try {
      return Optional.of(word.expand(name -> Optional.ofNullable(values.get(name))));
    } catch (InvalidValueException failing) {
      return Optional.empty();
    }
  }

  /** What a word is with the build's arguments. */
  Optional<String> expanded(Word word) {
    return expanded(word, values);
  }
}
