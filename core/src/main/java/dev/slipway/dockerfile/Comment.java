package dev.slipway.dockerfile;

import dev.slipway.SourceText;
import dev.slipway.image.PatternText;

/** A line whose first character other than white space is {@code #}: between instructions, or within a continued one. */
public final class Comment extends Element {
  Comment(SourceText source, int start, int end) {
    super(source, start, end);
  }

  /** Whether nothing stands behind the first {@code #}. */
  boolean isEmpty() {
    LineScan lines = new LineScan(source().text());
    return lines.skipSpaces(lines.skipSpaces(start(), end()) + 1, end()) == end();
  }

  /** What the comment says: the text behind the first {@code #}, without white space at both ends. */
  public String content() {
    String text = text();
    return PatternText.trim(text.substring(text.indexOf('#') + 1));
  }
}
