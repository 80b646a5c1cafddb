package dev.slipway.yaml;

import dev.slipway.SourceText;
import dev.slipway.Span;

/** A comment of a document: from its number sign to the end of the line. */
public final class YamlComment {
  private final SourceText source;
  private final int start;
  private final int end;

  YamlComment(SourceText source, int start, int end) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  /** Where it stands, the number sign included. */
  public Span span() {
    return source.span(start, end);
  }

  /** What it says: without the number sign, one blank behind it, and blanks at the end. */
  public String text() {
    int from = start + 1 < end && source.text().charAt(start + 1) == ' ' ? start + 2 : start + 1;
    return source.text().substring(from, end).stripTrailing();
  }

  /** Its characters. */
  @Override
  public String toString() {
    return source.text().substring(start, end);
  }
}
