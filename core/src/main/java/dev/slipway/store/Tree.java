package dev.slipway.store;

import dev.slipway.image.Digest;
import java.time.Instant;

/**
 * An unpacked layer as it is listed.
 *
 * @param ownership as whom it was unpacked
 * @param key what it was published under
 * @param layer the blob that it was unpacked from; without it in the store it is an orphan
 * @param bytes about how much it takes
 * @param lastUsed when it was last found, to the minute
 */
public record Tree(String ownership, Digest key, Digest layer, long bytes, Instant lastUsed) {}
