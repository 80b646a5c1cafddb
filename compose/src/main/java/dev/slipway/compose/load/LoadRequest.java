package dev.slipway.compose.load;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What to read, and with what. Nothing is taken from the process: its environment and its home directory count only if they
 * are passed.
 *
 * @param files the compose files, each merged over those before it
 * @param projectDirectory what relative paths of these files start from
 * @param name what the project is called; empty for {@code COMPOSE_PROJECT_NAME}, else the {@code name} of the last file
 *        that has one, else the name of the directory
 * @param environment the variables, which have precedence over those of files
 * @param environmentFiles files with further variables, such as {@code .env}; later ones have precedence over earlier ones
 * @param profiles the profiles whose services are wanted; {@code *} for all
 * @param services the services that are wanted, with what they depend on; empty for all
 * @param allowed directories beyond the project's that may be read
 * @param home what {@code ~} stands for; empty for the variable {@code HOME}
 * @param options what is left out, or done beyond the usual
 * @param limits how much may be read
 */
public record LoadRequest(ImmutableList<Path> files, Path projectDirectory, Optional<String> name,
    ImmutableMap<String, String> environment, ImmutableList<Path> environmentFiles, ImmutableSet<String> profiles,
    ImmutableSet<String> services, ImmutableSet<Path> allowed, Optional<String> home, ImmutableSet<LoadOption> options,
    LoadLimits limits) {

  /** Checks that there is something to read. */
  public LoadRequest {
    if (files.isEmpty()) {
      throw new InvalidValueException("a project needs at least one compose file: name one, or look for it with ComposeFiles.find");
    }
  }

  /** These files, with the directory of the first as the project's, and nothing from outside. */
  public static LoadRequest of(Path first, Path... overrides) {
    Path parent = first.getParent();
    ImmutableList<Path> files = ImmutableList.<Path>builder().add(first).addAll(Arrays.asList(overrides)).build();
    return of(files, parent == null ? Path.of("") : parent);
  }

  /** These files with their project's directory, and nothing from outside. */
  public static LoadRequest of(Collection<Path> files, Path projectDirectory) {
    return new LoadRequest(ImmutableList.copyOf(files), projectDirectory, Optional.empty(), ImmutableMap.of(), ImmutableList.of(),
        ImmutableSet.of(), ImmutableSet.of(), ImmutableSet.of(), Optional.empty(), ImmutableSet.of(), LoadLimits.DEFAULT);
  }

  /** The same with a project name. */
  public LoadRequest named(String newName) {
    return new LoadRequest(files, projectDirectory, Optional.of(newName), environment, environmentFiles, profiles, services, allowed, home,
        options, limits);
  }

  /** The same with these variables instead. */
  public LoadRequest withEnvironment(Map<String, String> newEnvironment) {
    return new LoadRequest(files, projectDirectory, name, ImmutableMap.copyOf(newEnvironment), environmentFiles, profiles, services,
        allowed,
        home, options, limits);
  }

  /** The same with these files of variables instead. */
  public LoadRequest withEnvironmentFiles(Path... newFiles) {
    return new LoadRequest(files, projectDirectory, name, environment, ImmutableList.copyOf(newFiles), profiles, services, allowed, home,
        options, limits);
  }

  /** The same with these profiles instead. */
  public LoadRequest withProfiles(String... newProfiles) {
    return new LoadRequest(files, projectDirectory, name, environment, environmentFiles, ImmutableSet.copyOf(newProfiles), services,
        allowed,
        home, options, limits);
  }

  /** The same for these services and what they depend on. */
  public LoadRequest withServices(String... newServices) {
    return new LoadRequest(files, projectDirectory, name, environment, environmentFiles, profiles, ImmutableSet.copyOf(newServices),
        allowed,
        home, options, limits);
  }

  /** The same with these directories allowed instead. */
  public LoadRequest allowing(Path... newAllowed) {
    return new LoadRequest(files, projectDirectory, name, environment, environmentFiles, profiles, services,
        ImmutableSet.copyOf(newAllowed),
        home, options, limits);
  }

  /** The same with another home directory. */
  public LoadRequest withHome(String newHome) {
    return new LoadRequest(files, projectDirectory, name, environment, environmentFiles, profiles, services, allowed, Optional.of(newHome),
        options, limits);
  }

  /** The same with these options too. */
  public LoadRequest with(LoadOption... more) {
    ImmutableSet<LoadOption> all = ImmutableSet.<LoadOption>builder().addAll(options).addAll(Arrays.asList(more)).build();
    return new LoadRequest(files, projectDirectory, name, environment, environmentFiles, profiles, services, allowed, home, all, limits);
  }

  /** The same with other bounds. */
  public LoadRequest within(LoadLimits newLimits) {
    return new LoadRequest(files, projectDirectory, name, environment, environmentFiles, profiles, services, allowed, home, options,
        newLimits);
  }

  /** Whether an option is chosen. */
  boolean has(LoadOption option) {
    return options.contains(option);
  }
}
