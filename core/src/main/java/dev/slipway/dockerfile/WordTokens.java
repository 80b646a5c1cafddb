package dev.slipway.dockerfile;

import dev.slipway.InvalidValueException;
import dev.slipway.Span;
import dev.slipway.dockerfile.Arguments.JsonString;
import dev.slipway.image.Word;

/** Reads the words of one file and tells what is wrong with them at the right place. */
final class WordTokens {
  /** Stands for a word that could not be read; the instruction around it is dropped. */
  private static final Word UNREADABLE = Word.literal("/");

  private final char escape;
  private final Findings findings;
  private final boolean always;

  WordTokens(char escape, Findings findings) {
    this(escape, findings, false);
  }

  /** @param always whether what is wrong counts in stages that are not built, too */
  WordTokens(char escape, Findings findings, boolean always) {
    this.escape = escape;
    this.findings = findings;
    this.always = always;
  }

  Word word(Token token) {
    try {
      return DockerfileWords.read(token.text(), escape).word();
    } catch (WordFault fault) {
      int end = Math.min(token.length(), fault.index() + 1);
      tell(token.span(Math.min(fault.index(), end), end), fault.what(), fault.advice());
    } catch (InvalidValueException refused) {
      tell(token.span(), String.valueOf(refused.getMessage()), "");
    }
    return UNREADABLE;
  }

  Word word(JsonString string) {
    return word(string.value(), string.token().span());
  }

  /** A text that does not stand in the file as it is, at a place. */
  Word word(String text, Span place) {
    try {
      return DockerfileWords.read(text, escape).word();
    } catch (WordFault fault) {
      tell(place, fault.what(), fault.advice());
    } catch (InvalidValueException refused) {
      tell(place, String.valueOf(refused.getMessage()), "");
    }
    return UNREADABLE;
  }

  private void tell(Span place, String message, String advice) {
    if (always) {
      findings.always(place, message, advice);
    } else {
      findings.ifBuilt(place, message, advice);
    }
  }
}
