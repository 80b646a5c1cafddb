package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.util.Optional;

/**
 * A user and perhaps a group, by name or number, as {@code USER} and {@code --chown} take them: {@code app},
 * {@code 1000:1000}, {@code app:staff}.
 *
 * @param user a name or a number from 0 to 2147483647
 * @param group likewise; absent means the user's own group
 */
public record UserSpec(String user, Optional<String> group) {
  /** Checks names and numbers. */
  public UserSpec {
    check(user);
    group.ifPresent(UserSpec::check);
  }

  /**
   * Reads {@code user[:group]}.
   *
   * @throws InvalidValueException if a part is empty, no name, or a number out of range
   */
  public static UserSpec parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new UserSpec(text, Optional.empty())
        : new UserSpec(text.substring(0, colon), Optional.of(text.substring(colon + 1)));
  }

  /**
   * The number that a part of a specification is; empty for a name.
   *
   * @throws InvalidValueException if the number is larger than 2147483647
   */
  public static Optional<Integer> number(String part) {
    if (!isNumber(part)) {
      return Optional.empty();
    }
    if (part.length() > 10 || Long.parseLong(part) > Integer.MAX_VALUE) {
      throw new InvalidValueException(
          "user or group number '" + part + "' is larger than " + Integer.MAX_VALUE + ", and some kernels would take it for another");
    }
    return Optional.of(Integer.parseInt(part));
  }

  /** {@code user} or {@code user:group}. */
  @Override
  public String toString() {
    return user + group.map(name -> ":" + name).orElse("");
  }

  private static void check(String part) {
    boolean sign = part.startsWith("-") || part.startsWith("+");
    if (part.isEmpty() || sign || part.chars().anyMatch(c -> c <= ' ' || c == ':' || c == '/' || c == 127)) {
      throw new InvalidValueException(
          "'" + part + "' is neither the name nor the number of a user or group; write for example 'app' or '1000:1000'");
    }
    // some runtimes read such a text as a number, others look for a user of that name: 0x0 must not become root anywhere
    if (part.length() > 1 && part.charAt(0) == '0' && "xXoObB".indexOf(part.charAt(1)) >= 0) {
      throw new InvalidValueException("'" + part + "' is no number of a user or group; write it in decimal, such as '1000'");
    }
    var unused = number(part);
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
