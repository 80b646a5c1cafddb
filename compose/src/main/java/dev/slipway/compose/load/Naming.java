package dev.slipway.compose.load;

import dev.slipway.compose.format.Parsed;
import dev.slipway.compose.format.ProjectName;
import dev.slipway.compose.tree.Finding;
import dev.slipway.compose.tree.Finding.Severity;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/** Finds out what a project is called. */
final class Naming {
  private static final String VARIABLE = "COMPOSE_PROJECT_NAME";

  private final Session session;
  private final Environment environment;

  Naming(Session session, Environment environment) {
    this.session = session;
    this.environment = environment;
  }

  private static String normalized(String text) {
    return ProjectName.normalized(text).map(ProjectName::name).orElse("");
  }

  /** The name of the project of these files; empty if nobody gave one that can be used, which is then found. */
  String of(List<LoadedFile> files) {
    Optional<String> given = session.request().name();
    if (given.isEmpty() && !session.has(LoadOption.NAME_REQUIRED)) {
      given = environment.value(VARIABLE).filter(name -> !name.isEmpty());
    }
    if (given.isPresent()) {
      return checked(given.get());
    }
    String name = written(files).orElse("");
    if (name.isEmpty() && !session.has(LoadOption.NAME_REQUIRED)) {
      name = normalized(HostPaths.name(session.request().projectDirectory().toAbsolutePath().toString()));
    }
    if (name.isEmpty() && !session.has(LoadOption.UNCHECKED)) {
      session.in(Stage.VALUES).error(TreePath.ROOT, YamlMap.empty(), "the project name must not be empty",
          "write 'name:' at the top of a compose file, or pass a name");
    }
    return name;
  }

  private String checked(String name) {
    Parsed<ProjectName> parsed = ProjectName.parse(name);
    parsed.problems().forEach(problem -> session.in(Stage.VALUES)
        .add(new Finding(Severity.ERROR, TreePath.ROOT, Optional.empty(), "invalid project name: " + problem.message(), problem.advice())));
    return name;
  }

  /** The name in the last document that has one. */
  private Optional<String> written(List<LoadedFile> files) {
    return files.stream().flatMap(file -> file.documents().stream())
        .flatMap(document -> Trees.map(document).flatMap(map -> map.get("name")).stream())
        .filter(name -> name instanceof YamlScalar scalar && !scalar.isNull() && !scalar.text().isEmpty())
        .map(YamlScalar.class::cast)
        .reduce((earlier, later) -> later)
        .map(this::read);
  }

  private String read(YamlScalar written) {
    boolean replaces = !session.has(LoadOption.KEEP_VARIABLES) && written.isString();
    String name = replaces ? new Interpolation(session, environment).replaced(TreePath.of("name"), written).text() : written.text();
    if (session.has(LoadOption.WITHOUT_NORMALIZATION)) {
      return name;
    }
    String normalized = normalized(name);
    if (!normalized.equals(name)) {
      session.in(Stage.VALUES).warning(TreePath.of("name"), written, "the project is called '" + normalized + "', not '" + name + "'",
          "write the name in small letters, digits, hyphens and underscores");
    }
    return normalized;
  }
}
