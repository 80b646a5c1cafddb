package dev.slipway;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody may have meant who wrote a name that is not there: the names that differ in few letters. */
public final class Suggestions {
  private static final int MOST = 3;
  /** Names are compared letter by letter: longer ones are not worth the time. */
  private static final int LONGEST = 200;
  /** Among more names nothing is looked for: a text of unknown origin may have as many wrong names as right ones. */
  private static final int MOST_NAMES = 1_000;

  private Suggestions() {}

  /** The name that is most alike, if one is; the same for the same names in any order. */
  public static Optional<String> closest(String wanted, Collection<String> names) {
    return similar(wanted, names).stream().findFirst();
  }

  /** A sentence that names what is most alike, to stand behind another; empty where nothing is. */
  public static String among(String wanted, Collection<String> names) {
    return sentence(similar(wanted, names));
  }

  /** A sentence that asks whether one of these names was meant, the first ones only; empty for none. */
  public static String sentence(Collection<String> names) {
    return names.isEmpty()
        ? ""
        : names.stream().limit(MOST).map(name -> "'" + printable(name) + "'").collect(Collectors.joining(" or ", ". Did you mean ", "?"));
  }

  /** The names that differ in few letters, the most alike first. */
  public static ImmutableList<String> similar(String wanted, Collection<String> names) {
    if (names.size() > MOST_NAMES) {
      return ImmutableList.of();
    }
    int most = Math.max(2, wanted.length() / 3);
    return names.stream()
        .filter(name -> Math.abs(name.length() - wanted.length()) <= most && name.length() <= LONGEST)
        .filter(name -> distance(wanted, name) <= most)
        .sorted(Comparator.comparingInt((String name) -> distance(wanted, name)).thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .collect(ImmutableList.toImmutableList());
  }

  /** How many letters must be put in, taken out or replaced to get from one text to the other. */
  public static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] here = new int[above.length];
      here[0] = row;
      for (int column = 1; column < here.length; column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        here[column] = Math.min(replaced, 1 + Math.min(above[column], here[column - 1]));
      }
      above = here;
    }
    return above[to.length()];
  }

  /** The text with question marks for what a terminal would obey, for what turns or ends a line, and for halves of characters. */
  public static String printable(String text) {
    if (text.codePoints().allMatch(Suggestions::isPrintable)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(isPrintable(c) ? c : '?'));
    return line.toString();
  }

  private static boolean isPrintable(int c) {
    if (Character.isISOControl(c)) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      // marks that turn the direction, but not those that join letters
      case Character.FORMAT -> c == 0x200C || c == 0x200D || Character.UnicodeScript.of(c) != Character.UnicodeScript.COMMON;
      default -> true;
    };
  }
}
