package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.slipway.SourceText;

/**
 * A line with those that continue it, in one: escape characters at line ends, line breaks, comments and empty lines
 * between are taken out.
 *
 * @param line what is left, without white space before it
 * @param comments the comment lines taken out
 * @param emptyLines where stretches of empty lines that are taken out begin and end, one behind the other
 * @param end where the next line begins
 */
record LogicalLine(Token line, ImmutableList<Comment> comments, ImmutableIntArray emptyLines, int end) {

  /** Reads the line that begins at an index, and what continues it. */
  static LogicalLine read(SourceText source, int start, char escape) {
    return new Reading(source, escape).read(start);
  }

  private static final class Reading {
    private final SourceText source;
    private final char escape;
    private final LineScan lines;
    private final Passage.Builder passage;
    private final ImmutableList.Builder<Comment> comments = ImmutableList.builder();
    private final ImmutableIntArray.Builder emptyLines = ImmutableIntArray.builder();
    private int at;
    private int emptyFrom = -1;

    Reading(SourceText source, char escape) {
      this.source = source;
      this.escape = escape;
      this.lines = new LineScan(source.text());
      this.passage = new Passage.Builder(source);
    }

    LogicalLine read(int start) {
      at = lines.next(start);
      int end = lines.contentEnd(start, at);
      boolean open = append(lines.skipSpaces(start, end), end);
      while (open && at < source.text().length()) {
        open = readNext();
      }
      endEmptyLines(at);
      return new LogicalLine(passage.build().all(), comments.build(), emptyLines.build(), at);
    }

    /** Takes a line that continues what stands before it; true if another one follows. */
    private boolean readNext() {
      int start = at;
      at = lines.next(start);
      int end = lines.contentEnd(start, at);
      int first = lines.skipSpaces(start, end);
      if (first == end) {
        emptyFrom = emptyFrom < 0 ? start : emptyFrom;
        return true;
      }
      endEmptyLines(start);
      if (source.text().charAt(first) == '#') {
        comments.add(new Comment(source, start, at));
        return true;
      }
      return append(start, end);
    }

    private boolean append(int start, int end) {
      int continuation = lines.continuation(start, end, escape);
      passage.append(start, continuation < 0 ? end : continuation);
      return continuation >= 0;
    }

    private void endEmptyLines(int end) {
      if (emptyFrom >= 0) {
        emptyLines.add(emptyFrom).add(end);
        emptyFrom = -1;
      }
    }
  }
}
