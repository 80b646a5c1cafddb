package dev.slipway.testkit.registry;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Some actions on a repository, written {@code repository:name:pull,push}. */
record Scope(String repository, ImmutableSet<Action> actions) {
  private static final String TYPE = "repository:";

  static Scope of(String repository, Action... actions) {
    return new Scope(repository, ImmutableSet.copyOf(actions));
  }

  /** Reads a scope; empty if it is of another type. Unknown actions are left out. */
  static Optional<Scope> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (!text.startsWith(TYPE) || colon < TYPE.length()) {
      return Optional.empty();
    }
    ImmutableSet<String> names = ImmutableSet.copyOf(Splitter.on(',').split(text.substring(colon + 1)));
    ImmutableSet<Action> actions = Arrays.stream(Action.values()).filter(action -> names.contains("*") || names.contains(action.id()))
        .collect(Sets.toImmutableEnumSet());
    return Optional.of(new Scope(text.substring(TYPE.length(), colon), actions));
  }

  boolean covers(String other, Action action) {
    return repository.equals(other) && actions.contains(action);
  }

  @Override
  public String toString() {
    return TYPE + repository + ":" + actions.stream().map(Action::id).collect(Collectors.joining(","));
  }
}
