package dev.slipway.build;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.build.Placement.Owner;
import dev.slipway.image.UserSpec;
import dev.slipway.layer.UserDatabase;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns names of users and groups into numbers, by the image's own {@code /etc/passwd} and {@code /etc/group}. */
final class Owners {
  private final Optional<UserDatabase> database;

  Owners(UserDatabase database) {
    this.database = Optional.of(database);
  }

  private Owners() {
    this.database = Optional.empty();
  }

  /** For a layer that does not depend on the image it is put on: numbers only. */
  static Owners onNothing() {
    return new Owners();
  }

  /** The numbers of a user and group; a user's number alone is the group's too, a user's name alone means its own group. */
  Owner number(UserSpec spec) {
    Optional<Integer> number = UserSpec.number(spec.user());
    int uid = number.orElseGet(() -> Math.toIntExact(user(spec.user()).uid()));
    if (spec.group().isEmpty()) {
      return new Owner(uid, number.isPresent() ? uid : Math.toIntExact(user(spec.user()).gid()));
    }
    String group = spec.group().get();
    return new Owner(uid, UserSpec.number(group).orElseGet(() -> group(group)));
  }

  private UserDatabase.User user(String name) {
    return database.flatMap(names -> names.user(name)).orElseThrow(() -> unknown("user", name, "/etc/passwd"));
  }

  private int group(String name) {
    OptionalLong gid = database.map(names -> names.group(name)).orElse(OptionalLong.empty());
    return Math.toIntExact(gid.orElseThrow(() -> unknown("group", name, "/etc/group")));
  }

  private BuildException unknown(String kind, String name, String file) {
    return new BuildException(ErrorCode.NOT_FOUND, database.isEmpty()
        ? "the " + kind + " '" + name + "' cannot be looked up: with --link a copy does not see the image; give a number"
        : "the " + kind + " '" + name + "' is not in the image's " + file + "; create it first or give a number");
  }
}
