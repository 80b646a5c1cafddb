package dev.slipway.image;

import dev.slipway.InvalidValueException;

/** The rules for names in the Dockerfile language. */
final class Names {
  private Names() {}

  /** What stages and contexts have in common: {@code AS} accepts {@code [a-z][a-z0-9-_.]*}, contexts may begin with a digit. */
  static void checkStageName(String name, String kind) {
    boolean valid = !name.isEmpty() && isLowerOrDigit(name.charAt(0))
        && name.chars().allMatch(c -> isLowerOrDigit(c) || c == '-' || c == '_' || c == '.');
    if (!valid) {
      throw new InvalidValueException(
          "'" + name + "' is not the name of a " + kind
              + ": begin with a lower-case letter or digit, go on with lower-case letters, digits, '-', '_' or '.'");
    }
  }

  /** Letters, digits and underscores, the first of them no digit: <code>$1x</code> would be read as <code>$1</code> and an x. */
  static void checkVariableName(String name, String kind) {
    boolean valid = !name.isEmpty() && !isDigit(name.charAt(0))
        && name.chars().allMatch(c -> isLowerOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '_');
    if (!valid) {
      throw new InvalidValueException(
          "'" + name + "' is not the name of " + kind + ": use letters, digits and underscores, and begin with no digit");
    }
  }

  /** What {@code ARG} takes for a name: the builder looks at none of it but the first equals sign. */
  static void checkArgumentName(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 127 || "='\"\\`$".indexOf(c) >= 0)
        || !PatternText.trim(name).equals(name) || name.chars().anyMatch(c -> PatternText.isSpace((char) c)) || name.startsWith("--")) {
      throw new InvalidValueException("'" + name + "' is not the name of a build argument: use letters, digits and underscores");
    }
  }

  /** Refuses what no process can be given. */
  static void checkNoNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidValueException("command '" + text.replace("\0", "\\0") + "' contains a NUL character");
    }
  }

  private static boolean isLowerOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || isDigit(c);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
