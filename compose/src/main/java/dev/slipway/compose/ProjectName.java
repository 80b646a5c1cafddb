package dev.slipway.compose;

import dev.slipway.InvalidValueException;

/** The rule for names of projects. */
final class ProjectName {
  private ProjectName() {}

  static String checked(String name) {
    boolean valid = !name.isEmpty() && isLowerOrDigit(name.charAt(0)) && name.chars().allMatch(c -> isLowerOrDigit(c) || c == '_' || c == '-');
    if (!valid) {
      throw new InvalidValueException(ValueNames.quoted(name)
          + " is not the name of a project: begin with a lower-case letter or digit, go on with lower-case letters, digits, '_' or '-'");
    }
    return name;
  }

  private static boolean isLowerOrDigit(int c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }
}
