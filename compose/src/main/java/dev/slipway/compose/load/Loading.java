package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.load.Session.Wanted;
import dev.slipway.compose.tree.TreePath;
import dev.slipway.yaml.YamlMap;
import dev.slipway.yaml.YamlScalar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads projects. What is wrong with their files is never thrown, but found, all of it at once. */
public final class Loading {
  private final Session session;

  private Loading(LoadRequest request, FileSource source) {
    this.session = new Session(request, source);
  }

  /**
   * Reads a project from this machine's files: the ones that the request names, and what lies in the project's directory and
   * those that are allowed.
   */
  public static Loaded load(LoadRequest request) {
    ImmutableSet<Path> directories = ImmutableSet.<Path>builder().add(request.projectDirectory().toAbsolutePath()).addAll(request.allowed()).build();
    ImmutableList<Path> named = ImmutableList.<Path>builder().addAll(request.files()).addAll(request.environmentFiles()).build();
    return load(request, DiskFiles.within(directories).and(named));
  }

  /** Reads a project from other files; which of them may be read is for the source to say. */
  public static Loaded load(LoadRequest request, FileSource source) {
    return new Loading(request, source).load();
  }

  private Loaded load() {
    Environment around = environment();
    ImmutableList<LoadedFile> files = session.request().files().stream()
        .flatMap(path -> session.file(text(path), Wanted.BY_REQUEST).stream()).collect(ImmutableList.toImmutableList());
    String name = new Naming(session, around).of(files);
    Environment environment = around.with("COMPOSE_PROJECT_NAME", name);
    Level level = new Level(session, session.directory(), environment, ImmutableList.of());
    YamlMap merged = level.merged(files);
    if (merged.isEmpty() && !session.hasErrors()) {
      session.in(Stage.SHAPE).error(TreePath.ROOT, YamlMap.empty(), "empty compose file", "write 'services:' and the services below it");
    }
    YamlMap project = level.completed(merged, session.has(LoadOption.RELATIVE_PATHS) ? Optional.empty() : Optional.of(session.directory()));
    project = session.has(LoadOption.WITHOUT_NORMALIZATION) ? project : Normalization.of(project, name);
    Selection.Parts parts = selected(project);
    YamlMap resolved = resolved(project, parts.enabled(), environment).with("name", YamlScalar.of(name).at(project.get("name").flatMap(value -> value.place())));
    return new Loaded(name, session.files(), merged, name.isEmpty() ? resolved.without("name") : resolved, parts.disabled(), session.paths(),
        session.findings());
  }

  private static String text(Path path) {
    return path.toString();
  }

  private Environment environment() {
    LoadRequest request = session.request();
    Environment given = Environment.of(request.environment(), session.has(LoadOption.IGNORE_VARIABLE_CASE));
    Map<String, String> values = new LinkedHashMap<>();
    for (Path file : request.environmentFiles()) {
      EnvironmentFiles.read(session, text(file), Wanted.BY_REQUEST, given, values);
    }
    return given.over(values);
  }

  private Selection.Parts selected(YamlMap project) {
    LoadRequest request = session.request();
    YamlMap services = Trees.mapOrEmpty(project, "services");
    Selection.Parts byProfile = Selection.byProfiles(services, request.profiles(), ImmutableSet.of());
    if (!session.has(LoadOption.WITHOUT_CONSISTENCY)) {
      Consistency.check(project, byProfile, session);
    }
    if (request.services().isEmpty()) {
      return byProfile;
    }
    Selection.Parts asked = Selection.byProfiles(services, request.profiles(), request.services());
    return Selection.byName(asked, request.services(), session.in(Stage.REFERENCES));
  }

  private YamlMap resolved(YamlMap project, YamlMap services, Environment environment) {
    boolean none = services.isEmpty() && project.get("services").isEmpty();
    YamlMap done = none ? project : project.with("services", services);
    done = session.has(LoadOption.DROP_UNUSED) ? References.withoutUnused(done) : done;
    done = session.has(LoadOption.CONVERT_WINDOWS_PATHS) ? WindowsMounts.converted(done) : done;
    YamlMap withFiles = new ServiceFiles(session, environment).in(Trees.mapOrEmpty(done, "services"));
    return none ? done : done.with("services", withFiles);
  }
}
