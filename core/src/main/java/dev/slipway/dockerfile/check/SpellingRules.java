package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import dev.slipway.Span;
import dev.slipway.dockerfile.Arguments;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.dockerfile.Comment;
import dev.slipway.dockerfile.Keyword;
import dev.slipway.dockerfile.Statement;
import dev.slipway.dockerfile.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How instructions are written, in all of a file. */
final class SpellingRules {
  private final CheckedFile checked;

  SpellingRules(CheckedFile checked) {
    this.checked = checked;
  }

  void check() {
    for (Statement statement : checked.file().statements()) {
      emptyLines(statement);
      maintainer(statement);
      description(statement);
    }
    casing();
  }

  private void emptyLines(Statement statement) {
    if (!statement.emptyLines().isEmpty()) {
      Edit edit = new Edit.Text("remove the empty lines",
          statement.emptyLines().stream().map(span -> new Edit.Replacement(span, "")).collect(ImmutableList.toImmutableList()));
      Span first = statement.emptyLines().get(0);
      // the line in which the instruction ends, as builders report it
      Span line = statement.line().span();
      Place place = checked.place(statement, first);
      Span end = checked.file().source().span(checked.file().source().lineStart(line.endLine()), line.endOffset());
      checked.add(Finding.of(BuildkitRules.NO_EMPTY_CONTINUATION,
          new Place(place.file(), place.span(), Optional.of(end), place.stage()),
          "an empty line stands within " + statement.keyword(), "remove the empty line, or begin it with '#'").withEdit(edit));
    }
  }

  private void maintainer(Statement statement) {
    if (statement.keyword() == Keyword.MAINTAINER) {
      checked.add(BuildkitRules.MAINTAINER_DEPRECATED, statement, statement.keywordToken().span(), "MAINTAINER is deprecated",
          "write LABEL org.opencontainers.image.authors=\"…\"", label(statement));
    }
  }

  private Optional<Edit> label(Statement statement) {
    if (!(statement.arguments() instanceof Arguments.Line line) || !isPlain(statement)) {
      return Optional.empty();
    }
    char escape = checked.file().escape();
    StringBuilder value = new StringBuilder();
    for (char c : line.token().text().toCharArray()) {
      value.append(c == '"' || c == '$' || c == escape ? String.valueOf(escape) : "").append(c);
    }
    boolean lower = isLower(statement.keywordToken().text());
    String text = (lower ? "label" : "LABEL") + " org.opencontainers.image.authors=\"" + value + "\"";
    int start = statement.keywordToken().span().offset();
    return Optional.of(Edit.Text.of("write a label", checked.file().source().span(start, line.token().span().endOffset()), text));
  }

  /** Whether nothing stands between the first and the last character of an instruction but what it says. */
  static boolean isPlain(Statement statement) {
    return statement.comments().isEmpty() && statement.emptyLines().isEmpty() && statement.heredocs().isEmpty();
  }

  private void description(Statement statement) {
    ImmutableList<Token> names = defined(statement);
    if (names.isEmpty() || statement.docComments().isEmpty()) {
      return;
    }
    Comment last = statement.docComments().get(statement.docComments().size() - 1);
    String content = last.content();
    String first = content.contains(" ") ? content.substring(0, content.indexOf(' ')) : content;
    boolean described = names.stream().anyMatch(name -> name(statement, name).equals(first));
    if (!described) {
      String example = names.size() > 1 ? "<name>" : name(statement, names.get(0));
      int start = statement.span().offset();
      boolean windows = last.text().endsWith("\r\n");
      checked.add(BuildkitRules.INVALID_DEFINITION_DESCRIPTION, statement, statement.keywordToken().span(),
          "the comment above " + statement.keyword() + " does not begin with '" + example + "'",
          "write '# " + example + " …', or put a line with '#' alone below a comment that is no description",
          Optional.of(Edit.Text.of("keep the comment apart", checked.file().source().span(start, start), windows ? "#\r\n" : "#\n")));
    }
  }

  private static String name(Statement statement, Token token) {
    return statement.keyword() == Keyword.FROM ? token.text().toLowerCase(Locale.ROOT) : token.text();
  }

  private static ImmutableList<Token> defined(Statement statement) {
    if (statement.keyword() == Keyword.FROM && statement.arguments() instanceof Arguments.Words words && words.words().size() == 3) {
      return ImmutableList.of(words.words().get(2));
    }
    if (statement.keyword() == Keyword.ARG && statement.arguments() instanceof Arguments.Assignments assignments) {
      return assignments.list().stream().map(Assignment::name).collect(ImmutableList.toImmutableList());
    }
    return ImmutableList.of();
  }

  /** Arguments before the first stage do not count, as in BuildKit. */
  private void casing() {
    List<Statement> statements = checked.inStages();
    long lower = statements.stream().filter(statement -> isLower(statement.keywordToken().text())).count();
    long upper = statements.stream().filter(statement -> isUpper(statement.keywordToken().text())).count();
    boolean toLower = lower > upper;
    for (Statement statement : statements) {
      String word = statement.keywordToken().text();
      boolean right = toLower ? isLower(word) : isUpper(word);
      if (!right && statement.keyword() != Keyword.UNKNOWN) {
        String wanted = toLower ? word.toLowerCase(Locale.ROOT) : word.toUpperCase(Locale.ROOT);
        checked.add(BuildkitRules.CONSISTENT_INSTRUCTION_CASING, statement, statement.keywordToken().span(),
            "'" + word + "' is written otherwise than most instructions of the file", "write '" + wanted + "'",
            Optional.of(Edit.Text.of("write '" + wanted + "'", statement.keywordToken().span(), wanted)));
      }
    }
  }

  static boolean isLower(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT));
  }

  static boolean isUpper(String text) {
    return text.equals(text.toUpperCase(Locale.ROOT));
  }
}
