package dev.slipway.compose.load;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.compose.format.DotEnv;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks for the compose files of a directory, as the command-line tools do. */
public final class ComposeFiles {
  private static final ImmutableList<String> NAMES = ImmutableList.of("compose.yaml", "compose.yml", "docker-compose.yml",
      "docker-compose.yaml");
  private static final ImmutableList<String> OVERRIDES = ImmutableList
      .of("compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml");
  private static final ImmutableSet<String> TRUE = ImmutableSet.of("1", "t", "true");
  /** The most bytes of a file with variables that is read only to find the files. */
  private static final long MOST = 1 << 20;

  private ComposeFiles() {}

  /**
   * What was found.
   *
   * @param request what to read, with the variables that were passed
   * @param passedOver files that could also have been meant
   */
  public record Found(LoadRequest request, ImmutableList<Path> passedOver) {}

  /**
   * Looks for files: those that {@code COMPOSE_FILE} names, else {@code compose.yaml} or one of the older names in the
   * directory or the nearest one above it, with one override file beside it. The files {@code .env} of the project's directory
   * and of this one are added, profiles come from {@code COMPOSE_PROFILES}. Reads {@code .env} of the directory, for it
   * may have these variables too.
   *
   * @param directory where the search begins
   * @param environment the variables; nothing is taken from the process
   * @return empty if there is none
   */
  public static Optional<Found> find(Path directory, Map<String, String> environment) {
    Path start = directory.toAbsolutePath().normalize();
    Map<String, String> values = new LinkedHashMap<>(
        reads(environment) ? variables(start.resolve(".env"), environment) : ImmutableMap.of());
    values.putAll(environment);
    Optional<ImmutableList<Path>> named = Optional.ofNullable(values.get("COMPOSE_FILE")).filter(text -> !text.isEmpty())
        .map(text -> Splitter.on(separator(values)).splitToStream(text).map(start::resolve).collect(ImmutableList.toImmutableList()));
    if (named.isPresent()) {
      return Optional.of(new Found(request(start, named.get(), environment, values), ImmutableList.of()));
    }
    for (Path at = start; at != null; at = at.getParent()) {
      List<Path> files = present(at, NAMES);
      if (!files.isEmpty()) {
        return Optional.of(beside(start, at, files, environment, values));
      }
    }
    return Optional.empty();
  }

  private static Found beside(Path start, Path at, List<Path> files, Map<String, String> environment, Map<String, String> values) {
    List<Path> overrides = present(at, OVERRIDES);
    ImmutableList.Builder<Path> chosen = ImmutableList.<Path>builder().add(files.get(0));
    overrides.stream().limit(1).forEach(chosen::add);
    List<Path> others = new ArrayList<>(files.subList(1, files.size()));
    overrides.stream().skip(1).forEach(others::add);
    return new Found(request(start, chosen.build(), environment, values), ImmutableList.copyOf(others));
  }

  private static String separator(Map<String, String> values) {
    String separator = values.getOrDefault("COMPOSE_PATH_SEPARATOR", "");
    return separator.isEmpty() ? File.pathSeparator : separator;
  }

  private static List<Path> present(Path directory, ImmutableList<String> names) {
    return names.stream().map(directory::resolve).filter(Files::exists).toList();
  }

  private static LoadRequest request(Path start, ImmutableList<Path> files, Map<String, String> environment, Map<String, String> values) {
    Path parent = files.get(0).toAbsolutePath().normalize().getParent();
    Path directory = parent == null ? start : parent;
    Path[] found = reads(environment)
        ? ImmutableSet.of(directory, start).stream().map(place -> place.resolve(".env")).filter(Files::isRegularFile).toArray(Path[]::new)
        : new Path[0];
    String[] profiles = Splitter.on(',').trimResults(CharMatcher.whitespace()).omitEmptyStrings()
        .splitToStream(values.getOrDefault("COMPOSE_PROFILES", "")).toArray(String[]::new);
    return LoadRequest.of(files, directory).withEnvironment(environment).withEnvironmentFiles(found).withProfiles(profiles);
  }

  private static boolean reads(Map<String, String> environment) {
    return !TRUE.contains(environment.getOrDefault("COMPOSE_DISABLE_ENV_FILE", "").toLowerCase(Locale.ROOT));
  }

  private static Map<String, String> variables(Path file, Map<String, String> environment) {
    if (DiskFiles.within(ImmutableList.of()).and(ImmutableList.of(file)).read(file.toString(), MOST) instanceof FileSource.Text text) {
      return DotEnv.parse(text.content(), DotEnv.Format.USUAL, ImmutableMap.of(), name -> Optional.ofNullable(environment.get(name)))
          .value()
          .orElse(ImmutableMap.of());
    }
    return ImmutableMap.of();
  }
}
