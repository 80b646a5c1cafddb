package dev.slipway.compose.format;

import com.google.common.collect.ImmutableList;
import dev.slipway.compose.format.Variable.Operator;

/** A piece of a text with variables, by its indexes: words nest, and copies of them would take quadratic memory. */
sealed interface TemplateNode {
  int start();

  int end();

  /** Characters; doubled dollar signs stand for one. */
  record Literal(int start, int end) implements TemplateNode {
    void write(String text, StringBuilder out) {
      int from = start;
      for (int i = start; i < end; i++) {
        if (text.charAt(i) == '$' && i + 1 < end && text.charAt(i + 1) == '$') {
          i++;
          out.append(text, from, i);
          from = i + 1;
        }
      }
      out.append(text, from, end);
    }
  }

  /** A variable with its word; the word is empty, and at the closing brace, if there is no operator. */
  record Use(int start, int end, int nameStart, int nameEnd, Operator operator, int wordStart, int wordEnd,
      ImmutableList<TemplateNode> word) implements TemplateNode {
    String name(String text) {
      return text.substring(nameStart, nameEnd);
    }

    Variable variable(String text) {
      return new Variable(name(text), operator, text.substring(wordStart, wordEnd));
    }
  }

  /** What begins like a variable and is none. */
  record Fault(TextProblem problem) implements TemplateNode {
    @Override
    public int start() {
      return problem.start();
    }

    @Override
    public int end() {
      return problem.end();
    }
  }
}
