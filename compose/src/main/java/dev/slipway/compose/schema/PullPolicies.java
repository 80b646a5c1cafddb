package dev.slipway.compose.schema;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;

/** The words for when an image is pulled, and intervals such as {@code every_12h}. */
final class PullPolicies {
  private static final ImmutableSet<String> WORDS = ImmutableSet
      .of("always", "never", "build", "if_not_present", "missing", "refresh", "daily", "weekly");
  private static final String EVERY = "every_";
  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
  private static final CharMatcher UNITS = CharMatcher.anyOf("wdhms");

  private PullPolicies() {}

  /** Whether a text is one. */
  static boolean is(String text) {
    return WORDS.contains(text) || text.startsWith(EVERY) && interval(text, EVERY.length()) == text.length();
  }

  /** Whether one stands somewhere in a text. */
  static boolean occursIn(String text) {
    if (WORDS.stream().anyMatch(text::contains)) {
      return true;
    }
    for (int at = text.indexOf(EVERY); at >= 0; at = text.indexOf(EVERY, at + 1)) {
      if (interval(text, at + EVERY.length()) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The index behind as many numbers with units as there are from an index on, or -1 if there is none. */
  private static int interval(String text, int from) {
    int end = -1;
    for (int i = from; i < text.length();) {
      int digits = i;
      while (digits < text.length() && DIGITS.matches(text.charAt(digits))) {
        digits++;
      }
      if (digits == i || digits == text.length() || !UNITS.matches(text.charAt(digits))) {
        return end;
      }
      i = digits + 1;
      end = i;
    }
    return end;
  }
}
