package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImageReference;
import java.util.Optional;

/** Where credentials are looked for. For implementers too; safe for use by several threads. */
public interface Credentials {
  /**
   * What was found, and where was looked, so that a refusal can say it.
   *
   * @param credential what was found, if anything
   * @param places each place that was looked at, in words, without secrets, such as
   *     {@code auths of '/home/me/.docker/config.json' (no entry for 'localhost:5000')}
   */
  record Lookup(Optional<Credential> credential, ImmutableList<String> places) {}

  /** Looks for the credential of a repository; tag and digest do not matter. */
  Lookup find(ImageReference repository);

  /** No credentials: everybody's access. */
  static Credentials none() {
    return repository -> new Lookup(Optional.empty(), ImmutableList.of());
  }
}
