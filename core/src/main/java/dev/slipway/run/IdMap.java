package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/** How a user namespace gets its ids. */
sealed interface IdMap {
  /** There is no user namespace. */
  record None() implements IdMap {}

  /** The user's own id is root. */
  record One() implements IdMap {}

  /**
   * The user's own id is root, and a range of subordinate ids is everybody else.
   *
   * @param newuidmap the program that may write such a map
   * @param newgidmap the same for groups
   * @param users how the map of users goes on after the id of the process: triples of inner id, outer id and count
   * @param groups the same for groups
   */
  record Subordinate(Path newuidmap, Path newgidmap, ImmutableList<String> users, ImmutableList<String> groups) implements IdMap {}
}
