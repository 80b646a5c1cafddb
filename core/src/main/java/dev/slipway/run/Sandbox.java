package dev.slipway.run;

import dev.slipway.BuildException;
import java.nio.file.Path;

/**
 * What makes, runs in, and removes root directories on this machine. Found by {@link Sandboxes}; safe for use by several
 * threads.
 *
 * <p>Everything that happens for a call happens in namespaces of its own, which end with it: also when the calling thread is
 * interrupted ({@link BuildException} with code {@code CANCELLED}, the interrupt flag kept) or this process is killed, no
 * process, mount or control group is left. No program is looked up in {@code PATH} or taken from a root directory, and none
 * inherits environment variables.
 *
 * <p>Faults of the machine are {@link BuildException}s too: {@code IO} where a file system or tool failed, {@code UNSUPPORTED}
 * where the machine lacks what is asked for.
 */
public interface Sandbox {
  /** Who owns the files that this sandbox makes. */
  Ownership ownership();

  /**
   * Makes a directory with what a tar holds; leaves nothing there on failure.
   *
   * @param directory does not exist yet, but its parent does
   */
  void unpack(Path directory, TarStream tar);

  /** Makes a tar of what is in a directory, in the form that {@link RunChanges#read} describes. */
  void pack(Path directory, TarReader reader);

  /** Deletes a tree that a sandbox of this ownership made; a missing one is fine. */
  void remove(Path directory);

  /**
   * Runs a command and waits for it.
   *
   * @param output takes what it prints while it runs
   * @param changes takes the files that it changed, if it ended by itself
   */
  default RunResult run(RunRequest request, RunOutput output, RunChanges changes) {
    try (Session session = session()) {
      return session.run(request, output, changes);
    }
  }

  /** Begins to run commands one after the other. */
  Session session();
}
