package dev.slipway.yaml;

/**
 * Where the characters of a block scalar end: behind its last line that is not blank, without the line break.
 *
 * @param end the index behind the last character
 * @param broken whether a line break follows the last line; if not, the engine invents one
 */
record BlockEnd(int end, boolean broken) {

  /**
   * Finds the end.
   *
   * @param start the index of the indicator
   * @param engineEnd where the engine saw the end, perhaps behind blank lines
   */
  static BlockEnd of(String text, int start, int engineEnd) {
    boolean broken = engineEnd < text.length() || engineEnd > 0 && isBreak(text.charAt(engineEnd - 1));
    int end = engineEnd;
    int lineStart = lineStart(text, start, end);
    while (lineStart > start && isBlank(text, lineStart, end)) {
      end = lineStart - 1;
      if (end > start && text.charAt(end) == '\n' && text.charAt(end - 1) == '\r') {
        end--;
      }
      lineStart = lineStart(text, start, end);
    }
    return new BlockEnd(end, broken);
  }

  /** The value without the line break that nobody wrote; other parsers do not have it. */
  String withoutInventedBreak(String value) {
    return !broken && value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
  }

  private static int lineStart(String text, int start, int end) {
    int lineStart = end;
    while (lineStart > start && !isBreak(text.charAt(lineStart - 1))) {
      lineStart--;
    }
    return lineStart;
  }

  private static boolean isBlank(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085';
  }
}
