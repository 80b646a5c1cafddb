package dev.slipway.dockerfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.slipway.image.Command;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Instruction;
import dev.slipway.image.Instruction.Pair;
import dev.slipway.image.PatternText;
import dev.slipway.image.Stage;
import dev.slipway.image.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a stage on scratch means for an image's configuration, and what Docker says it has, both as comparable text. */
final class ExpectedConfiguration {
  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final TreeSet<String> volumes = new TreeSet<>();
  private final Map<String, String> rest = new LinkedHashMap<>();
  private List<String> shell = ImmutableList.of("/bin/sh", "-c");
  private ImagePath directory = ImagePath.ROOT;

  private ExpectedConfiguration() {}

  static Map<String, String> of(Stage stage) {
    ExpectedConfiguration configuration = new ExpectedConfiguration();
    stage.instructions().forEach(configuration::apply);
    configuration.rest.put("env", configuration.environment.toString());
    configuration.rest.put("labels", configuration.labels.toString());
    configuration.rest.put("volumes", configuration.volumes.toString());
    return configuration.rest;
  }

  static Map<String, String> inspected(JsonNode image) {
    JsonNode config = image.get("Config");
    Map<String, String> result = new LinkedHashMap<>();
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode variable : config.path("Env")) {
      int equals = variable.asText().indexOf('=');
      environment.put(variable.asText().substring(0, equals), variable.asText().substring(equals + 1));
    }
    // BuildKit gives every image a search path
    environment.remove("PATH");
    Map<String, String> labels = new TreeMap<>();
    config.path("Labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    TreeSet<String> volumes = new TreeSet<>();
    config.path("Volumes").properties().forEach(volume -> volumes.add(volume.getKey()));
    result.put("env", environment.toString());
    result.put("labels", labels.toString());
    result.put("volumes", volumes.toString());
    put(result, "directory", config.path("WorkingDir").asText().equals("/") ? "" : config.path("WorkingDir").asText());
    put(result, "user", config.path("User").asText());
    put(result, "author", image.path("Author").asText());
    put(result, "signal", config.path("StopSignal").asText());
    list(result, "command", config.path("Cmd"));
    list(result, "entrypoint", config.path("Entrypoint"));
    list(result, "shell", config.path("Shell"));
    return result;
  }

  private static void put(Map<String, String> result, String key, String value) {
    if (!value.isEmpty()) {
      result.put(key, value);
    }
  }

  private static void list(Map<String, String> result, String key, JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asText()));
    if (array.isArray() && !strings.isEmpty()) {
      result.put(key, strings.toString());
    }
  }

  private String expand(Word word) {
    return word.expand(name -> Optional.ofNullable(environment.get(name)));
  }

  private void apply(Instruction instruction) {
    switch (instruction) {
      case Instruction.Env env -> environment.putAll(expanded(env.variables()));
      case Instruction.Label label -> labels.putAll(expanded(label.labels()));
      case Instruction.Workdir workdir -> {
        directory = directory.resolve(expand(workdir.path()));
        // an image that says nothing of its directory starts in the root too
        rest.put("directory", directory.isRoot() ? "" : directory.toString());
        rest.values().removeIf(String::isEmpty);
      }
      case Instruction.User user -> rest.put("user", expand(user.user()));
      case Instruction.StopSignal signal -> rest.put("signal", expand(signal.signal()));
      case Instruction.Volume volume -> volume.paths().forEach(path -> volumes.add(expand(path)));
      case Instruction.Maintainer maintainer -> rest.put("author", PatternText.trim(maintainer.name()));
      case Instruction.Shell shells -> {
        shell = shells.arguments();
        rest.put("shell", shell.toString());
      }
      case Instruction.Cmd cmd -> putArguments("command", cmd.command());
      case Instruction.Entrypoint entrypoint -> putArguments("entrypoint", entrypoint.command());
      case Instruction.Onbuild onbuild -> {
        // kept as text, which is not compared here
      }
      default -> throw new IllegalArgumentException(instruction.toString());
    }
  }

  private Map<String, String> expanded(List<Pair> pairs) {
    Map<String, String> result = new LinkedHashMap<>();
    pairs.forEach(pair -> result.put(expand(pair.name()), expand(pair.value())));
    return result;
  }

  /** An empty list clears what was there. */
  private void putArguments(String key, Command command) {
    rest.remove(key);
    if (!arguments(command).isEmpty()) {
      rest.put(key, arguments(command).toString());
    }
  }

  private List<String> arguments(Command command) {
    return switch (command) {
      case Command.ExecForm exec -> exec.arguments();
      case Command.ShellForm line -> ImmutableList.<String>builder().addAll(shell).add(PatternText.trim(line.line())).build();
      case Command.Script script -> throw new IllegalArgumentException(script.toString());
    };
  }
}
