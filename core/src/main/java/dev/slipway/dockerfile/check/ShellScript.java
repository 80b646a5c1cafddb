package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A script for a POSIX shell, as far as checks need it: all its simple commands in order, those in loops, conditions,
 * functions and words included. What runs how often is not told. A script with anything that is not read here (such as
 * arrays and calculations as commands) has no commands, so that nothing wrong is said of it.
 */
final class ShellScript {
  /** The script without commands. */
  static final ShellScript EMPTY = new ShellScript(ImmutableList.of(), false);

  /** The longest script that is read, in characters. */
  private static final int MAX_LENGTH = 50_000;

  private static final ImmutableSet<String> OPENING = ImmutableSet.of("if", "while", "until", "{");
  private static final ImmutableSet<String> CLOSING = ImmutableSet.of("fi", "done", "}");
  private static final ImmutableSet<String> BETWEEN = ImmutableSet.of("then", "else", "elif", "do", "!");
  private static final ImmutableSet<String> UNKNOWN = ImmutableSet.of("function", "select", "coproc");

  private final ImmutableList<ShellCommand> commands;
  private final boolean extensible;

  private ShellScript(ImmutableList<ShellCommand> commands, boolean extensible) {
    this.commands = commands;
    this.extensible = extensible;
  }

  /**
   * Reads a script.
   *
   * @param texts whether texts that it announces by {@code <<} stand in it
   */
  static ShellScript parse(String script, boolean texts) {
    if (script.length() > MAX_LENGTH) {
      return EMPTY;
    }
    try {
      ShellLexer lexer = new ShellLexer(script, texts);
      ImmutableList<ShellToken> tokens = lexer.tokens();
      Parser parser = new Parser();
      parser.parse(tokens, false);
      for (ImmutableList<ShellToken> inner : lexer.inner()) {
        parser.parse(inner, true);
      }
      boolean extensible = !tokens.isEmpty() && lexer.bodies().isEmpty()
          && endsAt(tokens.get(tokens.size() - 1)) == script.stripTrailing().length();
      return new ShellScript(ImmutableList.copyOf(parser.commands), extensible);
    } catch (NotUnderstood beyond) {
      return EMPTY;
    }
  }

  private static int endsAt(ShellToken token) {
    return switch (token) {
      case ShellToken.Word word -> word.word().end();
      case ShellToken.Operator operator -> operator.text().equals(")") ? operator.end() : -1;
      case ShellToken.Redirection redirection -> redirection.body().isPresent() ? -1 : redirection.target().end();
    };
  }

  /** The commands in order, those in words behind all others; empty if the script is not understood. */
  ImmutableList<ShellCommand> commands() {
    return commands;
  }

  /** Whether {@code && command} can be written behind the last character, to be run if all before it went well. */
  boolean isExtensible() {
    return extensible;
  }

  private static final class Parser {
    private final List<ShellCommand> commands = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private ImmutableList<ShellToken> tokens = ImmutableList.of();
    private boolean inner;
    private int at;
    private int pipelines;
    private int stage;
    /** Whether a command can begin here; not directly behind a closed block. */
    private boolean begins;

    void parse(ImmutableList<ShellToken> newTokens, boolean newInner) {
      tokens = newTokens;
      inner = newInner;
      at = 0;
      pipelines++;
      stage = 0;
      begins = true;
      open.clear();
      while (at < tokens.size()) {
        switch (tokens.get(at)) {
          case ShellToken.Operator operator -> operator(operator.text());
          case ShellToken.Word word -> word(word.word());
          case ShellToken.Redirection redirection -> redirection();
        }
      }
      if (!open.isEmpty()) {
        throw new NotUnderstood("'" + open.peek() + "' is not closed");
      }
    }

    private void operator(String operator) {
      at++;
      switch (operator) {
        case "(" -> {
          if (!begins || isOperator(at, "(")) {
            throw new NotUnderstood("a parenthesis behind a word, or a calculation");
          }
          open.push("(");
        }
        case ")" -> close("(");
        case "|", "|&" -> {
          stage++;
          begins = true;
        }
        case ";;" -> {
          if (!"case".equals(open.peek())) {
            throw new NotUnderstood("';;' outside of case");
          }
          next();
          pattern();
        }
        default -> next();
      }
    }

    private void next() {
      pipelines++;
      stage = 0;
      begins = true;
    }

    private void close(String expected) {
      if (open.isEmpty() || !open.pop().equals(expected)) {
        throw new NotUnderstood("'" + expected + "' was not open");
      }
      begins = false;
    }

    private void redirection() {
      if (begins) {
        simple();
      } else {
        at++;
      }
    }

    private void word(ShellWord word) {
      if (!begins) {
        throw new NotUnderstood("a word behind a block");
      }
      String text = word.quoted() || !word.literal() ? "" : word.text();
      if (UNKNOWN.contains(text)) {
        throw new NotUnderstood(text);
      } else if (OPENING.contains(text)) {
        open.push(text);
        at++;
      } else if (BETWEEN.contains(text)) {
        at++;
      } else if (CLOSING.contains(text)) {
        at++;
        closeBlock(text);
      } else if (text.equals("for")) {
        at += 2;
        open.push("for");
        skipWords();
      } else if (text.equals("case")) {
        at += 2;
        open.push("case");
        skipBreaks();
        pattern(true);
      } else if (text.equals("esac")) {
        at++;
        close("case");
      } else if (text.equals("[[")) {
        skipTest();
      } else if (isOperator(at + 1, "(") && isOperator(at + 2, ")")) {
        at += 3;
        skipBreaks();
      } else {
        simple();
      }
    }

    private void closeBlock(String text) {
      String opened = open.isEmpty() ? "" : open.pop();
      boolean fits = switch (text) {
        case "fi" -> opened.equals("if");
        case "}" -> opened.equals("{");
        default -> opened.equals("while") || opened.equals("until") || opened.equals("for");
      };
      if (!fits) {
        throw new NotUnderstood("'" + text + "' without its beginning");
      }
      begins = false;
    }

    private void skipWords() {
      while (at < tokens.size() && tokens.get(at) instanceof ShellToken.Word word && !word.word().isReserved("do")) {
        at++;
      }
    }

    private void skipBreaks() {
      while (isOperator(at, "\n")) {
        at++;
      }
    }

    private void pattern() {
      pattern(false);
    }

    /** Steps over the pattern of a branch of {@code case}, or over the end of it. */
    private void pattern(boolean first) {
      if (first) {
        if (!isWord(at, "in")) {
          throw new NotUnderstood("case without in");
        }
        at++;
      }
      skipBreaks();
      if (isWord(at, "esac")) {
        return;
      }
      if (isOperator(at, "(")) {
        at++;
      }
      while (at < tokens.size() && !isOperator(at, ")")) {
        boolean part = tokens.get(at) instanceof ShellToken.Word || isOperator(at, "|");
        if (!part) {
          throw new NotUnderstood("a pattern of case");
        }
        at++;
      }
      at++;
    }

    private void skipTest() {
      while (at < tokens.size() && !isWord(at, "]]")) {
        at++;
      }
      if (at >= tokens.size()) {
        throw new NotUnderstood("'[[' is not closed");
      }
      at++;
      begins = false;
    }

    private void simple() {
      ImmutableList.Builder<ShellWord> assignments = ImmutableList.builder();
      List<ShellWord> words = new ArrayList<>();
      ImmutableList.Builder<ShellToken.Redirection> redirections = ImmutableList.builder();
      int end = 0;
      while (at < tokens.size() && !(tokens.get(at) instanceof ShellToken.Operator)) {
        if (tokens.get(at) instanceof ShellToken.Word word) {
          end = word.word().end();
          if (words.isEmpty() && isAssignment(word.word())) {
            assignments.add(word.word());
          } else {
            words.add(word.word());
          }
        } else if (tokens.get(at) instanceof ShellToken.Redirection redirection) {
          end = redirection.target().end();
          redirections.add(redirection);
        }
        at++;
      }
      if (isOperator(at, "(")) {
        throw new NotUnderstood("a parenthesis behind a word");
      }
      commands.add(
          new ShellCommand(assignments.build(), ImmutableList.copyOf(words), redirections.build(), pipelines, stage, inner, end));
      begins = false;
    }

    private static boolean isAssignment(ShellWord word) {
      int equals = word.text().indexOf('=');
      return equals > 0 && word.text().substring(0, equals).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '+')
          && !Character.isDigit(word.text().charAt(0));
    }

    private boolean isOperator(int index, String text) {
      return index < tokens.size() && tokens.get(index) instanceof ShellToken.Operator operator && operator.text().equals(text);
    }

    private boolean isWord(int index, String text) {
      return index < tokens.size() && tokens.get(index) instanceof ShellToken.Word word && word.word().isReserved(text);
    }
  }
}
