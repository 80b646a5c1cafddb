package dev.slipway.dockerfile;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import dev.slipway.Suggestions;
import java.util.Locale;
import java.util.Optional;

/** Says what is wrong with a line that begins with no keyword; mostly the mistake is in the line before. */
final class UnknownKeyword {
  private static final ImmutableSet<String> CONFLICT_MARKS = ImmutableSet.of("<<<<<<<", "=======", ">>>>>>>", "|||||||");
  private static final CharMatcher LETTERS = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));

  private final Problems problems;

  UnknownKeyword(Problems problems) {
    this.problems = problems;
  }

  void tell(Statement statement, Optional<Statement> before) {
    String word = statement.keywordToken().text();
    if (word.isEmpty()) {
      problems.add(statement.span(), "the line continues nothing and nothing follows", "remove it");
      return;
    }
    String advice = advice(word, statement, before);
    problems.add(statement.keywordToken().span(), "unknown instruction " + Problems.quoted(word), advice);
  }

  private static String advice(String word, Statement statement, Optional<Statement> before) {
    if (CONFLICT_MARKS.contains(word)) {
      return "this line is left from a merge with conflicts; resolve them";
    }
    if (word.startsWith("//") || word.startsWith("--") || word.startsWith(";")) {
      return "comments begin with '#'";
    }
    Optional<String> fromBefore = before.flatMap(statementBefore -> causeBefore(word, statementBefore));
    if (fromBefore.isPresent()) {
      return fromBefore.get();
    }
    return Keyword.of(LETTERS.retainFrom(word))
        .map(Keyword::name)
        .or(() -> meant(word))
        .map(name -> "did you mean '" + (word.equals(word.toLowerCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name) + "'?")
        .orElseGet(() -> before.isPresent() && before.get().end() == statement.start()
            ? "begin with an instruction such as RUN, or end the line before with its escape character if this line continues it"
            : "begin the line with an instruction such as RUN");
  }

  /** Short words are like too many others to guess from more than one letter. */
  private static Optional<String> meant(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    int most = Math.max(1, upper.length() / 3);
    return Suggestions.closest(upper, Keyword.names()).filter(name -> Suggestions.distance(upper, name) <= most);
  }

  /** What the instruction before may have that makes this line begin one. */
  private static Optional<String> causeBefore(String word, Statement before) {
    String text = before.text();
    if (text.contains("<<" + word) || text.contains("<<-" + word) || text.contains("<<'" + word) || text.contains("<<\"" + word)) {
      int line = before.span().line();
      return Optional.of(
          before.keyword().takesHeredocs()
              ? "the text announced in line " + line + " was not recognised there: its line has a quote or a ${ that is not closed, or is an array"
              : "only RUN, COPY and ADD take texts of several lines, not the " + before.keyword() + " in line " + line);
    }
    return brokenContinuation(before);
  }

  /** A backslash with a comment or something invisible behind it, or an escaped one, does not continue a line. */
  private static Optional<String> brokenContinuation(Statement before) {
    String text = before.text().stripTrailing();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    int line = before.line().span().endLine();
    int escape = Math.max(last.lastIndexOf('\\'), last.lastIndexOf('`'));
    if (escape < 0 || !before.heredocs().isEmpty()) {
      return Optional.empty();
    }
    String behind = last.substring(escape + 1);
    if (behind.isBlank()) {
      return Optional.of("line " + line + " ends with '" + last.substring(Math.max(0, escape - 1)) + "', which does not continue it; one escape character, the file's own, does");
    }
    return behind.stripLeading().startsWith("#")
        ? Optional.of("line " + line + " has a comment behind the '" + last.charAt(escape) + "', which therefore does not continue it; give the comment a line of its own")
        : Optional.empty();
  }
}
