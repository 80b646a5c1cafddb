package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Arg;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of a stage while it is read, as far as a Dockerfile tells their values: what the base image brings is not
 * known.
 */
final class Variables {
  private final Map<String, Optional<String>> values;
  private final ImmutableMap<String, String> given;
  private final ImmutableMap<String, String> globals;
  private boolean othersKnown;

  private Variables(Map<String, Optional<String>> values, ImmutableMap<String, String> given, ImmutableMap<String, String> globals,
      boolean othersKnown) {
    this.values = values;
    this.given = given;
    this.globals = globals;
    this.othersKnown = othersKnown;
  }

  /**
   * Those at the start of a stage.
   *
   * @param given the build arguments
   * @param globals the arguments before the first stage and the automatic ones
   * @param empty whether the stage starts with no files, so that nothing has a value
   */
  static Variables of(Map<String, String> given, Map<String, String> globals, boolean empty) {
    Map<String, Optional<String>> values = new HashMap<>();
    values.put("PATH", Optional.empty());
    return new Variables(values, ImmutableMap.copyOf(given), ImmutableMap.copyOf(globals), empty);
  }

  /** Those of a stage that stands on the one with these. */
  Variables inherited() {
    return new Variables(new HashMap<>(values), given, globals, othersKnown);
  }

  /**
   * What a word is, if that is known.
   *
   * @throws InvalidValueException as {@link Word#expand}
   */
  Optional<String> known(Word word) {
    boolean known = word.variables().stream().allMatch(name -> values.containsKey(name) ? values.get(name).isPresent() : othersKnown);
    return known ? Optional.of(word.expand(name -> values.getOrDefault(name, Optional.empty()))) : Optional.empty();
  }

  /** Takes in what an instruction does to variables. */
  void apply(Instruction instruction) {
    switch (instruction) {
      case Arg arg -> declare(List.of(arg));
      case Instruction.Args args -> declare(args.arguments());
      case Instruction.Env env -> {
        Map<String, Optional<String>> set = new HashMap<>();
        for (Pair pair : env.variables()) {
          Optional<String> name = tried(pair.name());
          othersKnown &= name.isPresent();
          name.ifPresent(text -> set.put(text, tried(pair.value())));
        }
        values.putAll(set);
      }
      default -> {
      }
    }
  }

  /** Defaults see what was there before the instruction. */
  private void declare(List<Arg> arguments) {
    Map<String, Optional<String>> declared = new HashMap<>();
    for (Arg arg : arguments) {
      if (given.containsKey(arg.name())) {
        declared.put(arg.name(), Optional.of(given.get(arg.name())));
      } else if (arg.defaultValue().isPresent()) {
        declared.put(arg.name(), tried(arg.defaultValue().get()));
      } else if (globals.containsKey(arg.name())) {
        declared.put(arg.name(), Optional.of(globals.get(arg.name())));
      }
    }
    values.putAll(declared);
  }

  /** What cannot be expanded ends the build, not the reading. */
  private Optional<String> tried(Word word) {
    try {
      return known(word);
    } catch (InvalidValueException failing) {
      return Optional.empty();
    }
  }
}
