package dev.slipway.store;

import com.google.common.collect.ImmutableList;

/**
 * What a pruning of cache directories did.
 *
 * @param removed what it took away
 * @param inUse what it would have taken away, had nobody used it
 * @param problems what is out of the way but could not be deleted yet; one sentence each
 */
public record Pruned(ImmutableList<CacheDirectory> removed, ImmutableList<CacheDirectory> inUse, ImmutableList<String> problems) {
  /** The sizes of what was taken away. */
  public long bytes() {
    return removed.stream().mapToLong(CacheDirectory::bytes).sum();
  }
}
