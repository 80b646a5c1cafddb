package dev.slipway.compose.format;

import dev.slipway.InvalidValueException;

/**
 * A use of a variable in a text.
 *
 * @param name letters, digits and underscores of ASCII; does not begin with a digit
 * @param operator what is done if the variable has no value, or has one
 * @param word the default, the message or the replacement as it is written, in which variables may stand; empty without an
 *          operator
 */
public record Variable(String name, Operator operator, String word) {
  /** What stands between the name and the word. */
  public enum Operator {
    /** The value, or nothing if it is not set. */
    NONE(""),
    /** The word if the variable is not set. */
    DEFAULT("-"),
    /** The word if the variable is not set or empty. */
    DEFAULT_IF_EMPTY(":-"),
    /** An error with the word as its message if the variable is not set. */
    REQUIRED("?"),
    /** An error with the word as its message if the variable is not set or empty. */
    REQUIRED_NOT_EMPTY(":?"),
    /** The word if the variable is set, otherwise nothing. */
    REPLACEMENT("+"),
    /** The word if the variable is set and not empty, otherwise nothing. */
    REPLACEMENT_IF_NOT_EMPTY(":+");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** The operator as it is written. */
    public String symbol() {
      return symbol;
    }

    /** Whether an empty value counts as none. */
    public boolean countsEmpty() {
      return symbol.startsWith(":");
    }

    /** Whether the word stands in for a missing value. */
    public boolean isDefault() {
      return this == DEFAULT || this == DEFAULT_IF_EMPTY;
    }

    /** Whether a missing value is an error. */
    public boolean isRequired() {
      return this == REQUIRED || this == REQUIRED_NOT_EMPTY;
    }

    /** The operator with a character, and perhaps a colon before it. */
    static Operator of(char character, boolean colon) {
      return switch (character) {
        case '-' -> colon ? DEFAULT_IF_EMPTY : DEFAULT;
        case '?' -> colon ? REQUIRED_NOT_EMPTY : REQUIRED;
        default -> colon ? REPLACEMENT_IF_NOT_EMPTY : REPLACEMENT;
      };
    }
  }

  /** Checks that it can be written. */
  public Variable {
    if (!isName(name)) {
      throw new InvalidValueException(Quoted.of(name)
          + " is no name of a variable: write letters, digits and underscores, such as POSTGRES_PASSWORD, and no digit at first");
    }
    if (operator == Operator.NONE && !word.isEmpty()) {
      throw new InvalidValueException(Quoted.of(word) + " needs an operator, such as in ${" + name + ":-default}");
    }
  }

  /** A variable without an operator. */
  public static Variable of(String name) {
    return new Variable(name, Operator.NONE, "");
  }

  /** Whether it is the name of a variable that a compose file can use. */
  public static boolean isName(String name) {
    return !name.isEmpty() && GoText.isNameStart(name.charAt(0)) && name.chars().allMatch(GoText::isNamePart);
  }

  /** The use as it is written, such as {@code ${TAG:-latest}}. */
  @Override
  public String toString() {
    return "${" + name + operator.symbol() + word + "}";
  }
}
