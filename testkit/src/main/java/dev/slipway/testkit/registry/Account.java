package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableSet;
import dev.slipway.image.SecretValue;
import java.util.Optional;

/**
 * Somebody whom a registry knows.
 *
 * @param name the user name
 * @param password the password
 * @param identityToken a refresh token that the token service takes in place of the password
 * @param grants what the user may do
 */
public record Account(String name, SecretValue password, Optional<SecretValue> identityToken, ImmutableSet<Grant> grants) {
  /** A user who may do everything. */
  public static Account of(String name, SecretValue password) {
    return new Account(name, password, Optional.empty(), ImmutableSet.of(Grant.ALL));
  }

  /** The same with a refresh token. */
  public Account withIdentityToken(SecretValue token) {
    return new Account(name, password, Optional.of(token), grants);
  }

  /** The same who may do exactly this. */
  public Account withGrants(Grant... newGrants) {
    return new Account(name, password, identityToken, ImmutableSet.copyOf(newGrants));
  }

  boolean may(String repository, Action action) {
    return grants.stream().anyMatch(grant -> grant.allows(repository, action));
  }
}
