package dev.slipway.registry;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry wants to see: one challenge of a {@code WWW-Authenticate} header, RFC 9110 section 11.6.1.
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters names in lower case
 */
record Challenge(String scheme, ImmutableMap<String, String> parameters) {
  private static final CharMatcher TOKEN = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf("!#$%&'*+-.^_`|~"));
  private static final CharMatcher TOKEN_68 = TOKEN.or(CharMatcher.anyOf("/="));
  private static final CharMatcher BLANK = CharMatcher.anyOf(" \t");
  private static final int MAX_LENGTH = 16 << 10;

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  boolean isBearer() {
    return scheme.equals("bearer");
  }

  boolean isBasic() {
    return scheme.equals("basic");
  }

  /** The challenges of all headers; what does not follow the grammar ends the reading of its header. */
  static ImmutableList<Challenge> read(List<String> headers) {
    ImmutableList.Builder<Challenge> challenges = ImmutableList.builder();
    headers.stream().filter(header -> header.length() <= MAX_LENGTH).forEach(header -> new Reader(header).read(challenges));
    return challenges.build();
  }

  /** Reads one header, left to right. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void read(ImmutableList.Builder<Challenge> challenges) {
      skipSeparators();
      while (at < text.length()) {
        String scheme = Ascii.toLowerCase(take(TOKEN));
        if (scheme.isEmpty()) {
          return;
        }
        challenges.add(new Challenge(scheme, parameters()));
        skipSeparators();
      }
    }

    /** Up to the next scheme, which is a token that no equals sign follows. */
    private ImmutableMap<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      while (true) {
        int start = at;
        skipSeparators();
        String name = Ascii.toLowerCase(take(TOKEN));
        take(BLANK);
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=' || isToken68(start)) {
          at = isToken68(start) ? at : start;
          return ImmutableMap.copyOf(parameters);
        }
        at++;
        take(BLANK);
        parameters.putIfAbsent(name, value());
      }
    }

    /** Some schemes carry a single text with padding instead of parameters; it is skipped. */
    private boolean isToken68(int start) {
      int begin = start;
      while (begin < text.length() && BLANK.matches(text.charAt(begin))) {
        begin++;
      }
      int end = begin;
      while (end < text.length() && TOKEN_68.matches(text.charAt(end))) {
        end++;
      }
      boolean padded = end > begin && text.charAt(end - 1) == '=' && (end == text.length() || text.charAt(end) == ',');
      if (padded) {
        at = end;
      }
      return padded;
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        return take(TOKEN_68);
      }
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }

    private void skipSeparators() {
      take(BLANK.or(CharMatcher.is(',')));
    }

    @CanIgnoreReturnValue
    private String take(CharMatcher characters) {
      int start = at;
      while (at < text.length() && characters.matches(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }
  }
}
