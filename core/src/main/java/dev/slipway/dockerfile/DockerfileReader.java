package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a text into elements, from the first line to the last. */
final class DockerfileReader {
  private final SourceText source;
  private final String text;
  private final LineScan lines;
  private final Problems problems;
  private final boolean whole;
  private final ImmutableList.Builder<Element> elements = ImmutableList.builder();
  private final List<Comment> docComments = new ArrayList<>();
  private Optional<Statement> before = Optional.empty();
  private char escape;
  private boolean begun;
  private int statementCount;
  private int elementCount;
  private int heredocCount;

  /**
   * A reader of a text.
   *
   * @param whole whether it is a file and not only some instructions
   * @param escape the escape character unless a directive of a file says otherwise
   */
  DockerfileReader(SourceText source, boolean whole, char escape) {
    this.source = source;
    this.text = source.text();
    this.lines = new LineScan(text);
    this.problems = new Problems(source.name());
    this.whole = whole;
    this.escape = escape;
  }

  Dockerfile read() {
    int at = 0;
    if (text.startsWith("\uFEFF")) {
      elements.add(new ByteOrderMark(source));
      at = 1;
    }
    boolean foreign = false;
    if (whole) {
      DirectiveReader directives = new DirectiveReader(source, problems);
      ImmutableList<Element> found = directives.read(at);
      found.forEach(this::add);
      escape = directives.escape();
      at = found.isEmpty() ? at : found.get(found.size() - 1).end();
      Optional<Directive> other = found.stream().anyMatch(Directive.class::isInstance) ? Optional.empty() : directives.foreign(at);
      other.ifPresent(this::add);
      at = other.map(Element::end).orElse(at);
      foreign = other.isPresent();
    }
    readElements(at);
    new CharacterRules(source, problems).check();
    if (whole && !foreign) {
      checkWhole();
    }
    return new Dockerfile(source, escape, elements.build(), problems.inOrder());
  }

  private void readElements(int start) {
    StatementReader statements = new StatementReader(source, escape, problems);
    int at = start;
    while (at < text.length()) {
      int next = lines.next(at);
      int end = lines.contentEnd(at, next);
      int first = lines.skipSpaces(at, end);
      Element element;
      if (first == end) {
        element = new Blank(source, at, blankEnd(next));
      } else if (text.charAt(first) == '#') {
        element = new Comment(source, at, next);
      } else {
        element = statement(statements, at);
      }
      add(element);
      at = element.end();
    }
  }

  private Statement statement(StatementReader statements, int start) {
    Statement statement = statements.read(start, ImmutableList.copyOf(docComments), before);
    docComments.clear();
    // lines that are none are mostly the rest of one that is
    before = statement.keyword() == Keyword.UNKNOWN ? before : Optional.of(statement);
    statementCount++;
    heredocCount += statement.heredocs().size();
    checkBegun(statement);
    return statement;
  }

  private int blankEnd(int start) {
    int at = start;
    while (at < text.length()) {
      int next = lines.next(at);
      int end = lines.contentEnd(at, next);
      if (lines.skipSpaces(at, end) < end) {
        return at;
      }
      at = next;
    }
    return at;
  }

  private void add(Element element) {
    elements.add(element);
    elementCount++;
    if (element instanceof Comment comment) {
      if (comment.isEmpty()) {
        docComments.clear();
      } else {
        docComments.add(comment);
      }
    }
    checkLimit(elementCount, Dockerfile.MAX_ELEMENTS, "instructions, comments and stretches of blank lines", element);
    checkLimit(statementCount, Dockerfile.MAX_STATEMENTS, "instructions", element);
    checkLimit(heredocCount, Dockerfile.MAX_HEREDOCS, "texts of several lines", element);
  }

  private void checkLimit(int count, int most, String what, Element place) {
    if (count > most) {
      throw new DocumentException(
          ErrorCode.LIMIT_EXCEEDED,
          source.name() + ":" + place.span() + ": there are more than " + most + " " + what
              + ", which is the most that is read; is this a Dockerfile?");
    }
  }

  /** Only arguments may come before the first stage. */
  private void checkBegun(Statement statement) {
    Keyword keyword = statement.keyword();
    if (!whole || begun || keyword == Keyword.ARG || keyword == Keyword.UNKNOWN) {
      return;
    }
    begun = true;
    if (keyword != Keyword.FROM) {
      problems.add(
          statement.keywordToken().span(),
          keyword + " comes before the first FROM; only ARG can",
          "write 'FROM image' first, or 'FROM scratch' to begin with nothing");
    }
  }

  private void checkWhole() {
    if (statementCount == 0) {
      problems.addForFile("the file has no instructions", "write at least 'FROM image'");
    } else if (!begun && problems.isEmpty()) {
      problems.addForFile("the file has no FROM, so there is nothing to build", "write 'FROM image' behind the arguments");
    }
  }
}
