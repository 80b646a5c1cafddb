package dev.slipway.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that deletes directories with all that is in them: the port for directories whose files belong to other
 * users, such as the subordinate ids of a rootless user, who may only be deleted from within a user namespace.
 *
 * <p>The store deletes what it may by itself and asks the port for the rest only.
 */
@FunctionalInterface
public interface TreeRemover {
  /**
   * Deletes a directory and all that is below it, and never anything that a link in it leads to. That it is missing, in
   * part or as a whole, is fine.
   *
   * @throws IOException if something stays; it is reported and tried again by the next collection
   */
  void remove(Path directory) throws IOException;

  /** Deletes with the rights that this process has. */
  static TreeRemover own() {
    return OwnRemover.UNBOUNDED;
  }
}
