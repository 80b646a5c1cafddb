package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.SourceText;
import dev.slipway.image.PatternText;
import java.util.Optional;

/**
 * Takes flags off the front of an instruction's arguments: words that begin with two hyphens. Quotes and the escape
 * character work in them; two hyphens alone end them.
 */
final class FlagReader {
  /** The most flags of one instruction that are read. */
  static final int MAX = 1_000;

  private final SourceText source;
  private final Token arguments;
  private final String text;
  private final char escape;
  private final ImmutableList.Builder<Flag> flags = ImmutableList.builder();
  private int at;
  private boolean ended;
  /** Where a quote was opened that is not closed. */
  private int openQuote = -1;

  /** @param arguments all that stands behind the keyword */
  FlagReader(SourceText source, Token arguments, char escape) {
    this.source = source;
    this.arguments = arguments;
    this.text = arguments.text();
    this.escape = escape;
  }

  ImmutableList<Flag> read() {
    skipSpaces();
    for (int count = 0; count < MAX && !ended && text.startsWith("--", at); count++) {
      readFlag();
      skipSpaces();
    }
    return flags.build();
  }

  /** What stands behind the flags, without white space at both ends. */
  Token rest() {
    int end = text.length();
    while (end > at && PatternText.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return arguments.part(at, end);
  }

  /** The first flag that is too many, if there is one. */
  Optional<Token> tooMany() {
    return !ended && text.startsWith("--", at) ? Optional.of(arguments.part(at, at + 2)) : Optional.empty();
  }

  /** The quote in a flag that is not closed, if there is one. */
  Optional<Token> openQuote() {
    return openQuote < 0 ? Optional.empty() : Optional.of(arguments.part(openQuote, openQuote + 1));
  }

  private void readFlag() {
    int start = at;
    while (at < text.length() && !PatternText.isSpace(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        skipQuoted(c);
      } else {
        at += c == escape ? 2 : 1;
      }
    }
    at = Math.min(at, text.length());
    Token token = arguments.part(start, at);
    Token bare = unquoted(start);
    if (bare.length() == 2) {
      ended = true;
    } else {
      flags.add(flag(token, bare));
    }
  }

  private void skipQuoted(char quote) {
    int opened = at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == escape ? 2 : 1;
    }
    openQuote = at < text.length() ? openQuote : opened;
    at++;
  }

  /** The flag from an index to here without quotes and escapes; a copy is made only where there are some. */
  private Token unquoted(int start) {
    int special = start;
    while (special < at && !isSpecial(text.charAt(special))) {
      special++;
    }
    if (special == at) {
      return arguments.part(start, at);
    }
    Passage.Builder bare = new Passage.Builder(source);
    char quote = 0;
    for (int i = start; i < at; i++) {
      char c = text.charAt(i);
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else {
        // an escape at the end of all is dropped
        i += c == escape ? 1 : 0;
        if (i < at) {
          bare.append(text, i, i + 1, arguments.offset(i));
        }
      }
    }
    return bare.build().all();
  }

  private boolean isSpecial(char c) {
    return c == escape || c == '\'' || c == '"';
  }

  private static Flag flag(Token token, Token bare) {
    int equals = bare.indexOf('=');
    return equals < 0
        ? new Flag(token, bare.part(2, bare.length()), Optional.empty())
        : new Flag(token, bare.part(2, equals), Optional.of(bare.part(equals + 1, bare.length())));
  }

  private void skipSpaces() {
    while (at < text.length() && PatternText.isSpace(text.charAt(at))) {
      at++;
    }
  }
}
