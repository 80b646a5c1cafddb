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
  /** How many stages that stand on each other share what they inherit: with more, looking up costs more than copying. */
  private static final int LONGEST_CHAIN = 64;
  /** A longer value is as good as unknown: it names no stage and no file. */
  private static final int LONGEST_VALUE = 4096;

  private final Optional<Variables> base;
  private final int depth;
  private final Map<String, Optional<String>> values;
  private final ImmutableMap<String, String> given;
  private final ImmutableMap<String, String> globals;
  private boolean othersKnown;

  private Variables(Optional<Variables> base, Map<String, Optional<String>> values, ImmutableMap<String, String> given,
      ImmutableMap<String, String> globals, boolean othersKnown) {
    this.base = base;
    this.depth = base.map(below -> below.depth + 1).orElse(0);
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
    return new Variables(Optional.empty(), values, ImmutableMap.copyOf(given), ImmutableMap.copyOf(globals), empty);
  }

  /** Those of a stage that stands on the one with these, which has been read. */
  Variables inherited() {
    if (depth < LONGEST_CHAIN) {
      return new Variables(Optional.of(this), new HashMap<>(), given, globals, othersKnown);
    }
    Map<String, Optional<String>> all = new HashMap<>();
    for (Optional<Variables> below = Optional.of(this); below.isPresent(); below = below.get().base) {
      below.get().values.forEach(all::putIfAbsent);
    }
    return new Variables(Optional.empty(), all, given, globals, othersKnown);
  }

  /** What is known of a variable, at the stage that has set it last; empty if none has. */
  private Optional<Optional<String>> find(String name) {
    Optional<Optional<String>> found = Optional.ofNullable(values.get(name));
    for (Optional<Variables> below = base; found.isEmpty() && below.isPresent(); below = below.get().base) {
      found = Optional.ofNullable(below.get().values.get(name));
    }
    return found;
  }

  /**
   * What a word is, if that is known.
   *
   * @throws InvalidValueException as {@link Word#expand}
   */
  Optional<String> known(Word word) {
    boolean known = word.variables().stream().allMatch(name -> find(name).map(Optional::isPresent).orElse(othersKnown));
    return known ? Optional.of(word.expand(name -> find(name).orElse(Optional.empty()))) : Optional.empty();
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
      return known(word).filter(value -> value.length() <= LONGEST_VALUE);
    } catch (InvalidValueException failing) {
      return Optional.empty();
    }
  }
}
