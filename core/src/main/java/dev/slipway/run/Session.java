package dev.slipway.run;

import dev.slipway.BuildException;

/**
 * Commands that are run one after the other. What one leaves behind is cleaned up while the next runs, and while one runs the
 * session can get ready for the next. For use by one thread at a time.
 *
 * <p>What {@link Sandbox} promises for the end of a call holds here for {@link #close}, and for every call that fails.
 */
public interface Session extends AutoCloseable {
  /** Says that another command will follow the next one, and is to find everything ready. It need not follow after all. */
  void expectAnother();

  /**
   * Runs a command and waits for it.
   *
   * @param output takes what it prints while it runs
   * @param changes takes the files that it changed, if it ended by itself
   * @throws BuildException as {@link Sandbox} says
   */
  RunResult run(RunRequest request, RunOutput output, RunChanges changes);

  /** Waits until nothing of any command is left; an interrupt cuts the wait short, and is kept. */
  @Override
  void close();
}
