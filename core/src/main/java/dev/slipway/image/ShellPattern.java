package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.slipway.InvalidValueException;

/**
 * The patterns of {@code ${x#pattern}} and its relatives: {@code *} for any text, {@code ?} for one character, a
 * backslash before {@code * ? \ } /} for the character itself. Matching takes time proportional to text times pattern.
 */
final class ShellPattern {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  private final ImmutableIntArray tokens;

  private ShellPattern(ImmutableIntArray tokens) {
    this.tokens = tokens;
  }

  static ShellPattern compile(String pattern) {
    ImmutableIntArray.Builder tokens = ImmutableIntArray.builder(pattern.length());
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        if (i + 1 == pattern.length() || "*?\\}/".indexOf(pattern.charAt(i + 1)) < 0) {
          throw new InvalidValueException(
              "pattern '" + pattern + "' has a backslash at index " + i + " that is not before one of * ? \\ } /");
        }
        tokens.add(pattern.charAt(++i));
      } else {
        tokens.add(c == '*' ? ANY_TEXT : c == '?' ? ANY_CHARACTER : c);
      }
    }
    return new ShellPattern(tokens.build());
  }

  ShellPattern reversed() {
    return new ShellPattern(ImmutableIntArray.copyOf(ImmutableList.copyOf(tokens.asList()).reverse()));
  }

  /** Where the shortest or longest match that begins at an index ends; -1 if nothing matches there. */
  int matchFrom(String text, int start, boolean longest) {
    boolean[] reached = new boolean[tokens.length() + 1];
    reached[0] = true;
    skipAnyText(reached);
    int end = reached[tokens.length()] ? start : -1;
    for (int at = start; at < text.length() && (longest || end < 0); at++) {
      boolean[] next = new boolean[tokens.length() + 1];
      boolean alive = false;
      for (int i = 0; i < tokens.length(); i++) {
        if (reached[i]) {
          int token = tokens.get(i);
          if (token == ANY_TEXT) {
            next[i] = true;
          } else if (token == ANY_CHARACTER || token == text.charAt(at)) {
            next[i + 1] = true;
          }
          alive |= next[i] || next[i + 1];
        }
      }
      if (!alive) {
        break;
      }
      skipAnyText(next);
      reached = next;
      if (reached[tokens.length()]) {
        end = at + 1;
      }
    }
    return end;
  }

  private void skipAnyText(boolean[] reached) {
    for (int i = 0; i < tokens.length(); i++) {
      if (reached[i] && tokens.get(i) == ANY_TEXT) {
        reached[i + 1] = true;
      }
    }
  }
}
