package dev.slipway.dockerfile.check;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.slipway.dockerfile.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A JSON array that does what a command in shell form does, but so that the program gets the signals: the shell is told to
 * become the program.
 */
final class ExecForm {
  /** With one of these a line may be more than one program with its arguments. */
  private static final CharMatcher SHELL_SYNTAX = CharMatcher.anyOf(";&|<>()`\n\r\0").precomputed();
  private static final CharMatcher PROGRAM = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'))
      .or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf("/_.-+")).precomputed();
  /** What shells do themselves, and the words with which they begin something else than a program. */
  private static final ImmutableSet<String> SHELL_WORDS = ImmutableSet.of(".", "alias", "bg", "break", "case", "cd", "command", "continue",
      "declare",
      "do", "done", "elif", "else", "esac", "eval", "exit", "export", "fc", "fg", "fi", "for", "function", "getopts", "hash", "if", "jobs",
      "let",
      "local", "read", "readonly", "return", "select", "set", "shift", "shopt", "source", "then", "time", "times", "trap", "type",
      "typeset", "ulimit",
      "umask", "unalias", "unset", "until", "wait", "while");

  private ExecForm() {}

  /** The array for the line of a statement; empty if the line is more than one program with arguments. */
  static Optional<String> of(Statement statement, String line) {
    boolean simple = SpellingRules.isPlain(statement) && SHELL_SYNTAX.matchesNoneOf(line);
    List<String> words = Splitter.on(CharMatcher.anyOf(" \t")).omitEmptyStrings().splitToList(line);
    if (!simple || words.isEmpty()) {
      return Optional.empty();
    }
    boolean replacing = words.get(0).equals("exec");
    int program = replacing ? 1 : 0;
    if (program >= words.size() || !PROGRAM.matchesAllOf(words.get(program)) || words.get(program).startsWith("-")
        || SHELL_WORDS.contains(words.get(program))) {
      return Optional.empty();
    }
    return Optional.of("[\"/bin/sh\", \"-c\", " + quoted((replacing ? "" : "exec ") + line) + "]");
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(c == '\t' ? "\\t" : String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
