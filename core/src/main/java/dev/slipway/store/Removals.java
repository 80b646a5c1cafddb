package dev.slipway.store;

import com.google.common.collect.ImmutableList;
import dev.slipway.SlipwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Directories that are taken away: renamed first, so that nobody sees half of one, and deleted then. What cannot be deleted
 * stays in {@code slipway/tmp} under a name that belongs to nobody, for the next collection.
 */
final class Removals {
  /** No owner's name begins so: whoever sweeps may delete it. */
  static final String GONE = "gone-";
  private static final int NAMES_SWEPT_AT_ONCE = 10_000;
  private static final long LONGEST_SWEEP = TimeUnit.MILLISECONDS.toNanos(100);

  private final TreeRemover own;
  private final TreeRemover remover;
  private final ImmutableList.Builder<String> problems = ImmutableList.builder();

  Removals(TreeRemover remover) {
    this(TreeRemover.own(), remover);
  }

  /** With something else than this process's rights, for tests. */
  Removals(TreeRemover own, TreeRemover remover) {
    this.own = own;
    this.remover = remover;
  }

  /** Renames a directory out of sight; the result is to be deleted. */
  static Path hide(Store store, Path directory) throws IOException {
    Path gone = store.writes().newTemporary();
    Path hidden = gone.resolveSibling(GONE + gone.getFileName());
    store.disk().move(directory, hidden);
    return hidden;
  }

  /** Deletes a hidden directory, or one of a dead owner; false, and a problem, if some of it stays. */
  boolean delete(Path directory) {
    try {
      own.remove(directory);
      return true;
    } catch (IOException e) {
      return deleteWithHelp(directory, e);
    }
  }

  private boolean deleteWithHelp(Path directory, IOException refusal) {
    Exception reason = refusal;
    if (!(remover instanceof OwnRemover)) {
      try {
        remover.remove(directory);
        return true;
      } catch (IOException | SlipwayException e) {
        reason = e;
      }
    }
    problems.add("'" + directory + "' cannot be deleted as a whole: " + reason.getMessage());
    return false;
  }

  /** What could not be deleted so far. */
  ImmutableList<String> problems() {
    return problems.build();
  }

  /**
   * Deletes directories that dead owners left, within reason: whoever opens a store should not have to wait for the
   * cleaning, so the rest is left to the next one, and to collections.
   */
  static void sweep(Store store) {
    long end = System.nanoTime() + LONGEST_SWEEP;
    try {
      for (Path entry : store.disk().list(store.place().temporary())) {
        if (System.nanoTime() < end && store.disk().stat(entry).filter(Disk.Stat::isDirectory).isPresent()) {
          sweep(store, entry);
        }
      }
    } catch (IOException e) {
      // nobody has asked for it
    }
  }

  private static void sweep(Store store, Path directory) {
    var dead = Lease.takeDead(store.locks(), directory);
    if (dead.isPresent()) {
      Locks.Held taken = dead.get();
      try (taken) {
        new OwnRemover(NAMES_SWEPT_AT_ONCE).remove(directory);
      } catch (IOException e) {
        // left to collections, which have a remover for files of other users
      }
    }
  }
}
