package dev.slipway.compose.format;

/**
 * A statement of an environment file.
 *
 * @param name the variable; empty for a value that is dropped, whose variables are looked at all the same
 */
record DotEnvEntry(String name, int start, int end, DotEnvSource source) {}
