package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * A directory to be packed: so many files of unlike sizes, half text and half noise, the same on every machine.
 *
 * @param name how it is called on the command line and in the table
 * @param files how many files; a single one lies in the directory itself
 * @param bytes how many bytes they have together, about
 * @param directories how many directories hold files
 * @param depth the most directories above each other
 * @param seed decides names, sizes and contents
 * @param warmups rounds that are not counted
 * @param rounds rounds that are
 */
record Workload(String name, int files, long bytes, int directories, int depth, long seed, int warmups, int rounds) {
  /** An application's files. */
  static final Workload W1 = new Workload("W1", 5_000, 50_000_000, 250, 4, 11, 3, 7);
  /** What a package manager leaves: many small files. */
  static final Workload W2 = new Workload("W2", 100_000, 500_000_000, 1_000, 3, 22, 1, 3);
  /** One file of 1 GiB. */
  static final Workload W3 = new Workload("W3", 1, 1L << 30, 1, 1, 33, 1, 3);

  static final ImmutableList<Workload> ALL = ImmutableList.of(W1, W2, W3);

  Workload withRounds(int newWarmups, int newRounds) {
    return new Workload(name, files, bytes, directories, depth, seed, newWarmups, newRounds);
  }

  String description() {
    return String.format(Locale.ROOT, "%s: %,d files, %,.1f MB", name, files, bytes / 1e6);
  }
}
