package dev.slipway.store;

import dev.slipway.image.Digest;

/**
 * Some bytes that lie in a store.
 *
 * @param digest their name
 * @param size how many they are
 */
public record Blob(Digest digest, long size) {}
