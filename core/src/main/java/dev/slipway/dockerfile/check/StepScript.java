package dev.slipway.dockerfile.check;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.SourceText;
import dev.slipway.Span;
import dev.slipway.dockerfile.Statement;
import dev.slipway.image.Command;
import dev.slipway.image.Heredoc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command of an image gives a shell to do, and where that stands in the file.
 *
 * @param text the script; continued lines are joined
 * @param script the script, taken apart; without commands if a shell that is not known reads it, or if it is not understood
 * @param commands its commands, with those of scripts that it hands to further shells
 * @param place the statement, if the indexes of the script can be found in it
 */
record StepScript(String text, ShellScript script, ImmutableList<ShellCommand> commands, Optional<Statement> place) {
  private static final CharMatcher LETTERS = CharMatcher.inRange('a', 'z');
  /** The programs that read what is read here. */
  static final ImmutableSet<String> SHELLS = ImmutableSet.of("sh", "bash", "ash", "dash", "zsh", "ksh");

  /** No script at all. */
  static final StepScript NONE = new StepScript("", ShellScript.EMPTY, ImmutableList.of(), Optional.empty());

  /**
   * The script of a command.
   *
   * @param shell what {@code SHELL} says
   */
  static StepScript of(Command command, ImmutableList<String> shell, Optional<Statement> statement) {
    return switch (command) {
      case Command.ShellForm form -> isShell(shell) ? line(form, statement) : NONE;
      case Command.Script script -> script(script.text().content(), shell, statement);
      case Command.ExecForm exec -> exec(exec.arguments());
    };
  }

  private static boolean isShell(ImmutableList<String> shell) {
    return !shell.isEmpty() && SHELLS.contains(baseName(shell.get(0)));
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static StepScript line(Command.ShellForm form, Optional<Statement> statement) {
    String text = joined(form.line());
    ShellScript script = ShellScript.parse(text, form.heredocs().isEmpty());
    List<ShellCommand> commands = new ArrayList<>(script.commands());
    for (ShellCommand command : script.commands()) {
      commands.addAll(handedOn(command, form.heredocs()));
    }
    return new StepScript(text, script, ImmutableList.copyOf(commands), statement.filter(found -> found.rest().text().equals(text)));
  }

  private static StepScript script(String content, ImmutableList<String> shell, Optional<Statement> statement) {
    boolean understood = content.startsWith("#!") ? isShell(interpreter(content)) : isShell(shell);
    if (!understood) {
      return NONE;
    }
    ShellScript script = ShellScript.parse(content, true);
    Optional<Statement> place = statement
        .filter(found -> found.heredocs().size() == 1 && found.heredocs().get(0).rawContent().equals(content));
    return new StepScript(content, script, script.commands(), place);
  }

  private static ImmutableList<String> interpreter(String content) {
    int end = content.indexOf('\n');
    List<String> words = List.of(content.substring(2, end < 0 ? content.length() : end).trim().split("[ \t]+"));
    boolean env = baseName(words.get(0)).equals("env") && words.size() > 1;
    return ImmutableList.copyOf(env ? words.subList(1, words.size()) : words);
  }

  /** Whether an option of a shell says that a script is the next argument: {@code -c}, or {@code -ec} and the like. */
  static boolean takesScript(String option) {
    return option.startsWith("-") && option.endsWith("c") && LETTERS.matchesAllOf(option.substring(1));
  }

  private static StepScript exec(ImmutableList<String> arguments) {
    boolean shell = arguments.size() >= 3 && SHELLS.contains(baseName(arguments.get(0))) && takesScript(arguments.get(1));
    if (shell) {
      ShellScript script = ShellScript.parse(arguments.get(2), true);
      return new StepScript(arguments.get(2), script, script.commands(), Optional.empty());
    }
    ImmutableList<ShellWord> words = arguments.stream().map(text -> new ShellWord(text, true, true, 0, 0))
        .collect(ImmutableList.toImmutableList());
    ShellCommand command = new ShellCommand(ImmutableList.of(), words, ImmutableList.of(), 0, 0, true, 0);
    return new StepScript("", ShellScript.EMPTY, ImmutableList.of(command), Optional.empty());
  }

  /** The commands of what a further shell reads: a text of several lines, or what stands behind {@code -c}. */
  private static ImmutableList<ShellCommand> handedOn(ShellCommand command, ImmutableList<Heredoc> texts) {
    Optional<ShellCall> call = command.call().filter(found -> SHELLS.contains(found.program()));
    if (call.isEmpty()) {
      return ImmutableList.of();
    }
    Optional<String> text = command.redirections().stream().flatMap(each -> each.body().stream()).filter(body -> body < texts.size())
        .map(body -> texts.get(body).content()).findFirst();
    Optional<String> line = Optional.empty();
    ImmutableList<ShellWord> arguments = call.get().arguments();
    for (int i = 0; i + 1 < arguments.size() && line.isEmpty(); i++) {
      boolean script = takesScript(arguments.get(i).text()) && arguments.get(i + 1).literal();
      line = script ? Optional.of(arguments.get(i + 1).text()) : line;
    }
    Optional<String> given = text.isPresent() ? text : line;
    return given.map(script -> ShellScript.parse(script, true).commands().stream()
        .map(each -> new ShellCommand(each.assignments(), each.words(), each.redirections(), -1 - each.pipeline(), each.stage(), true, 0))
        .collect(ImmutableList.toImmutableList())).orElse(ImmutableList.of());
  }

  /** The line without breaks that are continuations: a lone backslash before them. */
  private static String joined(String line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (isContinuation(line, i)) {
        i++;
      } else {
        out.append(line.charAt(i));
      }
    }
    return out.toString();
  }

  private static boolean isContinuation(String line, int at) {
    return line.startsWith("\\\n", at) && (at == 0 || line.charAt(at - 1) != '\\');
  }

  /** The line with a text put in at an index of the script, where its continuations are joined. */
  static String with(String line, int index, String insertion) {
    int at = 0;
    for (int left = index; left > 0 && at < line.length(); at++) {
      if (isContinuation(line, at)) {
        at++;
      } else {
        left--;
      }
    }
    return line.substring(0, at) + insertion + line.substring(at);
  }

  /** Where characters of the script stand in the file. */
  Optional<Span> span(SourceText source, int from, int to) {
    return place.map(statement -> {
      if (statement.heredocs().isEmpty() || !text.equals(statement.heredocs().get(0).rawContent())) {
        return statement.rest().span(from, Math.min(Math.max(from, to), statement.rest().length()));
      }
      int start = statement.heredocs().get(0).span().offset();
      return source.span(start + from, start + Math.max(from, to));
    });
  }

  /** The empty stretch directly behind the character before an index. */
  Optional<Span> behind(SourceText source, int index) {
    return index == 0
        ? Optional.empty()
        : span(source, index - 1, index).map(last -> new Span(last.endLine(), last.endColumn(), last.endLine(), last.endColumn(),
            last.endOffset(), last.endOffset()));
  }
}
