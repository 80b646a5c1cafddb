package dev.slipway.compose.format;

import dev.slipway.Suggestions;

/** Texts as they stand in messages: in quotes, printable, and not longer than somebody reads. */
final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  static String of(String text) {
    return of(text, 0, text.length());
  }

  static String of(String text, int start, int end) {
    boolean whole = end - start <= LONGEST;
    return "'" + Suggestions.printable(text.substring(start, whole ? end : start + LONGEST)) + (whole ? "'" : "…'");
  }
}
