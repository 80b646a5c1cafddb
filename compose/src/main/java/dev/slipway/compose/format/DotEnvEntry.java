package dev.slipway.compose.format;

/** A statement of an environment file. */
record DotEnvEntry(String name, int start, int end, DotEnvSource source) {}
