package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.Variable.Operator;

/**
 * Finds the variables of a text and of their words. A word ends at the brace that balances the opening one; if none does, at
 * the last brace of its line. Takes linear time for each level of nesting.
 */
final class TemplateScan {
  /** Words in words: each level reads its characters again. */
  static final int DEEPEST = 100;
  /** Uses of variables in one text. */
  static final int MOST_USES = 100_000;

  private final String text;
  private int uses;
  /** Characters of words in words that may still be read: each is read, and shown, once for each level. */
  private int room = TemplateRun.LONGEST;

  private TemplateScan(String text) {
    this.text = text;
  }

  static ImmutableList<TemplateNode> nodes(String text) {
    return new TemplateScan(text).level(0, text.length(), 0);
  }

  private ImmutableList<TemplateNode> level(int start, int end, int depth) {
    ImmutableList.Builder<TemplateNode> nodes = ImmutableList.builder();
    Line line = new Line(end);
    int literal = start;
    for (int at = text.indexOf('$', start); at >= 0 && at + 1 < end; at = text.indexOf('$', at)) {
      char next = text.charAt(at + 1);
      if (next != '{' && !GoText.isNameStart(next)) {
        at += next == '$' ? 2 : 1;
        continue;
      }
      TemplateNode node = next == '{' ? braced(at, end, depth, line) : named(at, end);
      if (++uses > MOST_USES) {
        nodes.add(new TemplateNode.Fault(TextProblem.error(at, end, "the text uses variables more than " + MOST_USES + " times",
            "write $$ for dollar signs that begin no variable")));
        return nodes.build();
      }
      if (literal < at) {
        nodes.add(new TemplateNode.Literal(literal, at));
      }
      nodes.add(node);
      at = node.end();
      literal = at;
    }
    return literal < end ? nodes.add(new TemplateNode.Literal(literal, end)).build() : nodes.build();
  }

  private TemplateNode named(int at, int end) {
    int nameEnd = nameEnd(at + 1, end);
    return new TemplateNode.Use(at, nameEnd, at + 1, nameEnd, Operator.NONE, nameEnd, nameEnd, ImmutableList.of());
  }

  private TemplateNode braced(int at, int end, int depth, Line line) {
    int name = at + 2;
    int nameEnd = name < end && GoText.isNameStart(text.charAt(name)) ? nameEnd(name, end) : name;
    if (nameEnd > name && nameEnd < end && text.charAt(nameEnd) == '}') {
      return new TemplateNode.Use(at, nameEnd + 1, name, nameEnd, Operator.NONE, nameEnd, nameEnd, ImmutableList.of());
    }
    int symbol = nameEnd < end && text.charAt(nameEnd) == ':' ? nameEnd + 1 : nameEnd;
    boolean operated = nameEnd > name && symbol < end && "-?+".indexOf(text.charAt(symbol)) >= 0;
    int last = operated ? line.lastBrace(symbol) : -1;
    if (last <= symbol) {
      return new TemplateNode.Fault(TemplateFault.of(text, at, end));
    }
    int close = closingBrace(at, last);
    Operator operator = Operator.of(text.charAt(symbol), symbol > nameEnd);
    return new TemplateNode.Use(at, close + 1, name, nameEnd, operator, symbol + 1, close, word(symbol + 1, close, depth + 1));
  }

  private ImmutableList<TemplateNode> word(int start, int end, int depth) {
    if (start == end) {
      return ImmutableList.of();
    }
    int dollar = text.indexOf('$', start);
    if (dollar < 0 || dollar >= end) {
      return ImmutableList.of(new TemplateNode.Literal(start, end));
    }
    room -= depth > 1 ? end - start : 0;
    if (depth > DEEPEST || room < 0) {
      String fault = "variables stand in words of variables "
          + (depth > DEEPEST ? "more than " + DEEPEST + " levels deep" : "that are too long");
      room = Math.max(room, 0);
      return ImmutableList.of(new TemplateNode.Fault(TextProblem.error(start, end, fault, "write the inner ones in a text of their own")));
    }
    return level(start, end, depth);
  }

  private int nameEnd(int start, int end) {
    int i = start;
    while (i < end && GoText.isNamePart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The brace that closes the one behind a dollar sign. The character behind an opening brace is not looked at. */
  private int closingBrace(int dollar, int last) {
    int open = 0;
    for (int i = dollar; i < last; i++) {
      char c = text.charAt(i);
      if (c == '{') {
        open++;
        i++;
      } else if (c == '}' && --open == 0) {
        return i;
      }
    }
    return last;
  }

  /** The last closing brace of the line that was asked for last, so that a line is searched once. */
  private final class Line {
    private final int limit;
    private int end = -1;
    private int brace = -1;

    Line(int limit) {
      this.limit = limit;
    }

    int lastBrace(int at) {
      if (at >= end) {
        int feed = text.indexOf('\n', at);
        end = feed < 0 || feed > limit ? limit : feed;
        brace = end - 1;
        while (brace >= at && text.charAt(brace) != '}') {
          brace--;
        }
      }
      return brace;
    }
  }
}
