package dev.slipway.yaml;

import com.google.common.collect.ImmutableList;
import dev.slipway.Problem;
import dev.slipway.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with a text; one that is wrong all over is told so, not listed line by line. */
final class YamlProblems {
  static final int MAX = 1_000;
  /** Longer values are cut in messages. */
  private static final int LONGEST = 60;

  private final SourceText source;
  private final List<Problem> list = new ArrayList<>();
  private boolean more;

  YamlProblems(SourceText source) {
    this.source = source;
  }

  void add(Problem problem) {
    if (list.size() < MAX) {
      list.add(problem);
    } else {
      more = true;
    }
  }

  void add(int start, int end, String message, String advice) {
    if (!isFull()) {
      add(Problem.at(source.name(), source.span(start, Math.max(start, end)), message).advise(advice));
    }
  }

  void addAll(List<Problem> problems) {
    problems.forEach(this::add);
  }

  /** Whether one more would not be told; it is then not worth being put into words. */
  boolean isFull() {
    more |= list.size() >= MAX;
    return more;
  }

  ImmutableList<Problem> inOrder() {
    List<Problem> all = new ArrayList<>(list);
    if (more) {
      all.add(Problem.of(source.name(), "there are more problems than the " + MAX + " that are told").advise("is this YAML?"));
    }
    return ImmutableList.sortedCopyOf(Problem.DOCUMENT_ORDER, all);
  }

  /** A value in quotes, cut if it is long, with numbers for characters that cannot be seen. */
  static String quoted(String value) {
    StringBuilder out = new StringBuilder("'");
    int[] codePoints = value.codePoints().limit(LONGEST + 1L).toArray();
    for (int i = 0; i < Math.min(codePoints.length, LONGEST); i++) {
      if (isVisible(codePoints[i])) {
        out.appendCodePoint(codePoints[i]);
      } else {
        out.append('<').append(number(codePoints[i])).append('>');
      }
    }
    return out.append(codePoints.length > LONGEST ? "…'" : "'").toString();
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
        false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      default -> true;
    };
  }

  /** The number of a character, such as U+200B. */
  static String number(int codePoint) {
    return String.format(Locale.ROOT, "U+%04X", codePoint);
  }
}
