package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.Problem;
import dev.slipway.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with a file; a file that is wrong all over is told so, not listed line by line. */
final class Problems {
  static final int MAX = 1_000;
  /** Longer values are cut in messages. */
  private static final int LONGEST = 60;

  private final String file;
  private final List<Problem> list = new ArrayList<>();
  private boolean more;

  Problems(String file) {
    this.file = file;
  }

  void add(Problem problem) {
    if (list.size() < MAX) {
      list.add(problem);
    } else {
      more = true;
    }
  }

  void add(Span span, String message) {
    add(Problem.at(file, span, message));
  }

  void add(Span span, String message, String advice) {
    add(Problem.at(file, span, message).advise(advice));
  }

  void addForFile(String message, String advice) {
    add(Problem.of(file, message).advise(advice));
  }

  /** Whether one more would not be told; it is then not worth being put into words. */
  boolean isFull() {
    more |= list.size() >= MAX;
    return more;
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  ImmutableList<Problem> inOrder() {
    List<Problem> all = new ArrayList<>(list);
    if (more) {
      all.add(Problem.of(file, "there are more problems than the " + MAX + " that are told").advise("is this a Dockerfile?"));
    }
    return ImmutableList.sortedCopyOf(Problem.DOCUMENT_ORDER, all);
  }

  /** A value in quotes, cut if it is long, with numbers for characters that cannot be seen. */
  static String quoted(String value) {
    StringBuilder out = new StringBuilder("'");
    int[] codePoints = value.codePoints().limit(LONGEST + 1L).toArray();
    for (int i = 0; i < Math.min(codePoints.length, LONGEST); i++) {
      appendVisible(codePoints[i], out);
    }
    return out.append(codePoints.length > LONGEST ? "…'" : "'").toString();
  }

  private static void appendVisible(int codePoint, StringBuilder out) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
        out.append('<').append(number(codePoint)).append('>');
      case Character.SPACE_SEPARATOR -> out.append(codePoint == ' ' ? " " : "<" + number(codePoint) + ">");
      default -> out.appendCodePoint(codePoint);
    }
  }

  /** The number of a character, such as U+200B. */
  static String number(int codePoint) {
    StringBuilder digits = new StringBuilder(Integer.toHexString(codePoint));
    while (digits.length() < 4) {
      digits.insert(0, '0');
    }
    return "U+" + digits.toString().toUpperCase(Locale.ROOT);
  }
}
