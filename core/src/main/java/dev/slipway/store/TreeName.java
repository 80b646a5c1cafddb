package dev.slipway.store;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a tree is known by. As text, the line that pins it in the file of a lease. */
record TreeName(String ownership, Digest key) {
  private static final Pattern OWNERSHIP = Pattern.compile("[a-z0-9][a-z0-9-]{0,79}");
  private static final String PREFIX = "tree ";

  TreeName {
    checkOwnership(ownership);
  }

  static void checkOwnership(String ownership) {
    if (!isOwnership(ownership)) {
      throw new InvalidValueException(
          "ownership '" + ownership + "' is not 1 to 80 lower-case letters, digits and hyphens, such as 'root' or 'user-1000'");
    }
  }

  static boolean isOwnership(String text) {
    return OWNERSHIP.matcher(text).matches();
  }

  /** The name of what lies in a directory of a name; empty if nothing of that name is a tree. */
  static Optional<TreeName> of(String ownership, String hex) {
    if (!isOwnership(ownership)) {
      return Optional.empty();
    }
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      try {
        return Optional.of(new TreeName(ownership, new Digest(algorithm, hex)));
      } catch (InvalidValueException e) {
        // the other algorithm's length, or none
      }
    }
    return Optional.empty();
  }

  /** The name in a line of a lease's file; empty if the line pins no tree. */
  static Optional<TreeName> ofLine(String line) {
    int slash = line.indexOf('/');
    return line.startsWith(PREFIX) && slash > 0
        ? of(line.substring(PREFIX.length(), slash), line.substring(slash + 1))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return PREFIX + ownership + "/" + key.hex();
  }
}
