package dev.slipway.image;

import dev.slipway.InvalidValueException;

/** The rules for names in the Dockerfile language. */
final class Names {
  private Names() {}

  /** {@code [a-z][a-z0-9-_.]*} is what {@code AS} accepts; contexts may also begin with a digit. */
  static void checkStageName(String name, String kind) {
    boolean valid = !name.isEmpty() && isLowerOrDigit(name.charAt(0))
        && name.chars().allMatch(c -> isLowerOrDigit(c) || c == '-' || c == '_' || c == '.');
    if (!valid) {
      throw new InvalidValueException(
          "'" + name + "' is not the name of a " + kind
              + ": begin with a lower-case letter or digit, go on with lower-case letters, digits, '-', '_' or '.'");
    }
  }

  /** The name of a build argument: letters, digits and underscores. */
  static void checkVariableName(String name, String kind) {
    if (name.isEmpty() || Character.isDigit(name.charAt(0)) || !name.chars().allMatch(Word::isNameCharacter)) {
      throw new InvalidValueException(
          "'" + name + "' is not the name of " + kind + ": use letters, digits and underscores, and begin with no digit");
    }
  }

  private static boolean isLowerOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
