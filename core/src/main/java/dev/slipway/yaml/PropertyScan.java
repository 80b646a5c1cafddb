package dev.slipway.yaml;

/** The anchor and the tag before a node, in any order: the engine gives them without their places. */
final class PropertyScan {
  private PropertyScan() {}

  /** The index behind anchor and tag, and behind blanks and comments that follow them. */
  static int contentStart(String text, int start, int end) {
    int i = start;
    while (i < end) {
      char c = text.charAt(i);
      if (c == '&' || c == '!') {
        i = wordEnd(text, i, end);
      } else if (c == '#') {
        while (i < end && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
          i++;
        }
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        i++;
      } else {
        return i;
      }
    }
    return end;
  }

  private static int wordEnd(String text, int start, int end) {
    if (text.startsWith("!<", start)) {
      int close = text.indexOf('>', start);
      return close < 0 ? end : Math.min(end, close + 1);
    }
    int i = start;
    while (i < end && " \t\n\r,[]{}".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }
}
