package dev.slipway.dockerfile.check;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A simple command of a shell script: one program with its arguments.
 *
 * @param assignments the words before the program that set variables for it
 * @param words the program and its arguments, redirections left out; empty if there are only assignments
 * @param redirections where its input and output go
 * @param pipeline the number of the pipeline that it is in
 * @param stage its place in the pipeline, from 0 on
 * @param inner whether it stands in a word of another command, such as in {@code $(…)}; its indexes then mean nothing
 * @param end the index in the script behind its last word or redirection
 */
record ShellCommand(ImmutableList<ShellWord> assignments, ImmutableList<ShellWord> words,
    ImmutableList<ShellToken.Redirection> redirections,
    int pipeline, int stage, boolean inner, int end) {

  /** The program without its directory, wrappers such as {@code sudo} left out; empty if the shell makes it of variables. */
  Optional<String> program() {
    return call().map(ShellCall::program);
  }

  /** The program with its arguments, wrappers such as {@code sudo} left out; empty as {@link #program()}. */
  Optional<ShellCall> call() {
    return ShellCall.of(words);
  }
}
