package dev.slipway.dockerfile;

import dev.slipway.Span;

/**
 * A piece of an instruction: its text, and for each character where that stands in the file. Line continuations and
 * comments within are not part of the text; quotes and escapes are, except in the {@linkplain Flag#value values of
 * flags}, where each character of the text knows where it came from all the same.
 */
public final class Token {
  private final Passage passage;
  private final int start;
  private final int end;

  Token(Passage passage, int start, int end) {
    this.passage = passage;
    this.start = start;
    this.end = end;
  }

  /** The characters. */
  public String text() {
    return passage.text().substring(start, end);
  }

  /** How many characters there are, counted as {@link String#length()} does. */
  public int length() {
    return end - start;
  }

  /** Whether there are no characters. */
  public boolean isEmpty() {
    return start == end;
  }

  /** The index in {@link #text()} at which a character first stands, or -1. */
  int indexOf(char character) {
    int found = passage.text().indexOf(character, start, end);
    return found < 0 ? -1 : found - start;
  }

  /** Where it stands: from the first character to the last, with all that lies between them in the file. */
  public Span span() {
    return passage.span(start, end);
  }

  /**
   * Where a part of it stands.
   *
   * @param from the index of the part's first character in {@link #text()}
   * @param to the index behind the last
   */
  public Span span(int from, int to) {
    checkRange(from, to);
    return passage.span(start + from, start + to);
  }

  /** The index in the document of the character with an index of {@link #text()}, or of what follows the last. */
  int offset(int index) {
    return passage.offset(start + index);
  }

  /** The characters between two indexes of {@link #text()}, the second exclusive. */
  public Token part(int from, int to) {
    checkRange(from, to);
    return new Token(passage, start + from, start + to);
  }

  private void checkRange(int from, int to) {
    if (from < 0 || to < from || to > length()) {
      throw new IndexOutOfBoundsException("from " + from + " to " + to + " of " + length());
    }
  }

  /** Whether the other is the same text at the same place. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Token token && token.text().equals(text()) && token.span().equals(span());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  /** The characters. */
  @Override
  public String toString() {
    return text();
  }
}
