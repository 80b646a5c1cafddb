package dev.slipway.image;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;

/** What a process is started with: a line for the image's shell, a list of arguments, or a script. */
public sealed interface Command permits Command.ShellForm, Command.ExecForm, Command.Script {
  /** A line that the image's shell ({@code /bin/sh -c} unless {@code SHELL} says otherwise) reads. */
  static ShellForm shell(String line) {
    return new ShellForm(line, ImmutableList.of());
  }

  /** A program and its arguments, started without a shell. */
  static ExecForm exec(String... arguments) {
    return new ExecForm(ImmutableList.copyOf(arguments));
  }

  /** A program and its arguments, started without a shell. */
  static ExecForm exec(Iterable<String> arguments) {
    return new ExecForm(ImmutableList.copyOf(arguments));
  }

  /** A script of several lines: run by its own interpreter if it begins with {@code #!}, by the image's shell otherwise. */
  static Script script(String content) {
    return new Script(Heredoc.script(content));
  }

  /**
   * A line for the shell.
   *
   * @param line may span lines, where the Dockerfile has continuations; white space at both ends does not count
   * @param heredocs texts that the line redirects from, in the order of their {@code <<NAME}
   */
  record ShellForm(String line, ImmutableList<Heredoc> heredocs) implements Command {
    /** Checks that there is something to run. */
    public ShellForm {
      if (line.isBlank()) {
        throw new InvalidValueException("a command in shell form is blank; write for example 'make install'");
      }
      Names.checkNoNul(line);
      line = PatternText.trim(line);
    }
  }

  /**
   * Arguments of a process; variables are not replaced.
   *
   * @param arguments the program first; empty only where an entrypoint or command is reset
   */
  record ExecForm(ImmutableList<String> arguments) implements Command {
    /** Checks the characters. */
    public ExecForm {
      arguments.forEach(Names::checkNoNul);
    }
  }

  /**
   * A script.
   *
   * @param text its lines; whether variables in it are replaced is the shell's affair, so that it is never expanded
   */
  record Script(Heredoc text) implements Command {
    /** Checks that there is something to run. */
    public Script {
      text = new Heredoc(text.name(), text.content(), false);
      if (text.content().isBlank()) {
        throw new InvalidValueException("a script is blank; give it at least one line, such as 'make install'");
      }
    }
  }
}
