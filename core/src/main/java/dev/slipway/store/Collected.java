package dev.slipway.store;

import com.google.common.collect.ImmutableList;

/**
 * What a collection took away.
 *
 * @param records how many records
 * @param blobs how many blobs
 * @param leftovers how many files and directories of dead processes (temporary ones, leases) and of damaged blobs
 * @param bytesFreed the size of everything that was taken away
 * @param bytesKept the size of the blobs and records that are still there
 * @param trees how many unpacked layers
 * @param problems what could not be deleted, such as files of other users; tried again by the next collection
 */
public record Collected(int records, int blobs, int leftovers, long bytesFreed, long bytesKept, int trees,
    ImmutableList<String> problems) {}
