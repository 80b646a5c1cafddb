package dev.slipway.dockerfile.check;

/** Reads words of a shell script: what is quoted, and what the shell replaces. */
final class ShellWordLexer {
  private static final String SEPARATORS = " \t\n;&|<>()";
  private static final int MAX_NESTING = 64;

  /** Reads the commands in a word. */
  interface Commands {
    /**
     * Reads to the parenthesis that ends them.
     *
     * @param from the index of their first character in the script
     * @return the index behind the parenthesis
     */
    int read(String script, int from);
  }

  private final String text;
  private final Commands commands;
  private int at;
  private int nesting;

  ShellWordLexer(String text, Commands commands) {
    this.text = text;
    this.commands = commands;
  }

  /** The word that begins at an index; empty if a separator stands there. */
  ShellWord read(int start) {
    at = start;
    StringBuilder word = new StringBuilder();
    boolean literal = true;
    boolean quoted = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean process = (c == '<' || c == '>') && text.startsWith("(", at + 1);
      if (SEPARATORS.indexOf(c) >= 0 && !process) {
        break;
      }
      if (c == '\\') {
        quoted |= backslash(word);
      } else if (c == '\'') {
        singleQuoted(word);
        quoted = true;
      } else if (c == '"') {
        literal &= doubleQuoted(word);
        quoted = true;
      } else if (c == '$' || c == '`' || process) {
        literal &= expansion(word);
      } else {
        word.append(c);
        at++;
      }
    }
    return new ShellWord(word.toString(), literal, quoted, start, at);
  }

  /** Whether it quotes something; a continued line does not. */
  private boolean backslash(StringBuilder word) {
    if (at + 1 >= text.length()) {
      throw new NotUnderstood("a backslash at the end");
    }
    char next = text.charAt(at + 1);
    at += 2;
    if (next != '\n') {
      word.append(next);
    }
    return next != '\n';
  }

  private void singleQuoted(StringBuilder word) {
    int end = text.indexOf('\'', at + 1);
    if (end < 0) {
      throw new NotUnderstood("a single quote is not closed");
    }
    word.append(text, at + 1, end);
    at = end + 1;
  }

  /** Whether everything between the quotes stands for itself. */
  private boolean doubleQuoted(StringBuilder word) {
    boolean literal = true;
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        char next = text.charAt(at + 1);
        if ("$`\"\\\n".indexOf(next) < 0) {
          word.append(c);
        }
        if (next != '\n') {
          word.append(next);
        }
        at += 2;
      } else if (c == '`' || c == '$' && !text.startsWith("'", at + 1)) {
        literal &= expansion(word);
      } else {
        word.append(c);
        at++;
      }
    }
    if (at >= text.length()) {
      throw new NotUnderstood("a double quote is not closed");
    }
    at++;
    return literal;
  }

  /** Reads what the shell replaces, and keeps it as it is written. Whether it stands for itself after all. */
  private boolean expansion(StringBuilder word) {
    int start = at;
    if (++nesting > MAX_NESTING) {
      throw new NotUnderstood("variables inside variables");
    }
    if (text.startsWith("$((", at)) {
      arithmetic();
    } else if (text.startsWith("$(", at) || text.startsWith("<(", at) || text.startsWith(">(", at)) {
      at = commands.read(text, at + 2);
    } else if (text.startsWith("${", at)) {
      braces();
    } else if (text.charAt(at) == '`') {
      backticks();
    } else {
      at++;
      boolean name = at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_?!#@*$-'".indexOf(text.charAt(at)) >= 0);
      if (!name) {
        word.append('$');
        nesting--;
        return true;
      }
      name();
    }
    nesting--;
    word.append(text, start, at);
    return false;
  }

  private void name() {
    char first = text.charAt(at);
    at++;
    if (first == '\'') {
      while (at < text.length() && text.charAt(at) != '\'') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      if (at >= text.length()) {
        throw new NotUnderstood("a quote is not closed");
      }
      at++;
    } else if (Character.isLetter(first) || first == '_') {
      while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
    }
  }

  private void arithmetic() {
    int open = 0;
    do {
      if (at >= text.length()) {
        throw new NotUnderstood("a calculation is not closed");
      }
      char c = text.charAt(at++);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
    } while (open > 0 || text.charAt(at - 1) == '$');
  }

  private void braces() {
    at += 2;
    StringBuilder ignored = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '}') {
      char c = text.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (c == '\'') {
        singleQuoted(ignored);
      } else if (c == '"') {
        var unused = doubleQuoted(ignored);
      } else if (c == '$' || c == '`') {
        var unused = expansion(ignored);
      } else {
        at++;
      }
    }
    if (at >= text.length()) {
      throw new NotUnderstood("a brace is not closed");
    }
    at++;
  }

  private void backticks() {
    StringBuilder script = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '`') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      script.append(text.charAt(at++));
    }
    if (at >= text.length()) {
      throw new NotUnderstood("a backquote is not closed");
    }
    int end = at + 1;
    int unused = commands.read(script.append(')').toString(), 0);
    at = end;
  }
}
