package dev.slipway.registry;

import dev.slipway.InvalidValueException;
import dev.slipway.image.SecretValue;

/** What proves to a registry who asks. */
public sealed interface Credential {
  /**
   * A user name and a password, for the registry itself or its token service.
   *
   * @param username without colon, which separates it from the password
   * @param password the password or an access token that is used like one
   */
  record UserPassword(String username, SecretValue password) implements Credential {
    /** Checks the name. */
    public UserPassword {
      if (username.isEmpty() || username.indexOf(':') >= 0) {
        throw new InvalidValueException("user name '" + username + "' is empty or has a colon, which HTTP cannot send");
      }
    }
  }

  /**
   * A token that the registry's token service exchanges for others (OAuth 2 refresh token), Docker's
   * {@code identitytoken}.
   *
   * @param token the token
   */
  record IdentityToken(SecretValue token) implements Credential {}

  /**
   * A token that the registry itself accepts, Docker's {@code registrytoken}.
   *
   * @param token the token
   */
  record RegistryToken(SecretValue token) implements Credential {
    /** Checks that it can stand in a header. */
    public RegistryToken {
      if (!token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new InvalidValueException("a registry token has blanks or other characters that HTTP cannot send");
      }
    }
  }

  /** A user name and a password. */
  static Credential of(String username, SecretValue password) {
    return new UserPassword(username, password);
  }
}
