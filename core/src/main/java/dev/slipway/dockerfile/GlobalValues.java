package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Instruction.Arg;
import dev.slipway.image.Platform;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of arguments before the first stage, for each platform that is built for. */
final class GlobalValues {
  private final ImmutableMap<String, String> given;
  private final List<Map<String, String>> values = new ArrayList<>();

  GlobalValues(ReadOptions options, String targetStage) {
    this.given = options.arguments();
    Platform machine = Platform.of("linux", System.getProperty("os.arch", "amd64"));
    List<Platform> platforms = options.platforms().isEmpty() ? ImmutableList.of(machine) : options.platforms().asList();
    for (Platform platform : platforms) {
      Map<String, String> automatic = new LinkedHashMap<>(machine.arguments("BUILD"));
      automatic.putAll(platform.arguments("TARGET"));
      automatic.put("TARGETSTAGE", targetStage);
      automatic.replaceAll(given::getOrDefault);
      values.add(automatic);
    }
  }

  /**
   * Takes in an argument.
   *
   * @throws InvalidValueException if its default cannot be expanded
   */
  void declare(Arg arg) {
    for (Map<String, String> each : values) {
      if (given.containsKey(arg.name())) {
        each.put(arg.name(), given.getOrDefault(arg.name(), ""));
      } else {
        arg.defaultValue().ifPresent(word -> each.put(arg.name(), expanded(word, each)));
      }
    }
  }

  /**
   * What a word is for each platform.
   *
   * @throws InvalidValueException if it cannot be expanded
   */
  ImmutableList<String> expand(Word word) {
    return values.stream().map(each -> expanded(word, each)).collect(ImmutableList.toImmutableList());
  }

  /** The names of all arguments. */
  ImmutableList<String> names() {
    return ImmutableList.copyOf(values.get(0).keySet());
  }

  /** Whether an argument has a value that is not empty. */
  boolean isFilled(String name) {
    return values.stream().anyMatch(each -> !each.getOrDefault(name, "").isEmpty());
  }

  /** The values that all platforms share. */
  ImmutableMap<String, String> shared() {
    Map<String, String> shared = new LinkedHashMap<>(values.get(0));
    values.forEach(each -> shared.entrySet().removeIf(entry -> !entry.getValue().equals(each.get(entry.getKey()))));
    return ImmutableMap.copyOf(shared);
  }

  private static String expanded(Word word, Map<String, String> values) {
    return word.expand(name -> Optional.ofNullable(values.get(name)));
  }
}
