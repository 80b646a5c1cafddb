package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.slipway.InvalidValueException;

/**
 * The patterns of <code>${x#pattern}</code> and its relatives: {@code *} for any text, {@code ?} for one character (a
 * code point), neither for a line feed, as in BuildKit; a backslash before one of <code>* ? \ } /</code> for the
 * character itself. Matching at all places takes time proportional to text times pattern.
 */
final class ShellPattern {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;
  private static final long MAX_WORK = 1L << 28;

  private final ImmutableIntArray tokens;

  private ShellPattern(ImmutableIntArray tokens) {
    this.tokens = tokens;
  }

  static ShellPattern compile(String pattern) {
    ImmutableIntArray.Builder tokens = ImmutableIntArray.builder(pattern.length());
    int[] characters = pattern.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      int c = characters[i];
      if (c == '\\') {
        if (i + 1 == characters.length || "*?\\}/".indexOf(characters[i + 1]) < 0) {
          throw new InvalidValueException(
              "pattern '" + pattern + "' has a backslash at index " + i + " that is not before one of * ? \\ } /");
        }
        tokens.add(characters[++i]);
      } else {
        tokens.add(c == '*' ? ANY_TEXT : c == '?' ? ANY_CHARACTER : c);
      }
    }
    return new ShellPattern(tokens.build());
  }

  ShellPattern reversed() {
    return new ShellPattern(ImmutableIntArray.copyOf(ImmutableList.copyOf(tokens.asList()).reverse()));
  }

  /**
   * For every place in a text, given as code points, where the shortest or longest match that begins there ends; -1 if
   * nothing matches there. Goes backwards through the text, so that one pass answers for all places.
   */
  int[] ends(int[] text, boolean longest) {
    if ((long) text.length * tokens.length() > MAX_WORK) {
      throw new InvalidValueException("a pattern of " + tokens.length() + " characters on a value of " + text.length
          + " is too much work; shorten one of them");
    }
    int[] ends = new int[text.length + 1];
    int[] behind = new int[tokens.length() + 1];
    int[] here = new int[tokens.length() + 1];
    for (int at = text.length; at >= 0; at--) {
      here[tokens.length()] = at;
      for (int i = tokens.length() - 1; i >= 0; i--) {
        int token = tokens.get(i);
        boolean one = at < text.length && (token < 0 ? text[at] != '\n' : token == text[at]);
        int rest = one ? behind[token == ANY_TEXT ? i : i + 1] : -1;
        here[i] = token == ANY_TEXT ? better(here[i + 1], rest, longest) : rest;
      }
      ends[at] = here[0];
      int[] free = behind;
      behind = here;
      here = free;
    }
    return ends;
  }

  private static int better(int a, int b, boolean longest) {
    if (a < 0 || b < 0) {
      return Math.max(a, b);
    }
    return longest ? Math.max(a, b) : Math.min(a, b);
  }
}
