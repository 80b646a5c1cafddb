package dev.slipway.dockerfile;

import com.google.common.base.Splitter;
import dev.slipway.image.Heredoc;

/** Delimiters of texts of several lines. */
final class HeredocText {
  /**
   * The delimiter of what is a line for the shell in the model, and can stand in a Dockerfile only as a script: never one
   * that a script has.
   */
  static final String LINE = "LINE";

  private HeredocText() {}

  /** The announcement: the delimiter in quotes where variables in the text are not to be replaced. */
  static String announcement(String delimiter, Heredoc text) {
    return "<<" + (text.expanded() ? delimiter : "'" + delimiter + "'");
  }

  /** What follows the instruction's line: the text and the delimiter, each line ended. */
  static String body(String delimiter, Heredoc text) {
    return text.content() + delimiter + "\n";
  }

  /** Whether a line of the text would end it. */
  static boolean contains(Heredoc text, String delimiter) {
    for (String line : Splitter.on('\n').split(text.content())) {
      // leading tabs and a carriage return do not keep every builder from taking the line for the delimiter
      if (line.strip().equals(delimiter)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The text's own name as delimiter, or with the lowest number behind it that does not occur in the text and that {@link
   * #named} takes off again.
   */
  static String freeDelimiter(Heredoc text) {
    String delimiter = text.name();
    for (int i = 1; isTaken(text, delimiter) || !withoutNumber(text, delimiter).equals(text.name()); i++) {
      delimiter = text.name() + i;
    }
    return delimiter;
  }

  private static boolean isTaken(Heredoc text, String delimiter) {
    return delimiter.equals(LINE) || contains(text, delimiter);
  }

  /** A text that was read, whose name is its delimiter, under the name that it had when it was written. */
  static Heredoc named(Heredoc read) {
    return new Heredoc(withoutNumber(read, read.name()), read.content(), read.expanded());
  }

  /** The delimiter without a number that it can only have because the text holds the name. */
  private static String withoutNumber(Heredoc text, String delimiter) {
    int digits = delimiter.length();
    while (digits > 1 && Character.isDigit(delimiter.charAt(digits - 1))) {
      digits--;
    }
    for (int split = delimiter.length() - 1; split >= digits; split--) {
      String name = delimiter.substring(0, split);
      boolean numbered = delimiter.charAt(split) != '0';
      if (numbered && (isTaken(text, name) || !withoutNumber(text, name).equals(name))) {
        return name;
      }
    }
    return delimiter;
  }
}
