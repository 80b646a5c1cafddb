package dev.slipway.dockerfile;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import dev.slipway.Suggestions;
import dev.slipway.image.PatternText;
import java.util.Locale;
import java.util.Optional;

/** Says what is wrong with a line that begins with no keyword; mostly the mistake is in the line before. */
final class UnknownKeyword {
  private static final ImmutableSet<String> CONFLICT_MARKS = ImmutableSet.of("<<<<<<<", "=======", ">>>>>>>", "|||||||");
  private static final CharMatcher LETTERS = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));
  private static final Pattern ANNOUNCEMENT = Pattern.compile("\\s\\d*<<-?['\"]?\\w");

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
    if (!Problems.quoted(word).equals("'" + word + "'") && word.length() < 60) {
      return "write ordinary blanks, and remove what cannot be seen";
    }
    Optional<String> fromBefore = before.flatMap(UnknownKeyword::causeBefore);
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
  private static Optional<String> causeBefore(Statement before) {
    if (!before.heredocs().isEmpty() || !ANNOUNCEMENT.matcher(before.line().text()).find()) {
      return brokenContinuation(before);
    }
    int line = before.span().line();
    return Optional.of(
        before.keyword().takesHeredocs()
            ? "the text announced in line " + line
                + " was not recognised there: its line has a quote or a ${ that is not closed, or is an array"
            : "only RUN, COPY and ADD take texts of several lines, not the " + before.keyword() + " in line " + line);
  }

  /** A backslash with a comment or something invisible behind it, or an escaped one, does not continue a line. */
  private static Optional<String> brokenContinuation(Statement before) {
    String text = before.text();
    text = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    String last = text.substring(text.lastIndexOf('\n') + 1);
    int line = before.line().span().endLine();
    int escape = Math.max(last.lastIndexOf('\\'), last.lastIndexOf('`'));
    if (escape < 0 || !before.heredocs().isEmpty()) {
      return Optional.empty();
    }
    String behind = last.substring(escape + 1);
    if (PatternText.trim(behind).isEmpty()) {
      return Optional.of(
          behind.isBlank()
              ? "line " + line + " ends with '" + last.substring(Math.max(0, escape - 1)).strip()
                  + "', which does not continue it; one escape character, the file's own, does"
              : "line " + line + " has a blank of another kind behind the '" + last.charAt(escape)
                  + "', which therefore does not continue it; remove what stands there");
    }
    return behind.stripLeading().startsWith("#")
        ? Optional.of("line " + line + " has a comment behind the '" + last.charAt(escape)
            + "', which therefore does not continue it; give the comment a line of its own")
        : Optional.empty();
  }
}
