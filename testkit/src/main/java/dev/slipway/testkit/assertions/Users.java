package dev.slipway.testkit.assertions;

import dev.slipway.layer.UserDatabase;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Whether a user, as {@code USER} and configurations write it, is root. */
final class Users {
  private Users() {}

  /**
   * Why it is root, or may be; empty if it is not. What a name stands for is only known with the
   * image's users, which are asked for only then.
   */
  static Optional<String> root(String spec, Supplier<Optional<UserDatabase>> users) {
    String user = spec.indexOf(':') < 0 ? spec : spec.substring(0, spec.indexOf(':'));
    if (user.isEmpty()) {
      return Optional.of("it names no user");
    }
    if (user.equals("root")) {
      return Optional.of("it is '" + spec + "'");
    }
    if (user.chars().allMatch(c -> c >= '0' && c <= '9')) {
      boolean zero = user.chars().allMatch(c -> c == '0');
      return zero ? Optional.of("it is '" + spec + "', the number of root") : Optional.empty();
    }
    Optional<UserDatabase> database = users.get();
    if (database.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong uid = database.get().user(user).map(found -> OptionalLong.of(found.uid())).orElse(OptionalLong.empty());
    if (uid.isEmpty()) {
      return Optional.of("it is '" + spec + "', who is not in /etc/passwd: no container would start");
    }
    return uid.getAsLong() == 0 ? Optional.of("it is '" + spec + "', who has the number 0 in /etc/passwd") : Optional.empty();
  }
}
