package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableSet;

/**
 * What somebody may do with some repositories.
 *
 * @param repositories a name, or the beginning of names followed by {@code *}
 * @param actions what may be done
 */
public record Grant(String repositories, ImmutableSet<Action> actions) {
  /** Everything everywhere. */
  public static final Grant ALL = of("*", Action.values());

  /** What may be done with repositories. */
  public static Grant of(String repositories, Action... actions) {
    return new Grant(repositories, ImmutableSet.copyOf(actions));
  }

  boolean allows(String repository, Action action) {
    boolean named = repositories.endsWith("*")
        ? repository.startsWith(repositories.substring(0, repositories.length() - 1))
        : repository.equals(repositories);
    return named && actions.contains(action);
  }
}
