package dev.slipway.dockerfile;

import dev.slipway.image.PatternText;

/** Where lines of a text begin and end, and what kind of line stands there. */
final class LineScan {
  private final String text;

  LineScan(String text) {
    this.text = text;
  }

  /** The index behind the line break of the line that begins at an index, or the end of the text. */
  int next(int start) {
    int feed = text.indexOf('\n', start);
    return feed < 0 ? text.length() : feed + 1;
  }

  /** The end of a line without its line break and all carriage returns before that. */
  int contentEnd(int start, int next) {
    int end = next;
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /** The first index that is no white space, or the end. */
  int skipSpaces(int start, int end) {
    int at = start;
    while (at < end && PatternText.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The index of the escape character that continues a line to the next one, or -1. */
  int continuation(int start, int end, char escape) {
    int at = end;
    while (at > start && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
      at--;
    }
    boolean escapes = at > start && text.charAt(at - 1) == escape;
    // two in a row are one that is meant; builders do not look at the one before these
    return escapes && (at - 1 == start || text.charAt(at - 2) != escape) ? at - 1 : -1;
  }
}
