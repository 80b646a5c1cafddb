package dev.slipway.compose.format;

/** Kinds of characters as the reference implementation of compose files tells them apart. */
final class GoText {
  private GoText() {}

  /** Unicode white space; all of it is in the basic plane. */
  static boolean isSpace(int c) {
    return c >= '\t' && c <= '\r' || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || c >= 0x2000 && c <= 0x200A || c == 0x2028
        || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
  }

  /** Letters and all kinds of numbers, also Roman ones and fractions. */
  static boolean isLetterOrNumber(int c) {
    int type = Character.getType(c);
    return Character.isLetter(c) || type == Character.DECIMAL_DIGIT_NUMBER || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAsciiLetter(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  static boolean isNameStart(int c) {
    return c == '_' || isAsciiLetter(c);
  }

  static boolean isNamePart(int c) {
    return isNameStart(c) || isDigit(c);
  }

  /** Whether it consists of ASCII digits, one at least. */
  static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(GoText::isDigit);
  }

  /** The end of the text between two indexes without the white space at its end. */
  static int trimmedEnd(String text, int start, int end) {
    int last = end;
    while (last > start && isSpace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }
}
