package dev.slipway;

import java.util.Arrays;

/**
 * The text of a document with its name: knows which line and column each character stands in. Lines end with a line
 * feed, perhaps with a carriage return before it.
 *
 * <p>Safe for use by many threads; two are equal if name and text are.
 */
public final class SourceText {
  /** Columns of texts with characters outside the basic plane are counted from the last of these marks. */
  private static final int STRETCH = 256;

  private final String name;
  private final String text;
  /** The index at which each line begins. */
  private final int[] starts;
  /** How many code points before each mark take two characters; empty if none does. */
  private final int[] pairs;

  private SourceText(String name, String text) {
    this.name = name;
    this.text = text;
    this.starts = starts(text);
    this.pairs = pairs(text);
  }

  /** A text that is called so in messages. */
  public static SourceText of(String name, String text) {
    return new SourceText(name, text);
  }

  /** What the document is called. */
  public String name() {
    return name;
  }

  /** All characters. */
  public String text() {
    return text;
  }

  /** How many lines there are; a text that ends with a line break has an empty last one. */
  public int lineCount() {
    return starts.length;
  }

  /** The line with a number from one on, without its line break. */
  public String line(int number) {
    int start = starts[number - 1];
    int end = number < starts.length ? starts[number] - 1 : text.length();
    return text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  /** The index of the first character of the line with a number from one on. */
  public int lineStart(int number) {
    return starts[number - 1];
  }

  /** The line, counted from one, in which the character with this index stands. */
  public int lineAt(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column, counted from one in code points, in which the character with this index stands. */
  public int columnAt(int offset) {
    int start = starts[lineAt(offset) - 1];
    return offset - start + 1 - (pairsBefore(offset) - pairsBefore(start));
  }

  /** The stretch between two indexes of the text, the second exclusive. */
  public Span span(int offset, int endOffset) {
    return new Span(lineAt(offset), columnAt(offset), lineAt(endOffset), columnAt(endOffset), offset, endOffset);
  }

  private int pairsBefore(int offset) {
    if (pairs.length == 0) {
      return 0;
    }
    int mark = offset / STRETCH;
    int count = pairs[mark];
    for (int i = mark * STRETCH; i < offset; i++) {
      count += endsPair(text, i) ? 1 : 0;
    }
    return count;
  }

  private static boolean endsPair(String text, int index) {
    return index > 0 && Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1));
  }

  private static int[] pairs(String text) {
    if (text.chars().noneMatch(c -> Character.isLowSurrogate((char) c))) {
      return new int[0];
    }
    int[] marks = new int[text.length() / STRETCH + 1];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i % STRETCH == 0) {
        marks[i / STRETCH] = count;
      }
      count += endsPair(text, i) ? 1 : 0;
    }
    if (text.length() % STRETCH == 0) {
      marks[text.length() / STRETCH] = count;
    }
    return marks;
  }

  private static int[] starts(String text) {
    int count = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      count++;
    }
    int[] starts = new int[count];
    int line = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      starts[line++] = i + 1;
    }
    return starts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceText source && source.name.equals(name) && source.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The document's name. */
  @Override
  public String toString() {
    return name;
  }
}
