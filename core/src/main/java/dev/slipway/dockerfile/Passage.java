package dev.slipway.dockerfile;

import dev.slipway.SourceText;
import dev.slipway.Span;
import java.util.Arrays;

/** A text put together from stretches of a document, which knows where each character came from. */
final class Passage {
  private final SourceText source;
  private final String text;
  /** The index in the text at which each stretch begins, ascending. */
  private final int[] starts;
  /** The index in the document of each stretch's first character. */
  private final int[] offsets;
  /** Where the document goes on behind the last character. */
  private final int endOffset;

  private Passage(SourceText source, String text, int[] starts, int[] offsets, int endOffset) {
    this.source = source;
    this.text = text;
    this.starts = starts;
    this.offsets = offsets;
    this.endOffset = endOffset;
  }

  String text() {
    return text;
  }

  Token all() {
    return new Token(this, 0, text.length());
  }

  Span span(int from, int to) {
    int start = offset(from);
    return source.span(start, from == to ? start : offset(to - 1) + 1);
  }

  /** The index in the document of the character with an index of the text. */
  int offset(int index) {
    if (index >= text.length()) {
      return endOffset;
    }
    int found = Arrays.binarySearch(starts, index);
    int stretch = found >= 0 ? found : -found - 2;
    return offsets[stretch] + index - starts[stretch];
  }

  /** Puts a passage together. */
  static final class Builder {
    private final SourceText source;
    private final StringBuilder text = new StringBuilder();
    private int[] starts = new int[4];
    private int[] offsets = new int[4];
    private int count;
    private int endOffset;

    Builder(SourceText source) {
      this.source = source;
    }

    /** Adds the document's characters from one index to another. */
    void append(int from, int to) {
      append(source.text(), from, to, from);
    }

    /** Adds characters that stand at an index of the document, or stand for what is there. */
    void append(CharSequence characters, int from, int to, int offset) {
      if (from < to) {
        boolean follows = count > 0 && offsets[count - 1] + text.length() - starts[count - 1] == offset;
        if (!follows) {
          addStretch(offset);
        }
        text.append(characters, from, to);
      }
      endOffset = offset + to - from;
    }

    private void addStretch(int offset) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        offsets = Arrays.copyOf(offsets, count * 2);
      }
      starts[count] = text.length();
      offsets[count++] = offset;
    }

    Passage build() {
      return new Passage(source, text.toString(), Arrays.copyOf(starts, count), Arrays.copyOf(offsets, count), endOffset);
    }
  }
}
