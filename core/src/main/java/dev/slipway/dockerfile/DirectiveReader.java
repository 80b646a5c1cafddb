package dev.slipway.dockerfile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.slipway.SourceText;
import dev.slipway.dockerfile.Directive.Kind;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds directives. They stand at the top, each once, before anything else; a comment that is none ends them. Behind a
 * {@code #!} line, builders look for {@code syntax} and {@code check} but no more for {@code escape}; nor do they see
 * these two behind an indented line.
 */
final class DirectiveReader {
  /** White space within a directive. */
  private static final CharMatcher BLANK = CharMatcher.anyOf("\t\n\f\r ");
  private static final CharMatcher LETTER = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));
  private static final CharMatcher LETTER_OR_DIGIT = LETTER.or(CharMatcher.inRange('0', '9'));
  /** More is no document that asks for a frontend. */
  private static final int LONGEST_JSON = 1 << 20;
  private static final ObjectReader JSON = JsonMapper.builder().build().readerFor(JsonNode.class)
      .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final SourceText source;
  private final LineScan lines;
  private final Problems problems;
  private final Set<Kind> seen = EnumSet.noneOf(Kind.class);
  private boolean behindShebang;
  private boolean behindIndented;
  private boolean done;
  private char escape = '\\';

  DirectiveReader(SourceText source, Problems problems) {
    this.source = source;
    this.lines = new LineScan(source.text());
    this.problems = problems;
  }

  /** The character that the directives make the escape. */
  char escape() {
    return escape;
  }

  /**
   * Reads lines up to the first that is no directive.
   *
   * @param start where the first line begins
   */
  ImmutableList<Element> read(int start) {
    ImmutableList.Builder<Element> found = ImmutableList.builder();
    int at = start;
    if (source.text().startsWith("#!", start)) {
      behindShebang = true;
      int next = lines.next(start);
      found.add(new Comment(source, start, next));
      at = next;
    }
    while (at < source.text().length() && !done) {
      int next = lines.next(at);
      Optional<Element> element = line(at, next);
      if (element.isEmpty()) {
        break;
      }
      found.add(element.get());
      at = next;
    }
    return found.build();
  }

  private Optional<Element> line(int start, int next) {
    int end = lines.contentEnd(start, next);
    int sign = lines.skipSpaces(start, end);
    if (sign == end || source.text().charAt(sign) != '#') {
      return Optional.empty();
    }
    behindIndented |= sign > start;
    return directive(start, next, sign + 1, end).map(this::accepted);
  }

  private Element accepted(Directive directive) {
    Kind kind = directive.kind();
    boolean heard = kind == Kind.ESCAPE ? !behindShebang : !behindIndented;
    if (!heard) {
      return new Comment(source, directive.start(), directive.end());
    }
    if (!seen.add(kind)) {
      // no builder reads on
      done = true;
      problems.add(
          directive.value().span(),
          "the directive '" + name(kind) + "' stands twice; it can be given once",
          "remove one of the two");
    } else if (kind == Kind.ESCAPE) {
      setEscape(directive.value());
    }
    return directive;
  }

  private void setEscape(Token value) {
    String character = value.text();
    if (character.equals("\\") || character.equals("`")) {
      escape = character.charAt(0);
    } else {
      problems.add(
          value.span(),
          Problems.quoted(character) + " cannot be the escape character",
          "write '# escape=`' or '# escape=\\'");
    }
  }

  /** The directive that stands behind a comment sign, if one does. */
  private Optional<Directive> directive(int start, int next, int afterSign, int end) {
    String text = source.text();
    int nameStart = lines.skipSpaces(afterSign, end);
    int nameEnd = nameStart;
    while (nameEnd < end && LETTER_OR_DIGIT.matches(text.charAt(nameEnd))) {
      nameEnd++;
    }
    int equals = skipBlanks(nameEnd, end);
    boolean named = nameEnd > nameStart && LETTER.matches(text.charAt(nameStart));
    if (!named || equals + 1 >= end || text.charAt(equals) != '=') {
      return Optional.empty();
    }
    int valueStart = skipBlanks(equals + 1, end);
    int valueEnd = end;
    while (valueEnd > valueStart && BLANK.matches(text.charAt(valueEnd - 1))) {
      valueEnd--;
    }
    Token value = token(valueStart, valueEnd);
    return kind(text.substring(nameStart, nameEnd)).map(kind -> new Directive(source, start, next, kind, value));
  }

  private Token token(int start, int end) {
    Passage.Builder passage = new Passage.Builder(source);
    passage.append(start, end);
    return passage.build().all();
  }

  private int skipBlanks(int start, int end) {
    int at = start;
    while (at < end && BLANK.matches(source.text().charAt(at))) {
      at++;
    }
    return at;
  }

  private static Optional<Kind> kind(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "syntax" -> Optional.of(Kind.SYNTAX);
      case "escape" -> Optional.of(Kind.ESCAPE);
      case "check" -> Optional.of(Kind.CHECK);
      default -> Optional.empty();
    };
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What asks for another frontend in a file that is no Dockerfile: a line {@code // syntax=} among such lines at the
   * top, or a JSON document with the field {@code syntax}. The file has a problem then.
   *
   * @param start where the first line behind a {@code #!} line begins
   */
  Optional<Directive> foreign(int start) {
    return slashes(start).or(() -> json(start));
  }

  private Optional<Directive> slashes(int start) {
    String text = source.text();
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    int at = start;
    while (text.startsWith("//", at)) {
      int next = lines.next(at);
      Optional<Directive> directive = directive(at, next, at + 2, lines.contentEnd(at, next));
      if (directive.isEmpty() || !kinds.add(directive.get().kind())) {
        break;
      }
      if (directive.get().kind() == Kind.SYNTAX) {
        problems.add(
            directive.get().value().span(),
            "the file is written for the frontend " + Problems.quoted(directive.get().value().text())
                + ", as '//' begins no comment in a Dockerfile",
            "write '# syntax=…' if this is a Dockerfile; other frontends are not run here");
        return directive;
      }
      at = next;
    }
    return Optional.empty();
  }

  private Optional<Directive> json(int start) {
    String text = source.text();
    int first = skipBlanks(start, text.length());
    if (first >= text.length() || text.charAt(first) != '{' || text.length() > LONGEST_JSON) {
      return Optional.empty();
    }
    try {
      JsonNode document = JSON.readTree(text.substring(start));
      if (!document.isObject() || !document.path("syntax").isTextual()) {
        return Optional.empty();
      }
      String frontend = document.path("syntax").textValue();
      problems.add(
          source.span(first, first + 1),
          "the file is a JSON document for the frontend " + Problems.quoted(frontend) + ", not a Dockerfile",
          "other frontends are not run here; give the path of a Dockerfile");
      Passage.Builder value = new Passage.Builder(source);
      value.append(frontend, 0, frontend.length(), first);
      return Optional.of(new Directive(source, start, text.length(), Kind.SYNTAX, value.build().all()));
    } catch (JacksonException noJson) {
      return Optional.empty();
    }
  }
}
