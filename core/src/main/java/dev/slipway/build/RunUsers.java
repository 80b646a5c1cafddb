package dev.slipway.build;

import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.UserSpec;
import dev.slipway.layer.UserDatabase;
import dev.slipway.layer.UserDatabase.User;
import dev.slipway.run.RunUser;
import java.util.Optional;
import java.util.OptionalLong;

/** Whom a command runs as, by the image's own users and groups. */
final class RunUsers {
  private final UserDatabase database;

  RunUsers(UserDatabase database) {
    this.database = database;
  }

  /**
   * The numbers of a user: without a group, those that the image's files give it, the main group of a number that they do not
   * know being 0; with a group, that one alone. Nobody in particular is root without any other group, whatever the image's
   * files say.
   */
  RunUser number(Optional<UserSpec> spec) {
    if (spec.isEmpty()) {
      return new RunUser(0, 0, ImmutableSortedSet.of());
    }
    String name = spec.map(UserSpec::user).orElseThrow();
    Optional<Integer> number = UserSpec.number(name);
    Optional<User> user = number.isPresent() ? database.user(number.get()) : database.user(name);
    long uid = number.map(Integer::longValue).or(() -> user.map(User::uid)).orElseThrow(() -> unknown("user", name, "/etc/passwd"));
    Optional<String> group = spec.flatMap(UserSpec::group);
    if (group.isPresent()) {
      return new RunUser(uid, group(group.get()), ImmutableSortedSet.of());
    }
    return new RunUser(uid, user.map(User::gid).orElse(0L),
        user.map(found -> database.supplementaryGroups(found.name())).orElse(ImmutableSortedSet.of()));
  }

  /** The home directory of a user: the root directory if the image does not know one. */
  String home(RunUser user) {
    return database.user(user.uid()).map(User::home).filter(home -> home.startsWith("/")).orElse("/");
  }

  private long group(String name) {
    Optional<Integer> number = UserSpec.number(name);
    if (number.isPresent()) {
      return number.get();
    }
    OptionalLong gid = database.group(name);
    return gid.orElseThrow(() -> unknown("group", name, "/etc/group"));
  }

  private static BuildException unknown(String kind, String name, String file) {
    return new BuildException(ErrorCode.NOT_FOUND,
        "the " + kind + " '" + name + "' is not in the image's " + file + "; create it first or give a number");
  }
}
