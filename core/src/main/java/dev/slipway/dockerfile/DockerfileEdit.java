package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.slipway.InvalidValueException;
import dev.slipway.Span;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.dockerfile.Keyword.FlagKind;
import dev.slipway.image.Instruction;
import dev.slipway.image.PatternText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes one place of a Dockerfile. The text is changed and read again; what was not meant to change is then compared,
 * as a change in one line can give others another meaning.
 */
final class DockerfileEdit {
  private final Dockerfile file;
  private final String text;

  DockerfileEdit(Dockerfile file) {
    this.file = file;
    this.text = file.text();
  }

  Dockerfile replace(Span place, String with) {
    if (place.endOffset() > text.length()) {
      throw new InvalidValueException("'" + place + "' is no place of " + file.name() + ", which has " + text.length() + " characters");
    }
    return spliced(place.offset(), place.endOffset(), with);
  }

  Dockerfile replace(Statement old, String with) {
    int index = indexOf(old);
    String lines = lines(with, old);
    String first = old.text();
    String indentation = first.substring(0, first.length() - PatternText.trim(first + "x").length() + 1);
    boolean indented = !lines.isEmpty() && PatternText.isSpace(lines.charAt(0));
    String ended = first.endsWith("\n") ? lines : withoutLineEnd(lines);
    return checked(spliced(old.start(), old.end(), (indented ? "" : indentation) + ended), index, index + 1, with);
  }

  Dockerfile replace(Statement old, Instruction with) {
    return replace(old, InstructionEdit.of(with, file.escape()));
  }

  Dockerfile insertBefore(Element element, String with) {
    int index = indexOf(element);
    return checked(spliced(element.start(), element.start(), lines(with, element)), index, index, with);
  }

  Dockerfile insertAfter(Element element, String with) {
    int index = indexOf(element) + 1;
    String before = element.text().endsWith("\n") || element instanceof ByteOrderMark ? "" : lineEnd(element);
    String lines = lines(with, element);
    String inserted = before.isEmpty() ? lines : before + withoutLineEnd(lines);
    return checked(spliced(element.end(), element.end(), inserted), index, index, with);
  }

  Dockerfile remove(Element element) {
    int index = indexOf(element);
    return checked(spliced(element.start(), element.end(), ""), index, index + 1, "");
  }

  Dockerfile withFlag(Statement statement, String name, String value) {
    int index = indexOfFlagged(statement);
    FlagKind kind = statement.keyword().flags().get(name);
    if (kind == null) {
      throw new InvalidValueException(
          statement.keyword() + " has no flag '--" + name + "'; it takes " + statement.keyword().flags().keySet());
    }
    String flag = "--" + name + (kind == FlagKind.BOOLEAN && value.equals("true") ? "" : "=" + escaped(value));
    Optional<Flag> old = statement.flag(name);
    Span place = old.map(Flag::token).map(Token::span).orElseGet(() -> endOf(statement.keywordToken()));
    Dockerfile changed = spliced(place.offset(), place.endOffset(), old.isPresent() ? flag : " " + flag);
    return checked(changed, index, index + 1, flag);
  }

  Dockerfile withoutFlag(Statement statement, String name) {
    int index = indexOfFlagged(statement);
    StringBuilder changed = new StringBuilder(text);
    ImmutableList<Flag> flags = statement.flags();
    for (Flag flag : flags.reverse()) {
      if (flag.name().text().equals(name)) {
        Span place = flag.token().span();
        changed.delete(gapBefore(place.offset()), place.endOffset());
      }
    }
    return checked(Dockerfile.parse(file.name(), changed.toString()), index, index + 1, "");
  }

  /** Where the blanks before a place on its line begin. */
  private int gapBefore(int offset) {
    int at = offset;
    while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
      at--;
    }
    // at the beginning of a line they are its indentation
    return at == 0 || text.charAt(at - 1) == '\n' ? offset : at;
  }

  private static Span endOf(Token token) {
    return token.span(token.length(), token.length());
  }

  private String escaped(String value) {
    if (value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
      throw new InvalidValueException("the value " + Problems.quoted(value) + " has a line break or NUL, which a flag cannot hold");
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (PatternText.isSpace(c) || c == '\'' || c == '"' || c == file.escape()) {
        out.append(file.escape());
      }
      out.append(c);
    }
    return out.toString();
  }

  private Dockerfile spliced(int start, int end, String with) {
    return Dockerfile.parse(file.name(), text.substring(0, start) + with + text.substring(end));
  }

  private int indexOf(Element element) {
    int index = file.elements().indexOf(element);
    if (index < 0) {
      throw new InvalidValueException("'" + PatternText.trim(element.text()) + "' at " + element.span() + " is no element of " + file.name()
          + " as it is now; take it from the file that is changed");
    }
    return index;
  }

  /** The index of a statement, or of the one whose trigger it is. */
  private int indexOfFlagged(Statement statement) {
    for (Statement outer : file.statements()) {
      if (outer.arguments() instanceof Trigger trigger && trigger.statement().equals(statement)) {
        return indexOf(outer);
      }
    }
    return indexOf(statement);
  }

  /** The lines of a text with the file's line ends, the last one ended. */
  private String lines(String with, Element place) {
    String end = lineEnd(place);
    String lines = with.replace("\r\n", "\n").replace("\n", end);
    return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + end;
  }

  private static String withoutLineEnd(String lines) {
    return lines.endsWith("\r\n")
        ? lines.substring(0, lines.length() - 2)
        : lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
  }

  /** The line end of an element, or that of the file's first line. */
  private String lineEnd(Element element) {
    String lines = element.text().indexOf('\n') >= 0 ? element.text() : text;
    int feed = lines.indexOf('\n');
    return feed > 0 && lines.charAt(feed - 1) == '\r' ? "\r\n" : "\n";
  }

  /**
   * The changed file, if all elements but those between two indexes are still what they were.
   *
   * @param from the index of the first element that may have changed
   * @param to the index behind the last
   */
  private Dockerfile checked(Dockerfile changed, int from, int to, String with) {
    List<Element> before = told(file.elements().subList(0, from));
    List<Element> behind = told(file.elements().subList(to, file.elements().size()));
    List<Element> now = told(changed.elements());
    boolean kept = now.size() >= before.size() + behind.size()
        && same(before, now.subList(0, before.size()))
        && same(behind, now.subList(now.size() - behind.size(), now.size()));
    if (!kept) {
      throw new InvalidValueException("with " + Problems.quoted(PatternText.trim(with)) + " at this place, other lines of " + file.name()
          + " would mean something else; see that the text ends its last line, quotes and texts of several lines, and keep directives at the top");
    }
    return changed;
  }

  private static boolean same(List<Element> old, List<Element> now) {
    for (int i = 0; i < old.size(); i++) {
      boolean equal = old.get(i).getClass() == now.get(i).getClass()
          && withoutLineEnd(old.get(i).text()).equals(withoutLineEnd(now.get(i).text()));
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  /** The elements that mean something: blank lines run together where what is between them goes. */
  private static List<Element> told(List<Element> elements) {
    return new ArrayList<>(ImmutableList.copyOf(Iterables.filter(elements, element -> !(element instanceof Blank))));
  }
}
