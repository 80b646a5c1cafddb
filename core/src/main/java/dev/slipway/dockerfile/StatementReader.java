package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.slipway.SourceText;
import dev.slipway.dockerfile.Arguments.Json;
import dev.slipway.dockerfile.Arguments.Trigger;
import dev.slipway.image.PatternText;
import java.util.Optional;

/** Reads one instruction: the logical line, keyword, flags, arguments, and the texts of several lines that follow. */
final class StatementReader {
  private final SourceText source;
  private final char escape;
  private final Problems problems;
  private final ArgumentReader arguments;
  private final StatementRules rules;
  private final LineScan lines;

  StatementReader(SourceText source, char escape, Problems problems) {
    this.source = source;
    this.escape = escape;
    this.problems = problems;
    this.arguments = new ArgumentReader(escape, problems);
    this.rules = new StatementRules(problems);
    this.lines = new LineScan(source.text());
  }

  /**
   * Reads the instruction that begins on a line.
   *
   * @param start where the line begins
   * @param before the last line before that was an instruction, which mistakes in this one may come from
   */
  Statement read(int start, ImmutableList<Comment> docComments, Optional<Statement> before) {
    LogicalLine logical = LogicalLine.read(source, start, escape);
    Head head = head(logical.line());
    ImmutableList<HeredocWord> announced = announced(head, logical.line());
    Heredocs heredocs = heredocs(announced, logical.end());
    Statement.Parts parts = new Statement.Parts(head.keyword, head.word, head.flags, head.rest,
        head.arguments(start, heredocs, docComments),
        heredocs.parts, logical.line(), logical.comments(), logical.emptyLines(), docComments);
    Statement statement = new Statement(source, start, heredocs.end, parts);
    // a quote that is not closed takes the arguments with it, and is what is wrong
    if (!head.quoteOpen) {
      rules.check(statement, before);
    }
    return statement;
  }

  /** Keyword, flags and arguments of a line. */
  private final class Head {
    final Token word;
    final Keyword keyword;
    final ImmutableList<Flag> flags;
    final Token rest;
    /** Of {@code ONBUILD}. */
    final Optional<Head> trigger;
    final boolean quoteOpen;
    private final Arguments own;

    Head(Token word, ImmutableList<Flag> flags, Token rest, boolean quoteOpen, boolean inner) {
      this.word = word;
      this.keyword = Keyword.of(word.text()).orElse(Keyword.UNKNOWN);
      this.flags = flags;
      this.rest = rest;
      this.quoteOpen = quoteOpen;
      // one trigger in another is refused, so that there is no need to read it
      this.trigger = keyword == Keyword.ONBUILD && !inner && !rest.isEmpty() ? Optional.of(headOf(rest, true)) : Optional.empty();
      this.own = arguments.read(keyword, rest);
    }

    Arguments arguments(int start, Heredocs heredocs, ImmutableList<Comment> docComments) {
      if (trigger.isEmpty()) {
        return own;
      }
      Head inner = trigger.get();
      Statement.Parts parts = new Statement.Parts(inner.keyword, inner.word, inner.flags, inner.rest, inner.own, heredocs.parts, rest,
          ImmutableList.of(), ImmutableIntArray.of(), docComments);
      return new Trigger(new Statement(source, rest.isEmpty() ? start : rest.offset(0), heredocs.end, parts));
    }

    boolean takesHeredocs() {
      return trigger.map(Head::takesHeredocs).orElseGet(() -> keyword.takesHeredocs() && !(own instanceof Json));
    }
  }

  private Head head(Token line) {
    return headOf(line, false);
  }

  private Head headOf(Token line, boolean inner) {
    String text = line.text();
    int start = 0;
    int end = text.length();
    while (start < end && PatternText.isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && PatternText.isSpace(text.charAt(end - 1))) {
      end--;
    }
    int wordEnd = start;
    while (wordEnd < end && !ArgumentReader.isBlank(text.charAt(wordEnd))) {
      wordEnd++;
    }
    FlagReader flags = new FlagReader(source, line.part(wordEnd, end), escape);
    ImmutableList<Flag> list = flags.read();
    flags.tooMany().ifPresent(flag -> problems.add(
        flag.span(),
        "the instruction has more than " + FlagReader.MAX + " flags, which is the most that are read",
        "write '--' to end the flags"));
    flags.openQuote().ifPresent(quote -> problems.add(
        quote.span(),
        "the quote that opens here is not closed, so the flag takes the rest of the line",
        "write " + quote.text() + " once more behind the flag's value"));
    return new Head(line.part(start, wordEnd), list, flags.rest(), flags.openQuote().isPresent(), inner);
  }

  private ImmutableList<HeredocWord> announced(Head head, Token line) {
    boolean possible = head.takesHeredocs() && line.text().contains("<<");
    return possible ? HeredocLexer.words(line).orElse(ImmutableList.of()) : ImmutableList.of();
  }

  /**
   * The texts behind a line.
   *
   * @param end where the next instruction may begin
   */
  private record Heredocs(ImmutableList<HeredocPart> parts, int end) {}

  private Heredocs heredocs(ImmutableList<HeredocWord> announced, int start) {
    ImmutableList.Builder<HeredocPart> parts = ImmutableList.builder();
    int at = start;
    boolean told = false;
    for (HeredocWord word : announced) {
      int bodyStart = at;
      int terminator = terminator(word, at);
      boolean terminated = terminator >= 0;
      int bodyEnd = terminated ? terminator : source.text().length();
      at = terminated ? lines.next(terminator) : bodyEnd;
      parts.add(new HeredocPart(source, word, bodyStart, bodyEnd, terminated));
      if (!terminated && !told) {
        told = true;
        rules.tellUnterminated(word, source, bodyStart);
      }
    }
    return new Heredocs(parts.build(), at);
  }

  /** Where the line begins that ends a text, or -1. */
  private int terminator(HeredocWord word, int start) {
    int at = start;
    while (at < source.text().length()) {
      int next = lines.next(at);
      int first = at;
      int end = lines.contentEnd(at, next);
      while (word.chomped() && first < end && source.text().charAt(first) == '\t') {
        first++;
      }
      String delimiter = word.delimiter();
      if (end - first == delimiter.length() && source.text().startsWith(delimiter, first)) {
        return at;
      }
      at = next;
    }
    return -1;
  }
}
