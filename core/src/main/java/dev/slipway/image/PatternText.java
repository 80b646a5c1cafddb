package dev.slipway.image;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayDeque;
import java.util.Deque;

/** The lexical steps that come before a pattern is read, as Go's {@code strings} and {@code path/filepath} define them. */
public final class PatternText {
  /** What Go's {@code unicode.IsSpace} counts. */
  private static final CharMatcher SPACE = CharMatcher.anyOf("\t\n\u000B\f\r \u0085\u00A0\u1680\u2028\u2029\u202F\u205F\u3000")
      .or(CharMatcher.inRange('\u2000', '\u200A'))
      .precomputed();

  private PatternText() {}

  /** The text without white space at both ends. */
  public static String trim(String text) {
    return SPACE.trimFrom(text);
  }

  /** Whether a character is white space. */
  public static boolean isSpace(char character) {
    return SPACE.matches(character);
  }

  /**
   * The shortest path that says the same: no empty parts, no {@code .}, no {@code ..} behind a name, no slash at the end;
   * {@code .} for nothing. Patterns are cleaned as if they were paths, whatever their characters mean.
   */
  public static String clean(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : Splitter.on('/').split(path)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(rooted && part.equals(".."))) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
