package dev.slipway.build;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.InvalidValueException;
import dev.slipway.context.HashingMode;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.DockerDaemon;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a build is told besides the image and the context.
 *
 * @param arguments values for {@code ARG} instructions
 * @param timestamps which modification times files get
 * @param modes which permission bits files of the context get
 * @param hashing whether unchanged files are recognised without reading them
 * @param urls where {@code ADD} may fetch from
 * @param docker the daemon whose images can be bases
 * @param bases when registries are asked what the names of bases stand for
 * @param runs how commands are carried out
 * @param listener is told what happens
 * @param parallelism how many steps are carried out at once
 */
public record BuildOptions(ImmutableSortedMap<String, String> arguments, Timestamps timestamps, FileModes modes, HashingMode hashing,
    UrlPolicy urls, BasePolicy bases, DockerDaemon docker, RunOptions runs, BuildListener listener, int parallelism) {

  private static final BuildOptions DEFAULTS = new BuildOptions(ImmutableSortedMap.of(), Timestamps.REPRODUCIBLE, FileModes.NORMALISED,
      HashingMode.INDEXED, UrlPolicy.NONE, BasePolicy.always(), DockerDaemon.local(), RunOptions.defaults(), BuildListener.NONE, 4);

  /** Checks the parallelism. */
  public BuildOptions {
    if (parallelism < 1 || parallelism > 1024) {
      throw new InvalidValueException("'" + parallelism + "' steps at once is not between 1 and 1024");
    }
  }

  /**
   * No arguments, reproducible times, normalised modes, an index of hashes, no fetching, registries asked each time, the Docker
   * daemon of this machine, four steps at once.
   */
  public static BuildOptions defaults() {
    return DEFAULTS;
  }

  /** The same with a value for an argument. */
  public BuildOptions argument(String name, String value) {
    return arguments(Map.of(name, value));
  }

  /** The same with values for arguments, which replace earlier ones of the same name. */
  public BuildOptions arguments(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(arguments);
    all.putAll(more);
    return new BuildOptions(ImmutableSortedMap.copyOf(all), timestamps, modes, hashing, urls, bases, docker, runs, listener, parallelism);
  }

  /** The same with other modification times. */
  public BuildOptions timestamps(Timestamps newTimestamps) {
    return new BuildOptions(arguments, newTimestamps, modes, hashing, urls, bases, docker, runs, listener, parallelism);
  }

  /** The same with other permission bits. */
  public BuildOptions modes(FileModes newModes) {
    return new BuildOptions(arguments, timestamps, newModes, hashing, urls, bases, docker, runs, listener, parallelism);
  }

  /** The same with or without the index of hashes. */
  public BuildOptions hashing(HashingMode newHashing) {
    return new BuildOptions(arguments, timestamps, modes, newHashing, urls, bases, docker, runs, listener, parallelism);
  }

  /** The same, allowed to fetch. */
  public BuildOptions urls(UrlPolicy newUrls) {
    return new BuildOptions(arguments, timestamps, modes, hashing, newUrls, bases, docker, runs, listener, parallelism);
  }

  /** The same with the images of another Docker daemon, to which {@link BuiltImage#load} also loads. */
  public BuildOptions docker(DockerDaemon newDocker) {
    return new BuildOptions(arguments, timestamps, modes, hashing, urls, bases, newDocker, runs, listener, parallelism);
  }

  /** The same with other rules for {@code RUN}: secrets, network, limits. */
  public BuildOptions runs(RunOptions newRuns) {
    return new BuildOptions(arguments, timestamps, modes, hashing, urls, bases, docker, newRuns, listener, parallelism);
  }

  /** The same with another rule for when registries are asked. */
  public BuildOptions bases(BasePolicy newBases) {
    return new BuildOptions(arguments, timestamps, modes, hashing, urls, newBases, docker, runs, listener, parallelism);
  }

  /** The same with somebody who is told what happens. */
  public BuildOptions progress(BuildListener newListener) {
    return new BuildOptions(arguments, timestamps, modes, hashing, urls, bases, docker, runs, newListener, parallelism);
  }

  /** The same with another number of steps at once. */
  public BuildOptions parallelism(int steps) {
    return new BuildOptions(arguments, timestamps, modes, hashing, urls, bases, docker, runs, listener, steps);
  }
}
