package dev.slipway.dockerfile.check;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a script for a POSIX shell (and what bash adds in daily use) apart into words and operators: quotes, backslashes,
 * continued lines, comments, variables, commands in words, redirections, texts of several lines.
 */
final class ShellLexer {
  private static final int MAX_DEPTH = 32;
  /** The longest come first. */
  private static final ImmutableList<String> OPERATORS = ImmutableList.of("&&", "||", ";;", "|&", "\n", ";", "&", "|", "(", ")");
  private static final ImmutableList<String> REDIRECTIONS = ImmutableList.of("<<<", "<<-", "&>>", "<<", "<&", "<>", ">>", ">&", ">|", "&>",
      "<", ">");

  private final String text;
  private final int depth;
  /** Whether texts of several lines stand in the script itself, behind the line that announces them. */
  private final boolean texts;
  private final ShellWordLexer words;
  private final List<ShellToken> tokens = new ArrayList<>();
  private final List<ImmutableList<ShellToken>> inner;
  private final List<String> bodies;
  private final List<ShellToken.Redirection> announced = new ArrayList<>();
  private int at;
  private int announcements;

  ShellLexer(String text, boolean texts) {
    this(text, 0, texts, 0, new ArrayList<>(), new ArrayList<>());
  }

  private ShellLexer(String text, int at, boolean texts, int depth, List<ImmutableList<ShellToken>> inner, List<String> bodies) {
    this.text = text;
    this.words = new ShellWordLexer(text, this::commandInWord);
    this.at = at;
    this.texts = texts;
    this.depth = depth;
    this.inner = inner;
    this.bodies = bodies;
    if (depth > MAX_DEPTH) {
      throw new NotUnderstood("commands inside commands");
    }
  }

  /**
   * The tokens of the script.
   *
   * @throws NotUnderstood if a quote or bracket is not closed, or a construct is not known
   */
  ImmutableList<ShellToken> tokens() {
    read(false);
    return ImmutableList.copyOf(tokens);
  }

  /** The tokens of commands in words, such as {@code $(…)}; there after {@link #tokens()}. */
  ImmutableList<ImmutableList<ShellToken>> inner() {
    return ImmutableList.copyOf(inner);
  }

  /** The texts of several lines that stand in the script; there after {@link #tokens()}. */
  ImmutableList<String> bodies() {
    return ImmutableList.copyOf(bodies);
  }

  /** Reads to the end, or to the parenthesis that ends a command in a word. */
  private void read(boolean nested) {
    int open = 0;
    while (true) {
      skipBlanks();
      if (at >= text.length()) {
        if (nested) {
          throw new NotUnderstood("a command in a word is not closed");
        }
        return;
      }
      if (redirection()) {
        continue;
      }
      Optional<String> operator = startingWith(OPERATORS);
      if (operator.isEmpty()) {
        tokens.add(new ShellToken.Word(word()));
        continue;
      }
      open += operator.get().equals("(") ? 1 : operator.get().equals(")") ? -1 : 0;
      if (nested && open < 0) {
        at++;
        return;
      }
      at += operator.get().length();
      tokens.add(new ShellToken.Operator(operator.get(), at));
      if (operator.get().equals("\n")) {
        readBodies();
      }
    }
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (text.startsWith("\\\n", at)) {
        at += 2;
      } else if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        return;
      }
    }
  }

  private Optional<String> startingWith(ImmutableList<String> candidates) {
    return candidates.stream().filter(candidate -> text.startsWith(candidate, at)).findFirst();
  }

  /** Reads a redirection, if one begins here, with the number of the file before it. */
  private boolean redirection() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    Optional<String> operator = startingWith(REDIRECTIONS);
    boolean process = text.startsWith("<(", at) || text.startsWith(">(", at);
    if (operator.isEmpty() || process || at > start && operator.get().startsWith("&")) {
      at = start;
      return false;
    }
    at += operator.get().length();
    skipBlanks();
    ShellWord target = word();
    if (target.start() == target.end()) {
      throw new NotUnderstood("a redirection to nothing");
    }
    boolean heredoc = operator.get().equals("<<") || operator.get().equals("<<-");
    ShellToken.Redirection redirection = new ShellToken.Redirection(operator.get(), target,
        heredoc ? Optional.of(announcements++) : Optional.empty());
    tokens.add(redirection);
    if (heredoc && texts) {
      if (depth > 0) {
        throw new NotUnderstood("a text of several lines inside a word");
      }
      announced.add(redirection);
    }
    return true;
  }

  private void readBodies() {
    for (ShellToken.Redirection redirection : announced) {
      boolean chomped = redirection.operator().equals("<<-");
      StringBuilder body = new StringBuilder();
      while (true) {
        if (at >= text.length()) {
          throw new NotUnderstood("a text of several lines is not ended");
        }
        int end = text.indexOf('\n', at);
        String line = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        String plain = chomped ? CharMatcher.is('\t').trimLeadingFrom(line) : line;
        if (plain.equals(redirection.target().text())) {
          break;
        }
        body.append(plain).append('\n');
      }
      bodies.add(body.toString());
    }
    announced.clear();
  }

  private ShellWord word() {
    ShellWord word = words.read(at);
    at = word.end();
    return word;
  }

  private int commandInWord(String script, int from) {
    ShellLexer nested = new ShellLexer(script, from, texts, depth + 1, inner, bodies);
    nested.read(true);
    inner.add(ImmutableList.copyOf(nested.tokens));
    return nested.at;
  }
}
