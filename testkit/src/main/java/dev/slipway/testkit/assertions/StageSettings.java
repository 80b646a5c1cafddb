package dev.slipway.testkit.assertions;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Base;
import dev.slipway.image.Command;
import dev.slipway.image.Healthcheck;
import dev.slipway.image.Image;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Instruction;
import dev.slipway.image.PortRange;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a stage, with the stages that it stands on, says of its containers. Variables are replaced where the model knows all
 * their values; else the text stays as it is written, since the base's values are unknown before a build.
 */
final class StageSettings {
  final Map<String, String> environment = new LinkedHashMap<>();
  final Map<String, String> labels = new LinkedHashMap<>();
  final TreeSet<String> ports = new TreeSet<>();
  final TreeSet<String> volumes = new TreeSet<>();
  @Nullable
  String user;
  @Nullable
  String workingDirectory;
  @Nullable
  String stopSignal;
  @Nullable
  Command entrypoint;
  @Nullable
  Command command;
  @Nullable
  Healthcheck healthcheck;

  private final Map<String, String> defaults;
  private final Map<String, String> arguments = new HashMap<>();
  private boolean commandSet;

  private StageSettings(Map<String, String> defaults) {
    this.defaults = defaults;
  }

  /**
   * The settings of a stage.
   *
   * @param defaults the values of the image's arguments, which {@code ARG} without a default takes over
   */
  static StageSettings of(Stage stage, Map<String, String> defaults) {
    StageSettings settings = new StageSettings(defaults);
    for (Stage each : lineage(stage).reverse()) {
      settings.arguments.clear();
      settings.commandSet = false;
      each.instructions().forEach(settings::apply);
    }
    return settings;
  }

  /** A stage and those it stands on, down to the one on a base that is no stage. */
  static ImmutableList<Stage> lineage(Stage stage) {
    ImmutableList.Builder<Stage> stages = ImmutableList.builder();
    Base base = stage;
    while (base instanceof Stage each) {
      stages.add(each);
      base = each.base();
    }
    return stages.build();
  }

  private void apply(Instruction instruction) {
    switch (instruction) {
      case Instruction.Arg argument -> argument(argument);
      case Instruction.Args several -> several.arguments().forEach(this::argument);
      case Instruction.Env env -> {
        Map<String, String> added = new LinkedHashMap<>();
        env.variables().forEach(pair -> added.put(text(pair.name()), text(pair.value())));
        environment.putAll(added);
      }
      case Instruction.Label label -> label.labels().forEach(pair -> labels.put(text(pair.name()), text(pair.value())));
      case Instruction.Workdir workdir -> workingDirectory = directory(text(workdir.path()));
      case Instruction.User change -> user = text(change.user());
      case Instruction.Expose expose -> expose.ports().forEach(this::expose);
      case Instruction.Volume volume -> volume.paths().forEach(path -> volumes.add(text(path)));
      case Instruction.Entrypoint change -> {
        entrypoint = emptied(change.command());
        command = commandSet ? command : null;
      }
      case Instruction.Cmd change -> {
        command = emptied(change.command());
        commandSet = true;
      }
      case Instruction.Health health -> healthcheck = health.check();
      case Instruction.StopSignal signal -> stopSignal = text(signal.signal());
      default -> {
      }
    }
  }

  private void argument(Instruction.Arg argument) {
    String value = argument.defaultValue().map(this::text).orElse(defaults.get(argument.name()));
    if (value != null) {
      arguments.put(argument.name(), value);
    }
  }

  private void expose(Word word) {
    String text = text(word);
    for (String range : Splitter.on(' ').omitEmptyStrings().split(text)) {
      if (word.variables().isEmpty() || !text.equals(word.toString())) {
        PortRange.container(range).ports().forEach(port -> ports.add(port.toString()));
      } else {
        ports.add(range);
      }
    }
  }

  /** A relative directory below one that only the base knows stays relative. */
  private String directory(String path) {
    if (path.startsWith("/")) {
      return path.indexOf('$') < 0 ? ImagePath.of(path).toString() : path;
    }
    return workingDirectory == null ? path : ImagePath.of(workingDirectory).resolve(path).toString();
  }

  /** A word with all variables replaced, or as it is written. */
  String text(Word word) {
    Map<String, String> known = new HashMap<>(arguments);
    known.putAll(environment);
    return expanded(word, known);
  }

  static String expanded(Word word, Map<String, String> known) {
    try {
      return known.keySet().containsAll(word.variables()) ? word.expand(name -> Optional.ofNullable(known.get(name))) : word.toString();
    } catch (InvalidValueException needsOtherValues) {
      return word.toString();
    }
  }

  /** The arguments of an image whose values its own defaults give. */
  static ImmutableMap<String, String> defaults(Image image) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Instruction.Arg argument : image.arguments()) {
      argument.defaultValue().filter(word -> values.keySet().containsAll(word.variables()))
          .ifPresent(word -> values.put(argument.name(), expanded(word, values)));
    }
    return ImmutableMap.copyOf(values);
  }

  /** An empty list of arguments takes back what was there. */
  private static @Nullable Command emptied(Command command) {
    return command instanceof Command.ExecForm exec && exec.arguments().isEmpty() ? null : command;
  }
}
