package dev.slipway.yaml;

/** Translates positions that count code points into indexes of a text. */
final class CodePoints {
  private static final int STRETCH = 64;

  private final String text;
  /** The index of each code point whose number is a multiple of the stretch; empty if each takes one character. */
  private final int[] marks;

  private CodePoints(String text, int[] marks) {
    this.text = text;
    this.marks = marks;
  }

  static CodePoints of(String text) {
    int count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      return new CodePoints(text, new int[0]);
    }
    int[] marks = new int[count / STRETCH + 1];
    int index = 0;
    for (int i = 1; i < marks.length; i++) {
      index = text.offsetByCodePoints(index, STRETCH);
      marks[i] = index;
    }
    return new CodePoints(text, marks);
  }

  /** The index of the code point with this number from zero on. */
  int index(int number) {
    return marks.length == 0 ? number : text.offsetByCodePoints(marks[number / STRETCH], number % STRETCH);
  }
}
