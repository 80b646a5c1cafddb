package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.PatternText;

/**
 * What the builder sees in a line for the shell: where quotes are open, which words begin a text of several lines, and
 * whether the line's breaks can stand in a Dockerfile.
 */
public final class ShellLine {
  /**
   * A word that announces a text of several lines.
   *
   * @param name the delimiter, without quotes
   * @param quoted whether quotes or backslashes stood in it
   * @param chomped whether it is {@code <<-}
   */
  record Announcement(String name, boolean quoted, boolean chomped) {}

  private final ImmutableList<Announcement> announcements;
  private final boolean continued;

  private ShellLine(ImmutableList<Announcement> announcements, boolean continued) {
    this.announcements = announcements;
    this.continued = continued;
  }

  /**
   * A line without its continuations, as a builder hands it to the shell; a line with any other break is left as it is,
   * since no Dockerfile can hold it as a line.
   */
  public static String joined(String line) {
    return line.indexOf('\n') >= 0 && of(line).isWritable() ? line.replace("\\\n", "") : line;
  }

  static ShellLine of(String line) {
    Scanner scanner = new Scanner(line);
    scanner.scan();
    return new ShellLine(scanner.announcements.build(), scanner.onlyContinuations && !endsInContinuation(line));
  }

  /** The words that the builder takes for announcements of texts. */
  ImmutableList<Announcement> announcements() {
    return announcements;
  }

  /** Whether every line break is one that the builder removes, and removes as the shell would. */
  boolean isWritable() {
    return continued;
  }

  /** Whether the builder would join the next line to this text: a lone backslash, perhaps with blanks behind it. */
  static boolean endsInContinuation(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    return end > 0 && line.charAt(end - 1) == '\\' && (end == 1 || line.charAt(end - 2) != '\\');
  }

  private static final class Scanner {
    private final String line;
    private final ImmutableList.Builder<Announcement> announcements = ImmutableList.builder();
    private final StringBuilder word = new StringBuilder();
    private boolean wordQuoted;
    private boolean startsQuoted;
    private char quote;
    private boolean onlyContinuations = true;

    Scanner(String line) {
      this.line = line;
    }

    void scan() {
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '\n') {
          checkBreak(i);
        }
        if (quote != 0) {
          i = inQuote(i, c);
        } else if (PatternText.isSpace(c)) {
          endWord();
        } else {
          i = inWord(i, c);
        }
      }
      endWord();
    }

    private int inQuote(int i, char c) {
      if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote == '"' && i + 1 < line.length()) {
        word.append(line.charAt(i + 1));
        return i + 1;
      } else {
        word.append(c);
      }
      return i;
    }

    private int inWord(int i, char c) {
      if (c == '\'' || c == '"') {
        markQuoted();
        quote = c;
      } else if (c == '\\' && i + 1 < line.length()) {
        if (line.charAt(i + 1) == '\n') {
          checkBreak(i + 1);
        } else {
          markQuoted();
          word.append(line.charAt(i + 1));
        }
        return i + 1;
      } else {
        word.append(c);
      }
      return i;
    }

    private void markQuoted() {
      wordQuoted = true;
      startsQuoted |= !isAnnouncing();
    }

    /** Whether {@code <<} has been read, so that what follows is the name. */
    private boolean isAnnouncing() {
      int i = 0;
      while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
        i++;
      }
      return word.length() >= i + 2 && word.charAt(i) == '<' && word.charAt(i + 1) == '<';
    }

    private void endWord() {
      if (!startsQuoted && isAnnouncing()) {
        String name = word.substring(word.indexOf("<<") + 2);
        boolean chomped = name.startsWith("-");
        name = chomped ? name.substring(1) : name;
        if (!name.isEmpty() && name.indexOf('<') < 0) {
          announcements.add(new Announcement(name, wordQuoted, chomped));
        }
      }
      word.setLength(0);
      wordQuoted = false;
      startsQuoted = false;
    }

    /** A break can stay if a lone backslash is before it, no single quote is open, and the next line is no comment. */
    private void checkBreak(int at) {
      boolean continuation = at > 0 && line.charAt(at - 1) == '\\' && (at == 1 || line.charAt(at - 2) != '\\') && quote != '\'';
      int end = line.indexOf('\n', at + 1);
      String next = PatternText.trim(line.substring(at + 1, end < 0 ? line.length() : end));
      onlyContinuations &= continuation && !next.isEmpty() && !next.startsWith("#");
    }
  }
}
