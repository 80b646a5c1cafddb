package dev.slipway.store;

/** How a cache directory is shared while it is open, as {@code sharing=} of a cache mount. */
public enum CacheUse {
  /** Many at once, in any number of threads and processes. Waits while somebody has it alone. */
  SHARED,
  /** Alone, without waiting: another directory of the same name is taken, and made if need be, while this one is in use. */
  PRIVATE,
  /** Alone, one after the other. Waits while anybody has it open. */
  LOCKED
}
