package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.compose.format.WindowsPath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes the paths of a project that mean the machine which reads it start from a directory. Only characters are looked at:
 * no file needs to be there, and links stay as they are.
 */
final class PathResolution {
  private static final ImmutableList<String> REMOTE = ImmutableList.of("https://", "http://", "git://", "ssh://", "github.com/", "git@");

  private final Session session;
  private final String directory;
  private final ImmutableMap<ImmutableList<String>, UnaryOperator<String>> rules;

  PathResolution(Session session, String directory) {
    this.session = session;
    this.directory = directory;
    this.rules = ImmutableMap.<ImmutableList<String>, UnaryOperator<String>>builder()
        .put(ImmutableList.of("build", "context"), this::context)
        .put(ImmutableList.of("build", "additional_contexts", Trees.EACH), this::context)
        .put(ImmutableList.of("build", "ssh", Trees.EACH), this::anySystem)
        .put(ImmutableList.of("env_file", Trees.EACH, "path"), this::plain)
        .put(ImmutableList.of("label_file", Trees.EACH), this::plain)
        .put(ImmutableList.of("extends", "file"), this::reference)
        .put(ImmutableList.of("develop", "watch", Trees.EACH, "path"), this::plain)
        .buildOrThrow();
  }

  /** A project in long forms with its paths from the directory. */
  YamlMap of(YamlMap project) {
    YamlValue done = Trees.at(project, List.of("services", Trees.EACH),
        (path, service) -> service instanceof YamlMap map ? service(map) : service);
    done = Trees.at(done, List.of("configs", Trees.EACH, "file"), (path, file) -> text(file, this::anySystem));
    done = Trees.at(done, List.of("secrets", Trees.EACH, "file"), (path, file) -> text(file, this::anySystem));
    return (YamlMap) Trees.at(done, List.of("volumes", Trees.EACH), (path, volume) -> volume instanceof YamlMap map ? device(map) : volume);
  }

  private YamlMap service(YamlMap service) {
    YamlValue done = service;
    for (Map.Entry<ImmutableList<String>, UnaryOperator<String>> rule : rules.entrySet()) {
      if (service.get(rule.getKey().get(0)).isPresent()) {
        done = Trees.at(done, rule.getKey(), (path, value) -> text(value, rule.getValue()));
      }
    }
    return (YamlMap) Trees.at(done, List.of("volumes", Trees.EACH), (path, mount) -> mount instanceof YamlMap map ? bind(map) : mount);
  }

  private YamlMap bind(YamlMap mount) {
    if (!Trees.string(mount, "type").filter("bind"::equals).isPresent()) {
      return mount;
    }
    return (YamlMap) Trees.at(mount, List.of("source"), (path, source) -> text(source, this::anySystem));
  }

  private YamlMap device(YamlMap volume) {
    YamlMap options = Trees.mapOrEmpty(volume, "driver_opts");
    boolean binds = Trees.string(volume, "driver").filter("local"::equals).isPresent()
        && Trees.string(options, "o").filter("bind"::equals).isPresent();
    return binds ? (YamlMap) Trees.at(volume, List.of("driver_opts", "device"), (path, device) -> text(device, this::anySystem)) : volume;
  }

  private static YamlValue text(YamlValue value, UnaryOperator<String> change) {
    if (!(value instanceof YamlScalar scalar) || !scalar.isString()) {
      return value;
    }
    String changed = change.apply(scalar.text());
    return changed.equals(scalar.text()) ? value : YamlScalar.of(changed).at(scalar.place());
  }

  private String plain(String path) {
    String expanded = session.expanded(path);
    return expanded.isEmpty() ? expanded : HostPaths.resolve(directory, expanded);
  }

  private String anySystem(String path) {
    String expanded = session.expanded(path);
    return WindowsPath.isAbsolute(expanded) ? expanded : HostPaths.resolve(directory, expanded);
  }

  private String context(String context) {
    boolean other = context.contains("://") || context.startsWith("service:") || REMOTE.stream().anyMatch(context::startsWith);
    return other ? context : plain(context);
  }

  private String reference(String file) {
    return session.isReference(file) ? file : plain(file);
  }
}
