package dev.slipway.dockerfile;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.image.PatternText;
import dev.slipway.image.Word;
import dev.slipway.image.Word.Expansion;
import dev.slipway.image.Word.Literal;
import dev.slipway.image.Word.Operator;
import dev.slipway.image.Word.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A text of a Dockerfile as the builder's lexer sees it: quotes and escapes removed, variables found.
 *
 * <p>Special parameters of the shell such as {@code $@} are read as {@code $0}: neither has ever a value. Quotes and escapes
 * behind {@code #}, {@code %} and {@code /} follow the builder to the letter: there an escape stays in the pattern.
 */
final class DockerfileWords {
  private static final String SPECIAL_PARAMETERS = "@*#?-$!";
  private static final String OPERATORS = "known are - :- + :+ ? :? # ## % %% / //; a dollar sign that begins no variable is written ";
  /** As deep as operands may stand in operands, and a plain variable in the deepest. */
  private static final int MAX_DEPTH = 65;
  private static final int END = -1;

  /**
   * A stretch of the text.
   *
   * @param word what it stands for
   * @param whole whether white space in it separates nothing, as it was quoted or escaped
   */
  private record Piece(Word word, boolean whole) {}

  private final ImmutableList<Piece> pieces;

  private DockerfileWords(ImmutableList<Piece> pieces) {
    this.pieces = pieces;
  }

  /**
   * Reads an argument of an instruction.
   *
   * @param escape the escape character of the Dockerfile
   */
  static DockerfileWords read(String text, char escape) throws WordFault {
    return new Lexer(text, escape, true).read();
  }

  /** Reads the body of a file that stands in the Dockerfile: quotes are text there, and the escape is a backslash. */
  static DockerfileWords readBody(String text) throws WordFault {
    return new Lexer(text, '\\', false).read();
  }

  /** The whole text as one word. */
  Word word() {
    ImmutableList.Builder<Word.Part> parts = ImmutableList.builder();
    pieces.forEach(piece -> parts.addAll(piece.word().parts()));
    return new Word(parts.build());
  }

  /**
   * The words that the text is with the values of variables put in: white space separates, from values too, where it is
   * neither quoted nor escaped.
   *
   * @throws InvalidValueException as {@link Word#expand}
   */
  ImmutableList<String> split(Function<String, Optional<String>> values) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (Piece piece : pieces) {
      String text = piece.word().expand(values);
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (piece.whole() || !PatternText.isSpace(c)) {
          word.append(c);
        } else if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return ImmutableList.copyOf(words);
  }

  private static final class Lexer {
    private final String text;
    private final char escape;
    private final boolean quotes;
    private int at;
    private int depth;

    Lexer(String text, char escape, boolean quotes) {
      this.text = text;
      this.escape = escape;
      this.quotes = quotes;
    }

    DockerfileWords read() throws WordFault {
      Pieces pieces = new Pieces();
      boolean unused = readUntil(END, false, pieces);
      return new DockerfileWords(pieces.done());
    }

    /** Reads up to a character, which is stepped over, or to the end. False if the character is missing. */
    private boolean readUntil(int stop, boolean keepsEscapes, Pieces out) throws WordFault {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == stop) {
          at++;
          return true;
        }
        if (c == '$') {
          readDollar(out, false);
        } else if (quotes && c == '\'') {
          readSingleQuotes(out);
        } else if (quotes && c == '"') {
          readDoubleQuotes(keepsEscapes, out);
        } else if (c == escape) {
          at++;
          out.text(keepsEscapes ? String.valueOf(c) : "", true);
          out.text(character(), true);
        } else if (text.startsWith("<<", at)) {
          readAnnouncement(out);
        } else {
          out.text(character(), false);
        }
      }
      return stop == END;
    }

    /** The next code point; empty at the end. */
    private String character() {
      int start = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
      return text.substring(start, at);
    }

    /** Blanks between {@code <<} and the name of a text separate no words. */
    private void readAnnouncement(Pieces out) {
      int start = at;
      at += 2;
      while (at < text.length() && "\t\r ".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      out.text(text.substring(start, at), true);
    }

    private void readSingleQuotes(Pieces out) throws WordFault {
      int end = text.indexOf('\'', at + 1);
      if (end < 0) {
        throw unclosed(at, "'");
      }
      out.text(text.substring(at + 1, end), true);
      at = end + 1;
    }

    private void readDoubleQuotes(boolean keepsEscapes, Pieces out) throws WordFault {
      int start = at++;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return;
        }
        if (c == '$') {
          readDollar(out, true);
        } else if (c == escape) {
          at++;
          out.text(keepsEscapes ? String.valueOf(c) : "", true);
          boolean escaped = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '$' || text.charAt(at) == escape);
          out.text(escaped ? character() : String.valueOf(c), true);
        } else {
          out.text(character(), true);
        }
      }
      throw unclosed(start, "\"");
    }

    private WordFault unclosed(int start, String quote) {
      return new WordFault(start, "a quote is opened with " + quote + " and never closed",
          "close it, or write " + escape + quote + " for the character itself");
    }

    private void readDollar(Pieces out, boolean quoted) throws WordFault {
      int start = at++;
      if (at < text.length() && text.charAt(at) == '{') {
        out.part(readBraces(start), quoted);
        return;
      }
      String name = readName();
      if (name.isEmpty()) {
        out.text("$", quoted);
      } else {
        out.part(new Variable(name, Optional.empty()), quoted);
      }
    }

    /** The name at this place; empty if there is none. */
    private String readName() {
      int start = at;
      if (at < text.length() && SPECIAL_PARAMETERS.indexOf(text.charAt(at)) >= 0) {
        at++;
        return "0";
      }
      at = Word.nameEnd(text, at);
      return text.substring(start, at);
    }

    private Variable readBraces(int start) throws WordFault {
      at++;
      if (++depth > MAX_DEPTH) {
        throw new WordFault(start, "variables are nested more than " + (MAX_DEPTH - 1) + " deep", "use a build argument for a part");
      }
      String name = readName();
      if (at >= text.length()) {
        throw unclosedBrace(start);
      }
      if (name.isEmpty()) {
        throw new WordFault(start, "'${' has no name of a variable behind it",
            "write for example '${VERSION}', or " + escape + "$ for a dollar sign");
      }
      Optional<Expansion> expansion = Optional.empty();
      if (text.charAt(at) == '}') {
        at++;
      } else {
        expansion = Optional.of(readExpansion(start));
      }
      depth--;
      return checked(new Variable(name, expansion), start);
    }

    private WordFault unclosedBrace(int start) {
      return new WordFault(start, "'${' is never closed", "end it with '}', or write " + escape + "$ for a dollar sign");
    }

    private Expansion readExpansion(int start) throws WordFault {
      int place = at;
      char symbol = text.charAt(at++);
      boolean orEmpty = symbol == ':' && at < text.length();
      if (orEmpty) {
        symbol = text.charAt(at++);
      }
      Operator operator = switch (symbol) {
        case '-' -> orEmpty ? Operator.DEFAULT_IF_EMPTY : Operator.DEFAULT_IF_UNSET;
        case '+' -> orEmpty ? Operator.ALTERNATIVE_IF_NOT_EMPTY : Operator.ALTERNATIVE_IF_SET;
        case '?' -> orEmpty ? Operator.REQUIRED_NOT_EMPTY : Operator.REQUIRED;
        case '#' -> Operator.WITHOUT_SHORTEST_PREFIX;
        case '%' -> Operator.WITHOUT_SHORTEST_SUFFIX;
        case '/' -> Operator.REPLACE_FIRST;
        default -> throw PatternText.isSpace(symbol) ? unclosedBrace(start) : unknown(place);
      };
      boolean editing = "#%/".indexOf(symbol) >= 0;
      if (editing && orEmpty) {
        throw unknown(place);
      }
      if (symbol == '/') {
        return readReplacement(start);
      }
      Word operand = readOperand('}', editing, start);
      return new Raw(operator, operand, Word.EMPTY).expansion(place);
    }

    private WordFault unknown(int place) {
      int end = Math.min(text.length(), text.offsetByCodePoints(place, 1));
      return new WordFault(place, "'" + text.substring(place, end) + "' is no operator on a variable", OPERATORS + escape + "$");
    }

    private Expansion readReplacement(int start) throws WordFault {
      int place = at;
      boolean all = at < text.length() && text.charAt(at) == '/';
      at += all ? 1 : 0;
      Word pattern = readOperand('/', true, start);
      Word replacement = readOperand('}', true, start);
      if (pattern.isEmpty()) {
        throw new WordFault(place, "the pattern of a replacement is empty", "write for example '${x//-/_}'");
      }
      return new Raw(all ? Operator.REPLACE_ALL : Operator.REPLACE_FIRST, pattern, replacement).expansion(place);
    }

    private Word readOperand(char stop, boolean keepsEscapes, int start) throws WordFault {
      Pieces operand = new Pieces();
      if (!readUntil(stop, keepsEscapes, operand)) {
        throw stop == '}'
            ? unclosedBrace(start)
            : new WordFault(start, "a replacement in '${' has no second '/'", "write for example '${x/old/new}', '${x/old/}' for nothing");
      }
      return new DockerfileWords(operand.done()).word();
    }

    /** A pattern without variables is wrong at once; with them, when their values are known. */
    private static Variable checked(Variable variable, int start) throws WordFault {
      boolean constant = variable.expansion()
          .filter(expansion -> !isRequired(expansion.operator()) && expansion.operand().constant().isPresent()).isPresent();
      if (constant) {
        try {
          var unused = new Word(ImmutableList.of(variable)).expand(name -> Optional.empty());
        } catch (InvalidValueException malformed) {
          throw new WordFault(start, String.valueOf(malformed.getMessage()), "");
        }
      }
      return variable;
    }

    private static boolean isRequired(Operator operator) {
      return operator == Operator.REQUIRED || operator == Operator.REQUIRED_NOT_EMPTY;
    }
  }

  /** What stands behind a name, before the pattern's first character has had its say in what the operator is. */
  private record Raw(Operator operator, Word operand, Word replacement) {
    Expansion expansion(int place) throws WordFault {
      try {
        return switch (operator) {
          case WITHOUT_SHORTEST_PREFIX -> trimming(Operator.WITHOUT_LONGEST_PREFIX);
          case WITHOUT_SHORTEST_SUFFIX -> trimming(Operator.WITHOUT_LONGEST_SUFFIX);
          default -> new Expansion(operator, operand, replacement);
        };
      } catch (InvalidValueException refused) {
        throw new WordFault(place, String.valueOf(refused.getMessage()), "");
      }
    }

    /** The same character once more makes it the longest match, quoted or not. */
    private Expansion trimming(Operator longest) {
      boolean doubled = !operand.isEmpty() && operand.parts().get(0) instanceof Literal first
          && first.text().startsWith(operator.symbol());
      if (!doubled) {
        return new Expansion(operator, operand);
      }
      ImmutableList.Builder<Word.Part> parts = ImmutableList.builder();
      parts.add(new Literal(((Literal) operand.parts().get(0)).text().substring(1)));
      parts.addAll(operand.parts().subList(1, operand.parts().size()));
      return new Expansion(longest, new Word(parts.build()));
    }
  }

  /** Collects pieces, neighbouring texts of one kind joined. */
  private static final class Pieces {
    private final ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
    private final StringBuilder open = new StringBuilder();
    private boolean whole;

    void text(String text, boolean isWhole) {
      if (isWhole != whole) {
        close();
        whole = isWhole;
      }
      open.append(text);
    }

    void part(Word.Part part, boolean isWhole) {
      close();
      pieces.add(new Piece(new Word(ImmutableList.of(part)), isWhole));
    }

    private void close() {
      if (!open.isEmpty()) {
        pieces.add(new Piece(Word.literal(open.toString()), whole));
        open.setLength(0);
      }
    }

    ImmutableList<Piece> done() {
      close();
      return pieces.build();
    }
  }
}
