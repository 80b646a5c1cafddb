package dev.slipway.testkit.registry;

import java.util.Locale;

/** What can be done with a repository, as scopes of tokens name it. */
public enum Action {
  /** Read. */
  PULL,
  /** Write. */
  PUSH,
  /** Delete. */
  DELETE;

  /** The name in a scope: lower case. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
