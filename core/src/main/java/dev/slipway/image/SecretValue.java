package dev.slipway.image;

import dev.slipway.InvalidValueException;

/**
 * A text that nobody may read by accident: a password, a token. It prints as {@code ***} and gets out only through
 * {@link #reveal()}, whose callers hand it to what needs it and keep no copy.
 */
public final class SecretValue {
  private final String text;

  private SecretValue(String text) {
    this.text = text;
  }

  /**
   * The secret of a text.
   *
   * @throws InvalidValueException if it is empty, as an unset variable would make it
   */
  public static SecretValue of(String text) {
    if (text.isEmpty()) {
      throw new InvalidValueException("a secret is empty; leave it out where there is none");
    }
    return new SecretValue(text);
  }

  /** The text itself. */
  public String reveal() {
    return text;
  }

  /** Whether the texts are equal, in a time that does not tell where they differ. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof SecretValue that) || text.length() != that.text.length()) {
      return false;
    }
    int difference = 0;
    for (int i = 0; i < text.length(); i++) {
      difference |= text.charAt(i) ^ that.text.charAt(i);
    }
    return difference == 0;
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Three asterisks. */
  @Override
  public String toString() {
    return "***";
  }
}
