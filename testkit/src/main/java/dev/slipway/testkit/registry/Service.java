package dev.slipway.testkit.registry;

/** Which server a request went to. */
public enum Service {
  /** The registry. */
  REGISTRY,
  /** The service that gives out tokens for it. */
  TOKENS
}
