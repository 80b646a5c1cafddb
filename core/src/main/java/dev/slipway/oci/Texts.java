package dev.slipway.oci;

import dev.slipway.InvalidValueException;

/** Checks of single texts, and how untrusted texts are shown in messages. */
final class Texts {
  private static final int SHOWN = 120;

  private Texts() {}

  /** Whether the text can be written as UTF-8: every surrogate is one of a pair. */
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair = Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** The text itself. @throws InvalidValueException if JSON could not hold it */
  static String checked(String text) {
    if (!isUnicode(text)) {
      throw new InvalidValueException("text " + quoted(text) + " is not Unicode text, and JSON documents hold nothing else");
    }
    return text;
  }

  /** The text in quotes, cut and made harmless for a line of output. */
  static String quoted(String text) {
    return "'" + abbreviated(text) + "'";
  }

  static String abbreviated(String text) {
    String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    StringBuilder shown = new StringBuilder();
    cut.chars().forEach(c -> shown.append(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '\uFFFD' : (char) c));
    return shown.toString();
  }
}
