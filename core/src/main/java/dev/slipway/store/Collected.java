package dev.slipway.store;

/**
 * What a collection took away.
 *
 * @param records how many records
 * @param blobs how many blobs
 * @param leftovers how many files of dead processes (temporary files, leases) and of damaged blobs
 * @param bytesFreed the size of everything that was taken away
 * @param bytesKept the size of the blobs and records that are still there
 */
public record Collected(int records, int blobs, int leftovers, long bytesFreed, long bytesKept) {}
