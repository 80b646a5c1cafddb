package dev.slipway.registry;

import dev.slipway.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An answer that may come out better when the request is repeated, and what it means if it does not. */
final class Again extends IOException {
  private static final long serialVersionUID = 1L;

  private final RegistryException meaning;
  private final transient Optional<Duration> retryAfter;

  Again(RegistryException meaning) {
    this(meaning, Optional.empty());
  }

  Again(RegistryException meaning, Optional<Duration> retryAfter) {
    super(meaning.getMessage());
    this.meaning = meaning;
    this.retryAfter = retryAfter;
  }

  RegistryException meaning() {
    return meaning;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
