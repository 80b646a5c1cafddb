package dev.slipway.context;

import com.google.common.collect.ImmutableSortedSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import java.util.List;

/**
 * Which part of a context is listed, and how.
 *
 * @param ignore what is left out
 * @param roots the paths below which everything is listed, none below another; directories on the way to them are
 *   listed too, without their other contents
 * @param threads how many threads list, 1 to 64
 */
public record ScanOptions(Ignore ignore, ImmutableSortedSet<ImagePath> roots, int threads) {
  /** Checks the number of threads and drops roots that lie below others. */
  public ScanOptions {
    if (threads < 1 || threads > Workers.MAXIMUM) {
      throw new InvalidValueException("'" + threads + "' threads cannot list a context; use 1 to " + Workers.MAXIMUM);
    }
    roots = outermost(roots);
  }

  /** The whole context, by as many threads as there are processors, at most two. */
  public static ScanOptions everything() {
    return new ScanOptions(Ignore.NOTHING, ImmutableSortedSet.of(ImagePath.ROOT), Workers.usual());
  }

  /** The same with another rule of what is left out. */
  public ScanOptions ignoring(Ignore rule) {
    return new ScanOptions(rule, roots, threads);
  }

  /** The same restricted to some paths, such as the sources of a build's COPY instructions. */
  public ScanOptions below(Iterable<ImagePath> paths) {
    return new ScanOptions(ignore, ImmutableSortedSet.copyOf(paths), threads);
  }

  /** As {@link #below(Iterable)}. */
  public ScanOptions below(ImagePath... paths) {
    return below(List.of(paths));
  }

  /** The same with another number of threads. */
  public ScanOptions withThreads(int count) {
    return new ScanOptions(ignore, roots, count);
  }

  private static ImmutableSortedSet<ImagePath> outermost(ImmutableSortedSet<ImagePath> paths) {
    ImmutableSortedSet.Builder<ImagePath> kept = ImmutableSortedSet.naturalOrder();
    ImagePath last = null;
    // in path order a directory comes before everything below it
    for (ImagePath path : paths) {
      if (last == null || !path.startsWith(last)) {
        kept.add(path);
        last = path;
      }
    }
    return kept.build();
  }
}
