package dev.slipway.compose.format;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command as its words, as compose files write it in one string: {@code command} and {@code entrypoint}. Quotes and
 * backslashes keep characters together; nothing else of a shell is known. A command ends at the first unquoted {@code ;},
 * {@code &}, {@code |}, {@code <} or {@code >}, what follows is dropped, with a warning.
 *
 * @param words the words; an empty command has none
 */
public record ShellWords(ImmutableList<String> words) {
  private static final CharMatcher PLAIN = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf("_./:@%+,=-~^!#*?{}[]$"));

  /** A command of these words. */
  public static ShellWords of(List<String> words) {
    return new ShellWords(ImmutableList.copyOf(words));
  }

  /** Reads a command line. */
  public static Parsed<ShellWords> parse(String text) {
    return new ShellWordsScan(text).words();
  }

  /** A word as it stands in a command line. */
  static String quoted(String word) {
    if (!word.isEmpty() && PLAIN.matchesAllOf(word)) {
      return word;
    }
    if (word.indexOf('\'') < 0) {
      return "'" + word + "'";
    }
    return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** The command line, with quotes where they are needed; reading it gives the same words. */
  @Override
  public String toString() {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }
}
