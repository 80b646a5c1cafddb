package dev.slipway.compose.load;

import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.format.DotEnv;
import dev.slipway.compose.load.Session.Wanted;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the files from which services have environment variables and labels. */
final class ServiceFiles {
  private final Session session;
  private final Environment environment;

  ServiceFiles(Session session, Environment environment) {
    this.session = session;
    this.environment = environment;
  }

  /** All services with what their files say, under what they say themselves. */
  YamlMap in(YamlMap services) {
    return Trees.each(services, TreePath.of("services"), (path, service) -> service instanceof YamlMap map ? service(path, map) : service);
  }

  private YamlMap service(TreePath path, YamlMap service) {
    YamlMap done = session.has(LoadOption.WITHOUT_SERVICE_ENVIRONMENT) ? service : withEnvironment(path, service);
    done = withLabels(path, done);
    return session.has(LoadOption.DROP_READ_FILES) ? without(done) : done;
  }

  private YamlMap without(YamlMap service) {
    YamlMap done = session.has(LoadOption.WITHOUT_SERVICE_ENVIRONMENT) ? service : service.without("env_file");
    return done.without("label_file");
  }

  private YamlMap withEnvironment(TreePath path, YamlMap service) {
    YamlMap own = Trees.mapOrEmpty(service, "environment");
    Map<String, String> values = texts(own);
    ImmutableSet<String> before = ImmutableSet.copyOf(values.keySet());
    Function<String, Optional<String>> around = name -> environment.value(name).or(() -> own.get(name).flatMap(ServiceFiles::text));
    TreePath files = path.to("env_file");
    int index = 0;
    for (YamlValue item : Trees.items(service, "env_file")) {
      TreePath at = files.item(index++);
      Trees.map(item).ifPresent(file -> read(at, file, around, values));
    }
    own.entries().stream().filter(entry -> entry.value().isNull() && values.containsKey(entry.name()) && !before.contains(entry.name()))
        .forEach(entry -> session.in(Stage.VALUES).warning(path.to("environment").to(entry.name()), entry.key(),
            "'" + entry.name() + "' has a value in 'env_file', but stands in 'environment' without one and is not set",
            "take it out of 'environment', or give it a value there"));
    return values.keySet().equals(before) ? service : service.with("environment", under(own, values, service.get("env_file")));
  }

  private void read(TreePath path, YamlMap file, Function<String, Optional<String>> around, Map<String, String> values) {
    Optional<YamlValue> named = file.get("path").filter(value -> Trees.string(value).isPresent());
    if (named.isEmpty()) {
      return;
    }
    String where = located(Trees.string(named.get()).orElse(""));
    boolean required = file.get("required").isEmpty() || Trees.isTrue(file, "required");
    if (!required && session.look(where) instanceof FileSource.Missing) {
      return;
    }
    Optional<DotEnv.Format> format = DotEnv.Format.named(Trees.string(file, "format").orElse(""));
    if (format.isEmpty()) {
      session.in(Stage.VALUES).error(path.to("format"), file.get("format").orElse(file),
          "'" + Trees.string(file, "format").orElse("") + "' is no format of environment files", "write 'raw', or leave it out");
      return;
    }
    Wanted by = new Wanted(path, named.get().place());
    EnvironmentFiles.read(session, where, by, format.get(), around, values);
    if (!session.bring(values.size(), by)) {
      values.clear();
    }
  }

  private YamlMap withLabels(TreePath path, YamlMap service) {
    Map<String, String> values = new LinkedHashMap<>();
    TreePath files = path.to("label_file");
    int index = 0;
    for (YamlValue item : Trees.items(service, "label_file")) {
      TreePath at = files.item(index++);
      Trees.string(item).ifPresent(file -> EnvironmentFiles.read(session, located(file),
          new Wanted(at, item.place()), DotEnv.Format.USUAL, name -> Optional.empty(), values));
    }
    return values.isEmpty() ? service : service.with("labels", under(Trees.mapOrEmpty(service, "labels"), values, service.get("label_file")));
  }

  /** The path of a file, which starts from the project's directory only if paths were left as they are. */
  private String located(String path) {
    return session.has(LoadOption.RELATIVE_PATHS) ? HostPaths.resolve(session.directory(), path) : path;
  }

  private static Optional<String> text(YamlValue value) {
    return value instanceof YamlScalar scalar && !scalar.isNull() ? Optional.of(scalar.text()) : Optional.empty();
  }

  private static Map<String, String> texts(YamlMap map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.entries().forEach(entry -> text(entry.value()).ifPresent(text -> texts.put(entry.name(), text)));
    return texts;
  }

  private static YamlMap under(YamlMap own, Map<String, String> values, Optional<YamlValue> from) {
    Map<String, YamlMap.Entry> all = new LinkedHashMap<>();
    own.entries().forEach(entry -> all.put(entry.name(), entry));
    values.forEach((name, value) -> all.computeIfAbsent(name,
        missing -> new YamlMap.Entry(YamlScalar.of(name), YamlScalar.of(value).at(from.flatMap(YamlValue::place)))));
    return own.withEntries(all.values());
  }
}
