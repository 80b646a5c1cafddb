package dev.slipway.dockerfile.check;

import java.util.Optional;

/** What a shell script consists of, one behind the other. */
sealed interface ShellToken {
  /**
   * A word.
   *
   * @param word its text
   */
  record Word(ShellWord word) implements ShellToken {}

  /**
   * What separates commands, or a parenthesis; a line break is {@code "\n"}.
   *
   * @param text its characters
   * @param end the index behind it
   */
  record Operator(String text, int end) implements ShellToken {}

  /**
   * A redirection of input or output.
   *
   * @param operator such as {@code >} or {@code <<}
   * @param target the word behind it
   * @param body the index of the text of several lines that it reads, among those of the script
   */
  record Redirection(String operator, ShellWord target, Optional<Integer> body) implements ShellToken {}
}
