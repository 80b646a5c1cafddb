package dev.slipway.build;

import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.InvalidValueException;
import dev.slipway.dockerfile.IgnoreFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a build finds the files that it copies: a directory, and perhaps others under names.
 *
 * <p>What the directory's {@code .dockerignore} leaves out does not exist for the build. Making this value reads nothing.
 *
 * @param directory the main context; absent means an empty one
 * @param ignore used instead of the directory's {@code .dockerignore}
 * @param named further contexts, to which a stage refers by {@link dev.slipway.image.Base.NamedContext}
 */
public record Context(Optional<Path> directory, Optional<IgnoreFile> ignore, ImmutableSortedMap<String, Path> named) {
  private static final Context EMPTY = new Context(Optional.empty(), Optional.empty(), ImmutableSortedMap.of());

  /** A directory and its {@code .dockerignore}, if there is one. */
  public static Context of(Path directory) {
    return new Context(Optional.of(directory), Optional.empty(), ImmutableSortedMap.of());
  }

  /** A context without any file. */
  public static Context empty() {
    return EMPTY;
  }

  /** The same context with these rules instead of the {@code .dockerignore} in its directory. */
  public Context ignoring(IgnoreFile rules) {
    return new Context(directory, Optional.of(rules), named);
  }

  /** The same context with a further directory under a name. */
  public Context named(String name, Path other) {
    if (named.containsKey(name)) {
      throw new InvalidValueException("a context named '" + name + "' is there already: '" + named.get(name) + "'");
    }
    return new Context(directory, ignore,
        ImmutableSortedMap.<String, Path>naturalOrder().putAll(named).putAll(Map.of(name, other)).build());
  }
}
