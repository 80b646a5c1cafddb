package dev.slipway.yaml;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** A way through the characters of a plain scalar, for grammars of numbers and dates. */
final class ScalarScan {
  private final String text;
  private int at;

  ScalarScan(String text) {
    this.text = text;
  }

  /** Steps over one of these characters, if it is next. */
  @CanIgnoreReturnValue
  boolean one(String characters) {
    if (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
      return true;
    }
    return false;
  }

  /** Steps over all of these characters that follow; how many there were. */
  @CanIgnoreReturnValue
  int many(String characters) {
    return many(characters, Integer.MAX_VALUE);
  }

  /** Steps over these characters, so many at most; how many there were. */
  @CanIgnoreReturnValue
  int many(String characters, int most) {
    int start = at;
    while (at < text.length() && at - start < most && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at - start;
  }

  /** Steps over decimal digits; how many there were. */
  @CanIgnoreReturnValue
  int digits() {
    return many("0123456789");
  }

  /** Steps over this text, if it is next. */
  boolean word(String word) {
    if (text.startsWith(word, at)) {
      at += word.length();
      return true;
    }
    return false;
  }

  boolean atEnd() {
    return at == text.length();
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  /** Steps over one or two digits and gives their number; -1 if there is none. */
  int shortNumber() {
    int count = many("0123456789", 2);
    return count == 0 ? -1 : Integer.parseInt(text, at - count, at, 10);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
