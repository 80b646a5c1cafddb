package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.PatternText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the words of a line that announce texts of several lines, as builders do: with a backslash as the escape
 * whatever the file's is, and none at all in a line in which a quote or a variable is not closed.
 */
final class HeredocLexer {
  /** Where the lexer is: how the state ends, and whether quotes and escapes mean something. */
  private enum State {
    /** Between words and in them. */
    TOP,
    /** In double quotes. */
    QUOTES,
    /** In {@code ${x:-…}}, up to the brace. */
    OPERAND,
    /** In the first part of {@code ${x/…/…}}, up to the slash. */
    PATTERN
  }

  private static final String SPECIAL_PARAMETERS = "@*#?-$!";

  private final Token line;
  private final String text;
  private final ImmutableList.Builder<HeredocWord> words = ImmutableList.builder();
  private int count;
  private final Deque<State> states = new ArrayDeque<>();
  private int at;
  private int wordStart = -1;
  private int openQuotes;
  private boolean broken;

  private HeredocLexer(Token line) {
    this.line = line;
    this.text = line.text();
  }

  /** What a line announces, in order; nothing if the line cannot be split into words. */
  static Optional<ImmutableList<HeredocWord>> words(Token line) {
    return new HeredocLexer(line).read();
  }

  private Optional<ImmutableList<HeredocWord>> read() {
    states.push(State.TOP);
    while (at < text.length() && !broken) {
      step(text.charAt(at));
    }
    if (broken || states.size() > 1) {
      return Optional.empty();
    }
    endWord();
    return Optional.of(words.build());
  }

  private void step(char c) {
    State state = states.element();
    if (state == State.QUOTES) {
      inQuotes(c);
    } else if (ends(state, c)) {
      take();
      states.pop();
      if (state == State.PATTERN) {
        states.push(State.OPERAND);
      }
    } else {
      unquoted(c);
    }
  }

  private static boolean ends(State state, char c) {
    return state == State.OPERAND && c == '}' || state == State.PATTERN && c == '/';
  }

  private void unquoted(char c) {
    switch (c) {
      case '\'' -> singleQuotes();
      case '"' -> {
        take();
        states.push(State.QUOTES);
        openQuotes++;
      }
      case '$' -> dollar();
      case '<' -> lessThan();
      case '\\' -> {
        take();
        takeIfAny();
      }
      default -> {
        // what stands in an operand within quotes is as quoted as the rest
        if (PatternText.isSpace(c) && openQuotes == 0) {
          endWord();
          at++;
        } else {
          take();
        }
      }
    }
  }

  private void inQuotes(char c) {
    switch (c) {
      case '"' -> {
        take();
        states.pop();
        openQuotes--;
      }
      case '$' -> dollar();
      case '\\' -> {
        take();
        if (at < text.length() && "\"$\\".indexOf(text.charAt(at)) >= 0) {
          take();
        }
      }
      default -> take();
    }
  }

  private void singleQuotes() {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      broken = true;
    } else {
      take();
      at = end + 1;
    }
  }

  private void lessThan() {
    take();
    if (at < text.length() && text.charAt(at) == '<') {
      take();
      while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
        take();
      }
    }
  }

  private void dollar() {
    take();
    if (at < text.length() && text.charAt(at) == '{') {
      take();
      braces();
    } else {
      name();
    }
  }

  private void braces() {
    if (at >= text.length() || "{}:".indexOf(text.charAt(at)) >= 0) {
      broken = true;
      return;
    }
    name();
    if (at >= text.length()) {
      broken = true;
      return;
    }
    char operator = text.charAt(at);
    take();
    switch (operator) {
      case '}' -> {
      }
      case ':' -> {
        broken = at >= text.length() || "#%".indexOf(text.charAt(at)) >= 0;
        takeIfAny();
        states.push(State.OPERAND);
      }
      case '+', '-', '?', '#', '%' -> states.push(State.OPERAND);
      case '/' -> {
        if (at < text.length() && text.charAt(at) == '/') {
          take();
        }
        states.push(State.PATTERN);
      }
      default -> broken = true;
    }
  }

  private void name() {
    int start = at;
    if (start < text.length() && Character.isDigit(text.charAt(start))) {
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        take();
      }
      return;
    }
    if (start < text.length() && SPECIAL_PARAMETERS.indexOf(text.charAt(start)) >= 0) {
      take();
      return;
    }
    while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      take();
    }
  }

  private void take() {
    if (wordStart < 0) {
      wordStart = at;
    }
    at++;
  }

  private void takeIfAny() {
    if (at < text.length()) {
      take();
    }
  }

  private void endWord() {
    if (wordStart >= 0) {
      // more than are read are not worth being looked at
      if (count <= Dockerfile.MAX_HEREDOCS) {
        announcement(line.part(wordStart, Math.min(at, text.length()))).ifPresent(this::add);
      }
      wordStart = -1;
    }
  }

  private void add(HeredocWord word) {
    words.add(word);
    count++;
  }

  /** A word as an announcement, if it is one: a number perhaps, {@code <<}, a hyphen perhaps, and a delimiter. */
  static Optional<HeredocWord> announcement(Token word) {
    String text = word.text();
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (!text.startsWith("<<", digits) || text.indexOf('<', digits + 2) >= 0) {
      return Optional.empty();
    }
    boolean chomped = text.startsWith("-", digits + 2);
    int start = digits + (chomped ? 3 : 2);
    while (start < text.length() && "\t\n\f\r ".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    OptionalLong descriptor = digits == 0 || digits > 18
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(text.substring(0, digits)));
    return Delimiter.of(text.substring(start))
        .map(delimiter -> new HeredocWord(word, delimiter.name(), !delimiter.quoted(), chomped, descriptor));
  }

  /**
   * The line that ends a text.
   *
   * @param name without quotes and escapes
   * @param quoted whether it had quotes
   */
  private record Delimiter(String name, boolean quoted) {
    /** Nothing where quotes are open, where there is no character, or where blanks stand outside quotes. */
    static Optional<Delimiter> of(String text) {
      StringBuilder name = new StringBuilder();
      boolean quoted = false;
      char quote = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (quote == 0 && (c == '\'' || c == '"') || quote != 0 && c == quote) {
          quote = quote == 0 ? c : 0;
          quoted = true;
        } else if (c == '\\' && escapes(quote, text, i)) {
          i++;
          name.append(i < text.length() ? text.substring(i, i + 1) : "");
        } else if (quote == 0 && PatternText.isSpace(c)) {
          return Optional.empty();
        } else {
          name.append(c);
        }
      }
      return quote != 0 || name.isEmpty() ? Optional.empty() : Optional.of(new Delimiter(name.toString(), quoted));
    }

    private static boolean escapes(char quote, String text, int at) {
      return quote == 0 || quote == '"' && at + 1 < text.length() && "\"$\\".indexOf(text.charAt(at + 1)) >= 0;
    }
  }
}
