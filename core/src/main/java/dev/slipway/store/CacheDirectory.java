package dev.slipway.store;

import java.time.Instant;

/**
 * A cache directory as it is listed.
 *
 * @param ownership as whom its files were made
 * @param name what it is known by
 * @param instance 0, and more where it was used {@link CacheUse#PRIVATE privately} several times at once
 * @param origin what it started with, as its maker described it
 * @param created when it was made
 * @param lastUsed when it was last opened or closed
 * @param bytes the sizes of all files in it that could be seen, a file of several names counted for each
 * @param files how many names below it could be seen, directories included
 * @param complete false if something in it could not be read, so that it holds more than was measured
 * @param inUse whether somebody had it open when it was looked at
 */
public record CacheDirectory(String ownership, CacheName name, int instance, String origin, Instant created, Instant lastUsed, long bytes,
    long files, boolean complete, boolean inUse) {}
