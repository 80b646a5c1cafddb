package dev.slipway.run;

import dev.slipway.InvalidValueException;

/** A text as a word that a POSIX shell takes literally (Shell Command Language, 2.2.2 Single-Quotes). */
public final class ShellWord {
  private static final String PLAIN = "/._:=,@%+-";

  private ShellWord() {}

  /**
   * The text in quotes.
   *
   * @throws InvalidValueException if it holds a NUL character, which no word of a shell can
   */
  public static String quoted(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidValueException("a text with a NUL character cannot be a word of a shell");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** For people to read: the text in quotes only where it needs them. */
  public static String readable(String text) {
    boolean plain = !text.isEmpty() && text.chars().allMatch(c -> isPlain((char) c)) && !isAssignment(text);
    return plain ? text : quoted(text);
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0;
  }

  /** As the first word of a command it would set a variable. */
  private static boolean isAssignment(String text) {
    return text.indexOf('=') > 0;
  }
}
