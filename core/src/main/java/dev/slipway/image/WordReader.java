package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Literal;
import dev.slipway.image.Word.Operator;
import dev.slipway.image.Word.Variable;
import java.util.Optional;

/** Reads and writes the template form of a {@link Word}. */
final class WordReader {
  private final String text;
  private int at;
  private int depth;
  private int variables;

  WordReader(String text) {
    this.text = text;
  }

  Word read() {
    return readUntil("");
  }

  /** Reads up to one of the given characters, which is left in place, or to the end where none are given. */
  private Word readUntil(String ends) {
    ImmutableList.Builder<Word.Part> parts = ImmutableList.builder();
    StringBuilder literal = new StringBuilder();
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      if (c == '\\') {
        readBackslashes(literal, ends);
      } else if (c == '$' && startsVariable()) {
        parts.add(new Literal(literal.toString()));
        literal.setLength(0);
        parts.add(readVariable());
      } else {
        literal.append(c);
        at++;
      }
    }
    return new Word(parts.add(new Literal(literal.toString())).build());
  }

  /** A run of backslashes is special only before a dollar sign or the character that would end an operand. */
  private void readBackslashes(StringBuilder literal, String ends) {
    int start = at;
    while (at < text.length() && text.charAt(at) == '\\') {
      at++;
    }
    int count = at - start;
    boolean special = at < text.length() && (text.charAt(at) == '$' || ends.indexOf(text.charAt(at)) >= 0);
    literal.append("\\".repeat(special ? count / 2 : count));
    if (special && count % 2 == 1) {
      literal.append(text.charAt(at));
      at++;
    }
  }

  private boolean startsVariable() {
    if (at + 1 >= text.length()) {
      return false;
    }
    int next = text.codePointAt(at + 1);
    return next == '{' || Word.isNameCharacter(next);
  }

  private Variable readVariable() {
    if (++variables > Word.MAX_VARIABLES) {
      throw new InvalidValueException("'" + abbreviated() + "' has more than " + Word.MAX_VARIABLES + " variables");
    }
    at++;
    if (text.charAt(at) != '{') {
      return new Variable(readName(), Optional.empty());
    }
    int start = at - 1;
    at++;
    // a plain ${name} inside the deepest operand is one brace more than the operands are deep
    if (++depth > Word.MAX_DEPTH + 1) {
      throw new InvalidValueException("'" + abbreviated() + "' nests variables more than " + Word.MAX_DEPTH + " deep");
    }
    String name = readName();
    if (name.isEmpty() && at < text.length()) {
      throw new InvalidValueException("'" + abbreviated() + "' has a '${' at index " + start
          + " without the name of a variable behind it; a literal dollar sign is written \\$");
    }
    Optional<Expansion> expansion = peek('}') ? Optional.empty() : Optional.of(readExpansion(start));
    if (!peek('}')) {
      throw unclosed(start);
    }
    at++;
    depth--;
    return new Variable(name, expansion);
  }

  private Expansion readExpansion(int start) {
    for (Operator operator : Operator.values()) {
      if (text.startsWith(operator.symbol(), at)) {
        at += operator.symbol().length();
        Word operand = readUntil(operator.replaces() ? "/}" : "}");
        if (operator.replaces() && peek('/')) {
          at++;
          return new Expansion(operator, operand, readUntil("}"));
        }
        return new Expansion(operator, operand);
      }
    }
    if (at >= text.length()) {
      throw unclosed(start);
    }
    throw new InvalidValueException("'" + abbreviated() + "' has an unknown operator '" + text.charAt(at) + "' at index " + at
        + "; known are - :- + :+ ? :? # ## % %% / //, and a literal dollar sign is written \\$");
  }

  private InvalidValueException unclosed(int start) {
    return new InvalidValueException(
        "'" + abbreviated() + "' has a '${' at index " + start + " without its '}'; a literal dollar sign is written \\$");
  }

  private String readName() {
    int start = at;
    at = Word.nameEnd(text, at);
    return text.substring(start, at);
  }

  private String abbreviated() {
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  /** Writes a word so that {@link #readUntil} with the same ends reads it again. */
  static void write(Word word, StringBuilder out, String ends) {
    ImmutableList<Word.Part> parts = word.parts();
    for (int i = 0; i < parts.size(); i++) {
      switch (parts.get(i)) {
        case Literal literal -> writeLiteral(literal.text(), out, ends, i + 1 < parts.size());
        case Variable variable -> writeVariable(variable, out);
      }
    }
  }

  private static void writeLiteral(String text, StringBuilder out, String ends, boolean beforeVariable) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean special = c == '$' || ends.indexOf(c) >= 0;
      if (special) {
        out.append('\\').append(c);
      } else if (c == '\\') {
        int end = i;
        while (end < text.length() && text.charAt(end) == '\\') {
          end++;
        }
        boolean doubled = end < text.length()
            ? text.charAt(end) == '$' || ends.indexOf(text.charAt(end)) >= 0
            : beforeVariable || !ends.isEmpty();
        out.append("\\".repeat((end - i) * (doubled ? 2 : 1)));
        i = end - 1;
      } else {
        out.append(c);
      }
    }
  }

  private static void writeVariable(Variable variable, StringBuilder out) {
    out.append("${").append(variable.name());
    variable.expansion().ifPresent(expansion -> {
      out.append(expansion.operator().symbol());
      write(expansion.operand(), out, expansion.operator().replaces() ? "/}" : "}");
      if (expansion.operator().replaces()) {
        out.append('/');
        write(expansion.replacement(), out, "}");
      }
    });
    out.append('}');
  }
}
