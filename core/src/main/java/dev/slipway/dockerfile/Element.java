package dev.slipway.dockerfile;

import dev.slipway.SourceText;
import dev.slipway.Span;

/**
 * One of the parts that a Dockerfile consists of, one behind the other: every character of the file belongs to exactly
 * one. Elements are whole lines, with their line breaks; only a byte order mark is less.
 */
public abstract sealed class Element permits ByteOrderMark, Directive, Comment, Blank, Statement {
  private final SourceText source;
  private final int start;
  private final int end;

  Element(SourceText source, int start, int end) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  final SourceText source() {
    return source;
  }

  final int start() {
    return start;
  }

  final int end() {
    return end;
  }

  /** Its characters as they stand in the file, from the beginning of its first line to the line break of its last. */
  public final String text() {
    return source.text().substring(start, end);
  }

  /** Where it stands, line break included. */
  public final Span span() {
    return source.span(start, end);
  }

  /** Whether the other is the same kind of element with the same text at the same place of a file of the same name. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Element element && element.getClass() == getClass() && element.start == start
        && element.source.name().equals(source.name()) && element.text().equals(text());
  }

  @Override
  public final int hashCode() {
    return 31 * start + text().hashCode();
  }

  /** The characters. */
  @Override
  public final String toString() {
    return text();
  }
}
