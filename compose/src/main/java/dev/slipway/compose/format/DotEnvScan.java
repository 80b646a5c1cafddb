package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.DotEnvSource.Expanded;
import dev.slipway.compose.format.DotEnvSource.Fixed;
import dev.slipway.compose.format.DotEnvSource.Inherited;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the statements of an environment file in the usual format; goes on in the next line after what is none. */
final class DotEnvScan {
  private static final String EXPORT = "export";

  private final String text;
  private final TextProblems problems;
  private final List<DotEnvEntry> entries = new ArrayList<>();
  private int at;
  /** Where a quoted value ended whose line goes on; -1 if there is none. */
  private int quoteEnd = -1;

  DotEnvScan(String text, TextProblems problems) {
    this.text = text;
    this.problems = problems;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  ImmutableList<DotEnvEntry> entries() {
    while (skipToStatement()) {
      if (quoteEnd >= 0) {
        problems.warning(quoteEnd, at, "behind the closing quote begins another statement", "write it into a line of its own");
      }
      quoteEnd = -1;
      statement();
    }
    return ImmutableList.copyOf(entries);
  }

  private boolean skipToStatement() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        quoteEnd = -1;
      }
      if (c == '#') {
        toNextLine();
        quoteEnd = -1;
      } else if (GoText.isSpace(c)) {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void toNextLine() {
    int feed = text.indexOf('\n', at);
    at = feed < 0 ? text.length() : feed + 1;
  }

  private void statement() {
    int start = at;
    if (!skipExport(start)) {
      return;
    }
    int name = at;
    int end = name;
    while (end < text.length() && !isNameEnd(text.charAt(end))) {
      int c = text.codePointAt(end);
      if (!isNamePart(c) && !isBlank(c)) {
        refuseName(name, end, c);
        return;
      }
      end += Character.charCount(c);
    }
    int nameEnd = GoText.trimmedEnd(text, name, end);
    boolean alone = end == text.length() || text.charAt(end) == '\n';
    at = end;
    if (text.substring(name, nameEnd).indexOf(' ') >= 0) {
      problems.error(name, nameEnd, "the name " + Quoted.of(text, name, nameEnd) + " has a blank in it",
          alone ? "write NAME=value, or a # before a comment" : "write a name of letters, digits and underscores, such as MY_NAME=value");
      toNextLine();
      return;
    }
    if (alone) {
      at = Math.min(text.length(), end + 1);
      entries.add(new DotEnvEntry(text.substring(name, nameEnd), start, nameEnd, new Inherited()));
    } else {
      value(start, name, nameEnd);
    }
  }

  /** Whether a name follows, after {@code export} if that is there. */
  private boolean skipExport(int start) {
    int end = start + EXPORT.length();
    boolean alone = text.startsWith(EXPORT, start) && end == text.length();
    if (!alone && !(text.startsWith(EXPORT, start) && "\t\n\f\r ".indexOf(text.charAt(end)) >= 0)) {
      return true;
    }
    at = end;
    skipBlanks();
    if (at < text.length() && text.charAt(at) != '\n') {
      return true;
    }
    problems.add(new TextProblem(start, end, "'export' has no name behind it", Optional.of("write export NAME=value"),
        at < text.length() || alone));
    return false;
  }

  private void refuseName(int name, int end, int c) {
    int feed = text.indexOf('\n', name);
    String character = Character.toString(c);
    problems.error(end, end + character.length(),
        Quoted.of(character) + " cannot stand in a name, as in " + Quoted.of(text, name, feed < 0 ? text.length() : feed),
        "write NAME=value with a name of letters, digits and underscores, or a # before a comment");
    toNextLine();
  }

  private void value(int start, int name, int nameEnd) {
    char sign = text.charAt(at);
    at++;
    skipBlanks();
    if (nameEnd == name) {
      problems.warning(start, at, "no name stands before '" + sign + "', the value is dropped", "write NAME=value");
    } else if (text.substring(name, nameEnd).chars().anyMatch(GoText::isSpace)) {
      problems.warning(name, nameEnd, "the name " + Quoted.of(text, name, nameEnd) + " has a blank in it", "write NAME=value");
    }
    char quote = at < text.length() ? text.charAt(at) : '\n';
    DotEnvSource source = quote == '"' || quote == '\'' ? quoted(quote) : unquoted();
    entries.add(new DotEnvEntry(text.substring(name, nameEnd), start, at, source));
    if (quote != '"' && quote != '\'') {
      toNextLine();
    }
  }

  private DotEnvSource unquoted() {
    int start = at;
    int feed = text.indexOf('\n', start);
    int line = feed < 0 ? text.length() : feed;
    int comment = start;
    while (comment < line && !text.startsWith(" #", comment)) {
      comment++;
    }
    at = GoText.trimmedEnd(text, start, comment);
    if (start < line && text.charAt(start) == '#') {
      problems.warning(start, at, Quoted.of(text, start, at) + " is the value, not a comment",
          "write comments into lines of their own, or the value in quotes");
    }
    return new Expanded(PlacedText.of(text, start, at));
  }

  /** Reads to the closing quote. Only a backslash before the quote means the quote here; the other ones are kept. */
  private DotEnvSource quoted(char quote) {
    int start = at;
    PlacedText.Builder value = new PlacedText.Builder();
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        at = i + 1;
        quoteEnd = at;
        PlacedText read = value.build(i);
        return quote == '\'' ? new Fixed(read.toString()) : new Expanded(DotEnvEscapes.replaced(read));
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        if (text.charAt(i) != quote) {
          value.append(c, i - 1);
        }
      }
      value.append(text.charAt(i), i);
    }
    int feed = text.indexOf('\n', start);
    int line = feed < 0 ? text.length() : feed;
    problems.error(start, line, "the quote of " + Quoted.of(text, start, line) + " is not closed",
        "close it with " + quote + ", or write \\" + quote + " for a quote in the value");
    at = start;
    toNextLine();
    return new Fixed("");
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isNameEnd(char c) {
    return c == '=' || c == ':' || c == '\n';
  }

  static boolean isNamePart(int c) {
    return GoText.isLetterOrNumber(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
  }

  /** White space that does not end a line. */
  private static boolean isBlank(int c) {
    return c == '\t' || c == 0x0B || c == '\f' || c == '\r' || c == ' ' || c == 0x85 || c == 0xA0;
  }
}
