package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import dev.slipway.Suggestions;

/** Splits one command line. For one thread. */
final class ShellWordsScan {
  private static final String ADVICE_QUOTES = "write a list such as [\"echo\", \"it's\"], or a backslash before the character";
  private static final int NONE = -1;

  private final String line;
  private final ImmutableList.Builder<String> words = ImmutableList.builder();
  private final StringBuilder word = new StringBuilder();
  private final TextProblems problems = new TextProblems();
  /** Whether there is a word, which may be empty if it was quoted. */
  private boolean started;
  /** Where each kind of quote was opened. */
  private int single = NONE;
  private int twofold = NONE;
  private int back = NONE;
  private int dollar = NONE;
  private int at;

  ShellWordsScan(String line) {
    this.line = line;
  }

  Parsed<ShellWords> words() {
    while (at < line.length() && !problems.failed()) {
      char c = line.charAt(at);
      if (c == '\\' && single == NONE) {
        escaped();
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        blank(c);
      } else if (";&|<>".indexOf(c) >= 0 && isOpen()) {
        drop(c);
        break;
      } else if (!quote(c)) {
        append(c);
      }
      at++;
    }
    if (started) {
      words.add(word.toString());
    }
    if (!problems.failed() && !isOpen()) {
      failUnclosed();
    }
    return problems.failed() ? problems.with(ShellWords.of(ImmutableList.of())) : problems.with(new ShellWords(words.build()));
  }

  /** Whether no quote is open. */
  private boolean isOpen() {
    return single == NONE && twofold == NONE && back == NONE && dollar == NONE;
  }

  private void append(char c) {
    started = true;
    word.append(c);
  }

  private void escaped() {
    if (at + 1 == line.length()) {
      problems.error(at, at + 1, "nothing stands behind the backslash at the end of " + Quoted.of(line),
          "write two backslashes for one, or leave it out");
      return;
    }
    at++;
    append(line.charAt(at));
  }

  private void blank(char c) {
    if (!isOpen()) {
      word.append(c);
    } else if (started) {
      words.add(word.toString());
      word.setLength(0);
      started = false;
    }
  }

  /** Follows quotes; whether the character is none of the word. */
  private boolean quote(char c) {
    switch (c) {
      case '\'' -> {
        if (twofold == NONE && dollar == NONE) {
          started |= single != NONE;
          single = toggled(single);
          return true;
        }
      }
      case '"' -> {
        if (single == NONE && dollar == NONE) {
          started |= twofold != NONE;
          twofold = toggled(twofold);
          return true;
        }
      }
      case '`' -> back = single == NONE && twofold == NONE && dollar == NONE ? toggled(back) : back;
      case ')' -> dollar = single == NONE && twofold == NONE && back == NONE ? toggled(dollar) : dollar;
      case '(' -> {
        if (single == NONE && twofold == NONE && back == NONE) {
          openParenthesis();
        }
      }
      default -> {
        // no quote
      }
    }
    return false;
  }

  private int toggled(int place) {
    return place == NONE ? at : NONE;
  }

  private void openParenthesis() {
    if (dollar == NONE && word.length() > 0 && word.charAt(word.length() - 1) == '$') {
      dollar = at - 1;
    } else {
      problems.error(at, at + 1, "'(' cannot stand in a command without quotes", shellAdvice());
    }
  }

  /** A character that ends a command in a shell: there is no shell, so that what follows is lost. */
  private void drop(char c) {
    int start = at;
    if (c == '>' && word.length() > 0 && GoText.isDigit(word.charAt(0))) {
      // the number of a stream, such as in 2>file, goes too
      start = at - word.length();
      started = false;
    }
    problems.warning(start, line.length(),
        "the command ends at '" + c + "': " + Quoted.of(line, start, line.length()) + " is dropped", shellAdvice());
  }

  private void failUnclosed() {
    int open = Math.max(Math.max(single, twofold), Math.max(back, dollar));
    String what = line.startsWith("$(", open) ? "$(" : line.substring(open, open + 1);
    String message = what.equals(")")
        ? "')' cannot stand in a command without quotes"
        : "'" + what + "' is not closed in " + Quoted.of(line);
    problems.error(open, open + what.length(), message, what.equals(")") ? shellAdvice() : ADVICE_QUOTES);
  }

  private String shellAdvice() {
    String all = Suggestions.printable(line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    boolean shown = all.length() <= 200;
    return "no shell reads it: write the character in quotes if it belongs to a word, or call a shell, such as [\"sh\", \"-c\", \""
        + (shown ? all : "…") + "\"]";
  }
}
