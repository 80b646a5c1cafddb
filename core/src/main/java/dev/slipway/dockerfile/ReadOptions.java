package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Base;
import dev.slipway.image.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a Dockerfile is read for: as much of a build's options as decides which {@link dev.slipway.image.Image} it is.
 *
 * @param target the stage to build, by name or by number from 0 on; absent means the last one
 * @param arguments build arguments; variables stay variables in the image, and these decide where a variable stands for a
 *     stage or for what the model holds as a number
 * @param platforms what is built for; empty means the platform of this machine
 * @param contexts further build contexts by name: they go before stages and images of that name
 * @param frontend the state of the language; what came later is a problem
 */
public record ReadOptions(Optional<String> target, ImmutableMap<String, String> arguments, ImmutableSet<Platform> platforms,
    ImmutableMap<String, Base> contexts, FrontendLevel frontend) {
  /** The last stage, for this machine, with no arguments and contexts. */
  public static final ReadOptions DEFAULT = new ReadOptions(Optional.empty(), ImmutableMap.of(), ImmutableSet.of(),
      ImmutableMap.of(), FrontendLevel.SUPPORTED);

  /** Checks the names. */
  public ReadOptions {
    if (target.isPresent() && target.get().isEmpty()) {
      throw new InvalidValueException("the name of the target stage is empty; leave the target out for the last stage");
    }
    if (frontend.compareTo(FrontendLevel.SUPPORTED) > 0) {
      throw new InvalidValueException("frontend " + frontend + " is newer than " + FrontendLevel.SUPPORTED + ", which is read here");
    }
    contexts.forEach((name, base) -> {
      if (name.isEmpty()) {
        throw new InvalidValueException("the name of the context '" + base + "' is empty");
      }
    });
  }

  /** The same for another target stage, by name or number. */
  public ReadOptions target(String newTarget) {
    return new ReadOptions(Optional.of(newTarget), arguments, platforms, contexts, frontend);
  }

  /** The same with a build argument. */
  public ReadOptions argument(String name, String value) {
    return arguments(with(arguments, name, value));
  }

  /** The same with these build arguments and no others. */
  public ReadOptions arguments(Map<String, String> newArguments) {
    return new ReadOptions(target, ImmutableMap.copyOf(newArguments), platforms, contexts, frontend);
  }

  /** The same for other platforms. */
  public ReadOptions forPlatforms(Platform... newPlatforms) {
    return new ReadOptions(target, arguments, ImmutableSet.copyOf(newPlatforms), contexts, frontend);
  }

  /** The same with a directory as a further build context, which the build is given under the name. */
  public ReadOptions context(String name) {
    return context(name, Base.context(name));
  }

  /** The same with an image, a stage or a directory as a further build context. */
  public ReadOptions context(String name, Base base) {
    return contexts(with(contexts, name, base));
  }

  /** The same with these further build contexts and no others, such as those of a {@link DockerfileText}. */
  public ReadOptions contexts(Map<String, ? extends Base> newContexts) {
    return new ReadOptions(target, arguments, platforms, ImmutableMap.copyOf(newContexts), frontend);
  }

  /** The same for an older state of the language, such as that of a builder that will read the file too. */
  public ReadOptions frontend(FrontendLevel newFrontend) {
    return new ReadOptions(target, arguments, platforms, contexts, newFrontend);
  }

  private static <T> ImmutableMap<String, T> with(Map<String, T> map, String name, T value) {
    Map<String, T> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return ImmutableMap.copyOf(more);
  }
}
