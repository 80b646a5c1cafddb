package dev.slipway.compose;

import com.google.common.collect.ImmutableSortedSet;

/**
 * Something that only one container can have, and that several would.
 *
 * @param kind what it is
 * @param what the thing itself, such as {@code 8080/tcp}
 * @param services the services, one only if two of its containers, or of its ports, are meant
 * @param message what is wrong and what to do
 */
public record Clash(Kind kind, String what, ImmutableSortedSet<String> services, String message) {
  /** What containers can clash for. */
  public enum Kind {
    /** A port of the host. */
    PORT,
    /** The name of a container. */
    CONTAINER_NAME,
    /** An address in a network. */
    ADDRESS,
    /** A path in the tree of a container. */
    TARGET
  }

  /** The message. */
  @Override
  public String toString() {
    return message;
  }
}
