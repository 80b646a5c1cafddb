package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.dockerfile.Arguments.Assignment;
import dev.slipway.dockerfile.Arguments.Assignments;
import dev.slipway.dockerfile.Arguments.Line;
import dev.slipway.dockerfile.Arguments.None;
import dev.slipway.dockerfile.Arguments.Probe;
import dev.slipway.dockerfile.Arguments.Words;
import dev.slipway.image.PatternText;
import java.util.Optional;

/** Takes apart what stands behind an instruction's keyword and flags, each instruction in its own way. */
final class ArgumentReader {
  private final char escape;
  private final Problems problems;

  ArgumentReader(char escape, Problems problems) {
    this.escape = escape;
    this.problems = problems;
  }

  /** @param rest without white space at both ends */
  Arguments read(Keyword keyword, Token rest) {
    if (rest.isEmpty()) {
      return new None();
    }
    return switch (keyword) {
      case RUN, CMD, ENTRYPOINT, SHELL -> json(rest).orElseGet(() -> new Line(rest));
      case ADD, COPY, VOLUME -> json(rest).orElseGet(() -> new Words(words(rest)));
      case FROM, EXPOSE -> new Words(words(rest));
      case ENV, LABEL -> assignments(keyword, rest);
      case ARG -> definitions(rest);
      case HEALTHCHECK -> probe(rest);
      case USER, WORKDIR, STOPSIGNAL, MAINTAINER, ONBUILD, UNKNOWN -> new Line(rest);
    };
  }

  private Optional<Arguments> json(Token rest) {
    JsonArrayReader.Result result = JsonArrayReader.read(rest);
    result.other().ifPresent(other -> problems.add(
        other.span(),
        "the array holds " + Problems.quoted(other.text()) + ", which is no string",
        "put every argument in double quotes, such as [\"echo\", \"1\"]"));
    return result.json().map(json -> json);
  }

  /** What stands between blanks, whatever is quoted. Blanks are those of ASCII, unlike elsewhere. */
  private static ImmutableList<Token> words(Token rest) {
    String text = rest.text();
    ImmutableList.Builder<Token> words = ImmutableList.builder();
    int at = 0;
    while (at < text.length()) {
      int end = wordEnd(text, at);
      words.add(rest.part(at, end));
      at = blanksEnd(text, end);
    }
    return words.build();
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length() && !isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int blanksEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u000B' || c == '\f' || c == '\r';
  }

  private Arguments assignments(Keyword keyword, Token rest) {
    ImmutableList<Token> words = quotedWords(rest);
    if (words.get(0).indexOf('=') < 0) {
      return legacy(keyword, rest);
    }
    ImmutableList.Builder<Assignment> list = ImmutableList.builder();
    for (Token word : words) {
      Assignment assignment = assignment(word);
      if (assignment.value().isPresent()) {
        list.add(assignment);
      } else if (!problems.isFull()) {
        problems.add(
            word.span(),
            Problems.quoted(word.text()) + " has no '='; behind the first " + keyword + " name=value all others are pairs too",
            "write " + keyword + " " + words.get(0).text().substring(0, words.get(0).text().indexOf('='))
                + "=\"… …\" if the value has blanks");
      }
    }
    return new Assignments(list.build(), false);
  }

  private Arguments legacy(Keyword keyword, Token rest) {
    String text = rest.text();
    int end = wordEnd(text, 0);
    if (end == text.length()) {
      problems.add(
          rest.span(),
          keyword + " " + Problems.quoted(text) + " has no value",
          "write " + keyword + " " + text + "=value, or " + keyword + " " + text + "= for an empty one");
      return new None();
    }
    Token value = rest.part(blanksEnd(text, end), text.length());
    return new Assignments(ImmutableList.of(new Assignment(rest.part(0, end), Optional.of(value))), true);
  }

  private Arguments definitions(Token rest) {
    ImmutableList<Token> words = quotedWords(rest);
    ImmutableList.Builder<Assignment> list = ImmutableList.builderWithExpectedSize(words.size());
    words.forEach(word -> list.add(assignment(word)));
    return new Assignments(list.build(), false);
  }

  private static Assignment assignment(Token word) {
    int equals = word.indexOf('=');
    return equals < 0
        ? new Assignment(word, Optional.empty())
        : new Assignment(word.part(0, equals), Optional.of(word.part(equals + 1, word.length())));
  }

  /** What stands between white space that is neither quoted nor escaped; never empty for a text that is not. */
  private ImmutableList<Token> quotedWords(Token rest) {
    String text = rest.text();
    ImmutableList.Builder<Token> words = ImmutableList.builder();
    int at = 0;
    while (at < text.length()) {
      int end = quotedWordEnd(text, at);
      // an escape with nothing behind it counts for nothing
      boolean dangling = end == text.length() && isDangling(text, at);
      words.add(rest.part(at, dangling ? end - 1 : end));
      at = end;
      while (at < text.length() && PatternText.isSpace(text.charAt(at))) {
        at++;
      }
    }
    return words.build();
  }

  private int quotedWordEnd(String text, int start) {
    char quote = 0;
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == escape && quote != '\'') {
        at++;
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (PatternText.isSpace(c)) {
        return at;
      }
      at++;
    }
    return text.length();
  }

  /** Whether the last character of a text is an escape that is not escaped itself, from a word's start on. */
  private boolean isDangling(String text, int start) {
    int at = text.length();
    while (at > start && text.charAt(at - 1) == escape) {
      at--;
    }
    return (text.length() - at) % 2 == 1 && text.length() - start > 1;
  }

  private Arguments probe(Token rest) {
    String text = rest.text();
    int end = 0;
    while (end < text.length() && !PatternText.isSpace(text.charAt(end))) {
      end++;
    }
    int start = end;
    while (start < text.length() && PatternText.isSpace(text.charAt(start))) {
      start++;
    }
    Token command = rest.part(start, text.length());
    Arguments arguments = command.isEmpty() ? new None() : json(command).orElseGet(() -> new Line(command));
    return new Probe(rest.part(0, end), arguments);
  }
}
