package dev.slipway.registry;

import java.io.IOException;

/**
 * Carries single HTTP exchanges: no retries, no redirects, no credentials of its own. For implementers, who may bring
 * another HTTP client or none at all, as tests do. Safe for use by several threads.
 */
public interface Transport extends AutoCloseable {
  /**
   * Sends a request and waits for the head of the answer; its body is read from the {@link Reply}.
   *
   * @throws IOException if there is no answer: refused, reset, timed out
   * @throws InterruptedException if the waiting thread is interrupted
   */
  Reply send(Call call) throws IOException, InterruptedException;

  /** Ends all connections. */
  @Override
  void close();
}
