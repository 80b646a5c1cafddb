package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.load.Session.Wanted;
import dev.slipway.compose.schema.ComposeSchema;
import dev.slipway.compose.tree.Findings;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlList;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import dev.slipway.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of files that see the same variables and have the same directory: those of the request, or those of one item of
 * {@code include}.
 */
final class Level {
  private final Session session;
  private final String directory;
  private final Environment environment;
  private final ImmutableList<String> chain;
  private final Map<String, Optional<ExtendedFile>> extended = new HashMap<>();

  /**
   * A group of files.
   *
   * @param directory what their relative paths start from
   * @param environment the variables that they see
   * @param chain the files that led here by including each other, the first first
   */
  Level(Session session, String directory, Environment environment, ImmutableList<String> chain) {
    this.session = session;
    this.directory = directory;
    this.environment = environment;
    this.chain = chain;
  }

  Session session() {
    return session;
  }

  String directory() {
    return directory;
  }

  Environment environment() {
    return environment;
  }

  ImmutableList<String> chain() {
    return chain;
  }

  /** All files and documents as one, each over those before it. */
  YamlMap merged(List<LoadedFile> files) {
    YamlMap model = YamlMap.empty();
    for (LoadedFile file : files) {
      for (YamlValue document : file.documents()) {
        model = merged(model, file, document);
      }
    }
    return model;
  }

  private YamlMap merged(YamlMap model, LoadedFile file, YamlValue value) {
    Optional<Resets.Taken> taken = session.cover(model, new Wanted(TreePath.ROOT, value.place())) ? opened(value) : Optional.empty();
    if (taken.isEmpty()) {
      return model;
    }
    Resets resets = taken.get().resets();
    YamlMap document = withVariables((YamlMap) taken.get().value());
    if (!session.has(LoadOption.KEEP_INCLUDES)) {
      document = new Includes(this, file.path()).in(document, resets);
    }
    YamlMap base = resets.appliedTo(model);
    if (!session.has(LoadOption.KEEP_EXTENDS)) {
      document = new Extends(this).in(document, file.path(), resets);
    }
    return canonical(unique(merge(base, document)), !session.has(LoadOption.UNCHECKED));
  }

  private Optional<Resets.Taken> opened(YamlValue value) {
    if (value instanceof YamlMap document) {
      return Optional.of(Resets.from(document));
    }
    session.in(Stage.SHAPE).error(TreePath.ROOT, value, "the top-level object must be a mapping",
        "begin with 'services:' and write the services below it");
    return Optional.empty();
  }

  private YamlMap withVariables(YamlMap document) {
    if (session.has(LoadOption.KEEP_VARIABLES)) {
      return document;
    }
    return (YamlMap) ComposeSchema.cast(new Interpolation(session, environment).of(document), session.in(Stage.VARIABLES));
  }

  /** A tree over another, both from the root. */
  YamlMap merge(YamlMap base, YamlMap override) {
    return (YamlMap) ComposeSchema.merge(base, override, session.in(Stage.COMPOSITION));
  }

  private static YamlMap unique(YamlMap model) {
    return (YamlMap) ComposeSchema.unique(model);
  }

  private YamlMap canonical(YamlMap model, boolean checked) {
    if (checked) {
      ComposeSchema.check(model, session.in(Stage.SHAPE));
      model.entry("version").ifPresent(entry -> session.in(Stage.SHAPE)
          .warning(TreePath.of("version"), entry.key(), "the attribute 'version' is obsolete and ignored", "remove it"));
    }
    YamlMap canonical = longForms(model.without("version"));
    return unique((YamlMap) Trees.at(canonical, List.of("services", Trees.EACH, "dns"), (path, dns) -> withoutEmpty(dns)));
  }

  private YamlMap longForms(YamlMap model) {
    if (!session.has(LoadOption.KEEP_VARIABLES)) {
      return (YamlMap) ComposeSchema.canonical(model, session.in(Stage.FORM));
    }
    Findings all = new Findings();
    YamlMap canonical = (YamlMap) ComposeSchema.canonical(model, all);
    all.all().stream().filter(finding -> !Trees.hasVariable(Trees.find(model, finding.path()))).forEach(session.in(Stage.FORM)::add);
    return canonical;
  }

  private static YamlValue withoutEmpty(YamlValue dns) {
    return dns instanceof YamlList list
        ? list.withItems(list.items().stream().filter(item -> !isEmpty(item)).toList())
        : dns;
  }

  private static boolean isEmpty(YamlValue item) {
    return item instanceof YamlScalar scalar && (scalar.isNull() || scalar.text().isEmpty());
  }

  /**
   * The services of a file that is extended, with paths as they are seen from this level's directory.
   *
   * @param path where it lies
   * @param by the value that names it
   */
  Optional<ExtendedFile> extended(String path, Wanted by) {
    Optional<ExtendedFile> known = extended.get(path);
    if (known == null) {
      known = session.file(path, by).filter(file -> session.bring(file.documents().stream().mapToLong(Trees::size).sum(), by))
          .map(file -> new ExtendedFile(path, extendedModel(file, by), lastResets(file)));
      extended.put(path, known);
    }
    return known;
  }

  private YamlMap extendedModel(LoadedFile file, Wanted by) {
    YamlMap model = YamlMap.empty();
    for (YamlValue value : file.documents()) {
      Optional<Resets.Taken> taken = session.cover(model, by) ? opened(value) : Optional.empty();
      if (taken.isPresent()) {
        YamlMap document = withVariables((YamlMap) taken.get().value());
        model = canonical(unique(merge(taken.get().resets().appliedTo(model), document)), false);
      }
    }
    String prefix = HostPaths.relative(directory, HostPaths.parent(file.path()));
    return new PathResolution(session, prefix).of(model);
  }

  private Resets lastResets(LoadedFile file) {
    Resets resets = Resets.NONE;
    for (YamlValue document : file.documents()) {
      resets = document instanceof YamlMap map ? Resets.from(map).resets() : resets;
    }
    return resets;
  }

  /** The files of this level with all that does not depend on others: defaults, checked values, paths, environment. */
  YamlMap completed(YamlMap merged, Optional<String> prefix) {
    YamlMap model = session.has(LoadOption.WITHOUT_DEFAULTS) ? merged : Defaults.in(merged);
    if (!session.has(LoadOption.UNCHECKED)) {
      ComposeSchema.validate(model, session.in(Stage.VALUES));
    }
    if (prefix.isPresent()) {
      model = new PathResolution(session, prefix.get()).of(model);
    }
    return InheritedValues.in(model, environment);
  }
}
