package dev.slipway.dockerfile;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Heredoc;
import dev.slipway.image.Word;

/** The variables in texts that {@code COPY} and {@code ADD} make files of. */
public final class HeredocWords {
  private HeredocWords() {}

  /**
   * The text as the builder reads it: where variables are replaced, a backslash stands for the character behind it, and
   * quotes are text.
   *
   * @throws InvalidValueException if a <code>${</code> in the text has no name, no end or an unknown operator
   */
  public static Word of(Heredoc text) {
    if (!text.expanded()) {
      return Word.literal(text.content());
    }
    try {
      return DockerfileWords.readBody(text.content()).word();
    } catch (WordFault fault) {
      long line = text.content().substring(0, fault.index()).chars().filter(c -> c == '\n').count() + 1;
      throw new InvalidValueException("line " + line + " of the text '" + text.name() + "': " + fault.what()
          + (fault.advice().isEmpty() ? "" : "; " + fault.advice()));
    }
  }
}
