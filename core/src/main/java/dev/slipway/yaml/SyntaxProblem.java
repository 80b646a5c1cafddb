package dev.slipway.yaml;

import java.util.function.ToIntFunction;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/**
 * What stopped the engine, in words for the people who wrote the text.
 *
 * @param start the index of the character at which it stopped
 */
record SyntaxProblem(int start, int end, String message, String advice) {
  private static final String INDENT = "indent entries of the same collection alike, with blanks";

  /** Tells it. */
  void tell(YamlProblems problems) {
    problems.add(start, end, message, advice);
  }

  /**
   * Reads a failure of the engine.
   *
   * @param offset the index that a mark means
   * @param behind the index up to which all went well, for failures without a mark
   */
  static SyntaxProblem of(RuntimeException failure, ToIntFunction<Mark> offset, int behind, String text) {
    if (failure instanceof YamlVersionException) {
      return at(behind, text, "the directive %YAML asks for a version that is not YAML 1", "take it out, or write %YAML 1.2");
    }
    if (failure instanceof MarkedYamlEngineException marked) {
      int start = marked.getProblemMark().map(offset::applyAsInt).orElse(behind);
      int context = marked.getContextMark().map(offset::applyAsInt).orElse(start);
      return of(String.valueOf(marked.getContext()), String.valueOf(marked.getProblem()), start, context, text);
    }
    return at(behind, text, "what follows cannot be read", "look for an escape in double quotes or a tag that is not well-formed");
  }

  private static SyntaxProblem of(String context, String problem, int start, int contextStart, String text) {
    if (problem.contains("mapping values are not allowed")) {
      return at(start, text, "a colon with a blank behind it stands where no key can be",
          "put the text with the colon into quotes, or begin a new line with the right indentation");
    }
    if (problem.contains("sequence entries are not allowed")) {
      return at(start, text, "a list item '-' stands where none can be",
          "begin a new line for it, or put a hyphen that is text into quotes");
    }
    if (problem.contains("cannot start any token")) {
      return startOfToken(start, text);
    }
    if (problem.contains("could not find expected ':'")) {
      return line(contextStart, text, "the line is neither a key with a colon nor part of what stands above it",
          "write a colon and a blank behind the key, or indent the line");
    }
    if (problem.contains("found unexpected end of stream")) {
      return at(contextStart, text, "the quotes that open here are never closed", "close them; two single quotes stand for one in a text");
    }
    if (problem.contains("unexpected document separator")) {
      return at(contextStart, text, "the quotes that open here are not closed before the next document", "close them");
    }
    return structure(context, problem, start, contextStart, text);
  }

  private static SyntaxProblem startOfToken(int start, String text) {
    if (start < text.length() && text.charAt(start) == '\t') {
      return at(start, text, "a tab stands where only blanks can indent", "indent with blanks");
    }
    return at(start, text, "a text without quotes cannot begin with " + character(start, text), "put the text into quotes");
  }

  private static SyntaxProblem structure(String context, String problem, int start, int contextStart, String text) {
    if (problem.contains("expected ',' or ']'") || problem.contains("expected ',' or '}'")) {
      char close = problem.contains("]") ? ']' : '}';
      boolean ended = start >= text.length();
      return at(ended ? contextStart : start, text,
          ended
              ? "the bracket that opens here is never closed"
              : "between items in brackets, " + character(start, text) + " stands where a comma can be",
          "write a comma between items and '" + close + "' behind the last; put a text with special characters into quotes");
    }
    if (problem.contains("expected <block end>")) {
      boolean list = context.contains("collection") && !problem.contains("'-'") && !problem.contains("<block entry>");
      return at(start, text,
          list ? "what stands here is no item of the list above it" : "what stands here does not fit the entries above it", INDENT);
    }
    if (problem.contains("expected the node content")) {
      return at(start, text, "a value should stand before " + character(start, text), "write a value, or quotes around the text");
    }
    if (problem.contains("unknown escape character") || problem.contains("escape sequence")) {
      return at(start, text, "an escape in double quotes is not one of YAML", "write \\\\ for a backslash, or use single quotes");
    }
    if (problem.contains("undefined tag handle")) {
      return at(start, text, "the tag has a handle that no %TAG directive defines", "write !name, or !!name for the types of YAML");
    }
    if (context.contains("block scalar")) {
      return at(start, text, "the block of text is not well-formed: " + problem.strip(),
          "write | or > alone in the line, and indent all lines of the text alike");
    }
    return at(start, text, (context.equals("null") || context.isBlank() ? "" : context.strip() + ": ") + problem.strip(), INDENT);
  }

  private static String character(int index, String text) {
    return index >= text.length() ? "the end of the text" : YamlProblems.quoted(text.substring(index, text.offsetByCodePoints(index, 1)));
  }

  private static SyntaxProblem at(int index, String text, String message, String advice) {
    int start = Math.min(index, text.length());
    int end = start < text.length() && text.charAt(start) != '\n' ? text.offsetByCodePoints(start, 1) : start;
    return new SyntaxProblem(start, end, message, advice);
  }

  private static SyntaxProblem line(int index, String text, String message, String advice) {
    int start = Math.min(index, text.length());
    int lineEnd = text.indexOf('\n', start);
    int end = lineEnd < 0 ? text.length() : lineEnd;
    return new SyntaxProblem(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end, message, advice);
  }
}
