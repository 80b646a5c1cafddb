package dev.slipway.registry;

import dev.slipway.image.ImageReference;
import java.time.Duration;
import java.util.function.Supplier;

/** Credentials that a helper keeps, for whatever registry is asked for. */
record HelperCredentials(String suffix, Supplier<Surroundings> surroundings, Duration timeout) implements Credentials {
  static HelperCredentials named(String suffix, Supplier<Surroundings> surroundings, Duration timeout) {
    CredentialHelper.requireName(suffix);
    return new HelperCredentials(suffix, surroundings, timeout);
  }

  @Override
  public Lookup find(ImageReference repository) {
    Search search = new Search();
    return search.with(CredentialHelper.named(suffix, surroundings.get(), timeout).find(repository, "", search));
  }
}
