package dev.slipway.registry;

import dev.slipway.image.SecretValue;
import java.time.Instant;

/**
 * What a token service gave.
 *
 * @param value the token
 * @param expiry from when on it is not used any more
 */
record Token(SecretValue value, Instant expiry) {}
