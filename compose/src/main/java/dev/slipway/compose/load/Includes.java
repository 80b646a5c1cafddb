package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.Suggestions;
import dev.slipway.compose.format.PathSystem;
import dev.slipway.compose.load.Session.Wanted;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.Place;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings what a document includes under what the document defines itself. Each item of {@code include} is a project of its
 * own: with its variables, its directory, its includes.
 */
final class Includes {
  private static final ImmutableList<String> KEYS = ImmutableList.of("path", "env_file", "project_directory");
  private static final ImmutableList<String> SECTIONS = ImmutableList.of("services", "volumes", "networks", "secrets", "configs", "models");

  private final Level level;
  private final Session session;
  private final String file;

  /**
   * The includes of one file.
   *
   * @param level the files among which it is
   * @param file where it lies
   */
  Includes(Level level, String file) {
    this.level = level;
    this.session = level.session();
    this.file = file;
  }

  /** One item in its long form. */
  private record Item(TreePath path, YamlValue value, ImmutableList<YamlScalar> files, Optional<String> directory,
      ImmutableList<YamlScalar> environmentFiles) {
    Wanted wants(YamlScalar named) {
      return new Wanted(path, named.place().or(value::place));
    }
  }

  /** A document with what it includes, and without {@code include}. */
  YamlMap in(YamlMap document, Resets resets) {
    Optional<YamlValue> include = document.get("include");
    if (include.isEmpty()) {
      return document;
    }
    YamlMap done = document.without("include");
    for (Item item : items(include.get())) {
      Optional<YamlMap> included = session.isExhausted() ? Optional.empty() : included(item);
      if (included.isPresent()) {
        done = under(done, included.get(), resets);
      }
    }
    return done;
  }

  private List<Item> items(YamlValue include) {
    List<Item> items = new ArrayList<>();
    TreePath path = TreePath.of("include");
    if (include instanceof YamlList list) {
      for (int i = 0; i < list.items().size(); i++) {
        item(path.item(i), list.items().get(i)).ifPresent(items::add);
      }
    } else if (!include.isNull()) {
      unreadable(path, include, "'include' must be a list", "write '- ' before the path, on a line of its own");
    }
    return items;
  }

  private Findings findings() {
    return session.in(Stage.COMPOSITION);
  }

  private void unreadable(TreePath path, YamlValue value, String message, String advice) {
    session.incomplete();
    findings().error(path, value, message, advice);
  }

  private Optional<Item> item(TreePath path, YamlValue value) {
    if (value instanceof YamlScalar scalar && scalar.isString()) {
      return Optional.of(new Item(path, value, ImmutableList.of(scalar), Optional.empty(), ImmutableList.of()));
    }
    if (!(value instanceof YamlMap map)) {
      unreadable(path, value, "an item of 'include' must be a string or a mapping", "write a path, or 'path:' with a path");
      return Optional.empty();
    }
    map.entries().stream().filter(entry -> !KEYS.contains(entry.name()) && !entry.name().startsWith("x-")).forEach(entry -> findings()
        .warning(path.to(entry.name()), entry.key(), "'" + entry.name() + "' is no attribute of 'include' and ignored" + Suggestions.among(entry.name(), KEYS), "remove it"));
    ImmutableList<YamlScalar> files = strings(path.to("path"), map.get("path"));
    if (files.isEmpty()) {
      unreadable(path, value, "'path' is missing", "name the file that is included: 'path: other/compose.yaml'");
      return Optional.empty();
    }
    return Optional.of(new Item(path, value, files, Trees.string(map, "project_directory"), strings(path.to("env_file"), map.get("env_file"))));
  }

  private ImmutableList<YamlScalar> strings(TreePath path, Optional<YamlValue> value) {
    if (value.isEmpty()) {
      return ImmutableList.of();
    }
    boolean several = value.get() instanceof YamlList;
    List<YamlValue> items = value.get() instanceof YamlList list ? list.items() : List.of(value.get());
    ImmutableList.Builder<YamlScalar> strings = ImmutableList.builder();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof YamlScalar scalar && scalar.isString()) {
        strings.add(scalar);
      } else {
        unreadable(several ? path.item(i) : path, items.get(i), "a path must be a string", "write it in quotes");
      }
    }
    return strings.build();
  }

  private Optional<YamlMap> included(Item item) {
    List<LoadedFile> files = new ArrayList<>();
    String main = session.locate(level.directory(), session.expanded(item.files().get(0).text()));
    for (YamlScalar named : item.files()) {
      String path = session.locate(level.directory(), session.expanded(named.text()));
      if (isCycle(item, named, path)) {
        return Optional.empty();
      }
      session.file(path, item.wants(named)).ifPresent(files::add);
    }
    ImmutableList<String> chain = ImmutableList.<String>builder().addAll(level.chain()).add(file).build();
    if (!session.deep(chain.size(), item.wants(item.files().get(0)))) {
      return Optional.empty();
    }
    String directory = item.directory().map(named -> HostPaths.resolve(level.directory(), session.expanded(named))).orElseGet(() -> HostPaths.parent(main));
    Level below = new Level(session, directory, environment(item, directory), chain);
    YamlMap included = below.completed(below.merged(files), Optional.of(HostPaths.relative(level.directory(), directory)));
    return placed(item, included);
  }

  private Optional<YamlMap> placed(Item item, YamlMap included) {
    Optional<Place> place = item.value().place();
    if (!session.bring(Trees.size(included), new Wanted(item.path(), place))) {
      return Optional.empty();
    }
    return Optional.of(
        place.map(where -> (YamlMap) Trees.used(included, new Place.Use("included", where.source(), where.span()))).orElse(included));
  }

  private boolean isCycle(Item item, YamlScalar named, String path) {
    List<String> way = new ArrayList<>(level.chain());
    way.add(file);
    int start = way.indexOf(path);
    if (start < 0) {
      return false;
    }
    way.add(path);
    unreadable(item.path(), named, "include cycle: '" + String.join("' includes '", way.subList(start, way.size())) + "'",
        "take one of these includes out");
    return true;
  }

  private Environment environment(Item item, String directory) {
    Map<String, String> values = new LinkedHashMap<>();
    if (item.environmentFiles().isEmpty()) {
      String path = PathSystem.UNIX.join(directory, ".env");
      FileSource.Reading reading = session.look(path);
      if (!(reading instanceof FileSource.Missing) && !(reading instanceof FileSource.Directory)) {
        EnvironmentFiles.read(session, path, new Wanted(item.path(), item.value().place()), level.environment(), values);
      }
    }
    for (YamlScalar named : item.environmentFiles()) {
      if (!named.text().equals("/dev/null")) {
        EnvironmentFiles.read(session, HostPaths.resolve(level.directory(), session.expanded(named.text())), item.wants(named), level.environment(), values);
      }
    }
    return level.environment().over(values);
  }

  private YamlMap under(YamlMap document, YamlMap included, Resets resets) {
    YamlMap done = document;
    for (String section : SECTIONS) {
      Optional<YamlMap> from = Trees.map(included, section);
      boolean fits = done.get(section).map(own -> own instanceof YamlMap || own.isNull()).orElse(true);
      if (from.isPresent() && fits) {
        done = done.with(section, under(section, Trees.mapOrEmpty(done, section), from.get(), resets.of(section)));
      }
    }
    return done;
  }

  private YamlMap under(String section, YamlMap own, YamlMap from, Resets resets) {
    Map<String, YamlMap.Entry> all = new LinkedHashMap<>();
    own.entries().forEach(entry -> all.put(entry.name(), entry));
    YamlMap base = resets.appliedTo(from);
    for (YamlMap.Entry entry : from.entries()) {
      YamlMap.Entry present = all.get(entry.name());
      Optional<YamlValue> below = base.get(entry.name());
      if (present == null) {
        all.put(entry.name(), entry);
      } else if (below.isPresent()) {
        all.put(entry.name(), present.withValue(merged(section, entry.name(), below.get(), present.value())));
      }
    }
    return own.withEntries(all.values());
  }

  private YamlValue merged(String section, String name, YamlValue base, YamlValue override) {
    YamlMap both = level.merge(Trees.entry(section, Trees.entry(name, base)), Trees.entry(section, Trees.entry(name, override)));
    return Trees.map(both, section).flatMap(map -> map.get(name)).orElse(override);
  }
}
