package dev.slipway.registry;

import com.google.common.collect.ImmutableSortedSet;

/**
 * What a token is asked for, as the distribution project's token specification writes it.
 *
 * @param items each such as {@code repository:library/debian:pull}
 */
record Scope(ImmutableSortedSet<String> items) {
  static Scope pull(String path) {
    return new Scope(ImmutableSortedSet.of("repository:" + path + ":pull"));
  }

  static Scope push(String path) {
    return new Scope(ImmutableSortedSet.of("repository:" + path + ":pull,push"));
  }

  /** With reading another repository. */
  Scope andPull(String path) {
    return new Scope(ImmutableSortedSet.<String>naturalOrder().addAll(items).addAll(pull(path).items).build());
  }

  /** Whether a token for this scope serves for another one too. */
  boolean covers(Scope other) {
    return other.items.stream().allMatch(item -> items.contains(item) || items.contains(item + ",push"));
  }
}
