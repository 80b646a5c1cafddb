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
    while (!ended && text.startsWith("--", at)) {
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

  /** The quote in a flag that is not closed, if there is one. */
  Optional<Token> openQuote() {
    return openQuote < 0 ? Optional.empty() : Optional.of(arguments.part(openQuote, openQuote + 1));
  }

  private void readFlag() {
    int start = at;
    Passage.Builder bare = new Passage.Builder(source);
    while (at < text.length() && !PatternText.isSpace(text.charAt(at))) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        readQuoted(bare, c);
      } else {
        readCharacter(bare);
      }
    }
    Token token = arguments.part(start, at);
    Token unquoted = bare.build().all();
    if (unquoted.text().equals("--")) {
      ended = true;
    } else {
      // a copy is kept only where quotes or escapes made a difference
      flags.add(flag(token, unquoted.length() == token.length() ? token : unquoted));
    }
  }

  private void readQuoted(Passage.Builder bare, char quote) {
    int opened = at++;
    while (at < text.length() && text.charAt(at) != quote) {
      readCharacter(bare);
    }
    if (at < text.length()) {
      at++;
    } else {
      openQuote = opened;
    }
  }

  /** One character, or the one behind an escape; an escape at the end of all is dropped. */
  private void readCharacter(Passage.Builder bare) {
    if (text.charAt(at) == escape) {
      at++;
    }
    if (at < text.length()) {
      bare.append(text, at, at + 1, arguments.offset(at));
      at++;
    }
  }

  private static Flag flag(Token token, Token bare) {
    int equals = bare.text().indexOf('=');
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
