package dev.slipway.run;

/**
 * How a command ended.
 *
 * @param exitCode what it exited with; 128 + n if signal n killed it
 * @param timedOut whether it was killed because its time was up
 */
public record RunResult(int exitCode, boolean timedOut) {}
