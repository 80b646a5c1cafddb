package dev.slipway;

/**
 * A line of a text as a terminal shows it, and a line of marks to stand below it. Tabs become blanks, characters that
 * cannot be shown question marks; wide characters have two marks and those without width none. Of a long line only what
 * is around the marks is left.
 *
 * @param text the line
 * @param mark blanks, then carets
 */
record MarkedLine(String text, String mark) {
  private static final int TAB = 4;
  /** How many columns of a line are shown. */
  private static final int WIDTH = 100;
  /** How many of these stand before the marks where the line is cut. */
  private static final int BEFORE = 40;
  private static final String CUT = "…";

  /**
   * Marks a part of a line.
   *
   * @param start the index of the part's first character; may be the line's end
   * @param end the index behind its last; beyond the line's end for all of it
   */
  static MarkedLine of(String line, int start, int end) {
    return new Shown(line, Math.min(start, line.length()), Math.min(Math.max(start, end), line.length())).marked();
  }

  private static final class Shown {
    private final String line;
    private final int start;
    private final int end;
    private int first;
    private int column;
    private boolean cutBefore;
    private final StringBuilder text = new StringBuilder();

    Shown(String line, int start, int end) {
      this.line = line;
      this.start = start;
      this.end = end;
    }

    MarkedLine marked() {
      findFirst();
      int markStart = cutBefore ? CUT.length() : 0;
      int markEnd = markStart;
      column = markStart;
      text.append(cutBefore ? CUT : "");
      int at = first;
      while (at < line.length() && column < WIDTH) {
        int codePoint = line.codePointAt(at);
        append(codePoint);
        at += Character.charCount(codePoint);
        markStart = at <= start ? column : markStart;
        markEnd = at <= end ? column : markEnd;
      }
      text.append(at < line.length() ? CUT : "");
      return new MarkedLine(text.toString(), " ".repeat(markStart) + "^".repeat(Math.max(1, markEnd - markStart)));
    }

    /** Goes so far back from the marks that something before them is seen, and to the beginning if all then fits. */
    private void findFirst() {
      int budget = width(0, Math.min(end, start + WIDTH)) < WIDTH ? Integer.MAX_VALUE : BEFORE;
      first = start;
      int used = 0;
      while (first > 0 && used < budget) {
        int codePoint = line.codePointBefore(first);
        first -= Character.charCount(codePoint);
        used += codePoint == '\t' ? TAB : width(codePoint);
      }
      cutBefore = first > 0;
    }

    private int width(int from, int to) {
      int width = 0;
      for (int i = from; i < to && width < WIDTH; i++) {
        char c = line.charAt(i);
        width += c == '\t' ? TAB : Character.isLowSurrogate(c) ? 0 : width(line.codePointAt(i));
      }
      return width;
    }

    private void append(int codePoint) {
      if (codePoint == '\t') {
        int blanks = TAB - column % TAB;
        text.append(" ".repeat(blanks));
        column += blanks;
      } else if (isHidden(codePoint)) {
        text.append('?');
        column++;
      } else {
        text.appendCodePoint(codePoint);
        column += width(codePoint);
      }
    }

    private static boolean isHidden(int codePoint) {
      return switch (Character.getType(codePoint)) {
        case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
        default -> false;
      };
    }

    /** How many columns a character takes in a terminal. */
    private static int width(int codePoint) {
      if (isHidden(codePoint)) {
        return 1;
      }
      int type = Character.getType(codePoint);
      if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
        return 0;
      }
      return isWide(codePoint) ? 2 : 1;
    }

    /** What Unicode's table of East Asian widths has as wide or full, by blocks. */
    private static boolean isWide(int c) {
      return Character.isEmojiPresentation(c)
          || c >= 0x1100 && c <= 0x115F
          || c >= 0x2E80 && c <= 0xA4CF && c != 0x303F
          || c >= 0xA960 && c <= 0xA97C
          || c >= 0xAC00 && c <= 0xD7A3
          || c >= 0xF900 && c <= 0xFAFF
          || c >= 0xFE30 && c <= 0xFE6F
          || c >= 0xFF01 && c <= 0xFF60
          || c >= 0xFFE0 && c <= 0xFFE6
          || c >= 0x17000 && c <= 0x18CFF
          || c >= 0x1B000 && c <= 0x1B2FF
          || c >= 0x20000 && c <= 0x3FFFD;
    }
  }
}
