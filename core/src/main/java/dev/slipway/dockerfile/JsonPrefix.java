package dev.slipway.dockerfile;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

/**
 * Whether a line begins with a JSON array. Builders read such a line as a list of arguments, and old ones did so
 * whatever followed the array.
 */
final class JsonPrefix {
  private static final CharMatcher BLANK = CharMatcher.anyOf(" \t\r\n");
  private static final CharMatcher NUMBER = CharMatcher.inRange('0', '9').or(CharMatcher.anyOf("+-.eE"));
  private static final int DEEPEST = 100;

  private final String text;
  private int at;

  private JsonPrefix(String text) {
    this.text = text;
  }

  static boolean isArray(String line) {
    return line.startsWith("[") && new JsonPrefix(line).value(0);
  }

  /** Steps over one value; false if there is none. */
  private boolean value(int depth) {
    skipBlanks();
    if (at >= text.length() || depth > DEEPEST) {
      return false;
    }
    return switch (text.charAt(at)) {
      case '"' -> string();
      case '[' -> list(']', false, depth);
      case '{' -> list('}', true, depth);
      default -> scalar();
    };
  }

  private boolean list(char end, boolean named, int depth) {
    at++;
    skipBlanks();
    if (sees(end)) {
      at++;
      return true;
    }
    while (member(named, depth)) {
      skipBlanks();
      if (sees(end)) {
        at++;
        return true;
      }
      if (!sees(',')) {
        return false;
      }
      at++;
    }
    return false;
  }

  private boolean member(boolean named, int depth) {
    if (named) {
      skipBlanks();
      if (!sees('"') || !string()) {
        return false;
      }
      skipBlanks();
      if (!sees(':')) {
        return false;
      }
      at++;
    }
    return value(depth + 1);
  }

  private boolean string() {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    return at <= text.length();
  }

  private boolean scalar() {
    for (String word : ImmutableList.of("true", "false", "null")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return true;
      }
    }
    int start = at;
    while (at < text.length() && NUMBER.matches(text.charAt(at))) {
      at++;
    }
    return at > start;
  }

  private boolean sees(char character) {
    return at < text.length() && text.charAt(at) == character;
  }

  private void skipBlanks() {
    while (at < text.length() && BLANK.matches(text.charAt(at))) {
      at++;
    }
  }
}
