package dev.slipway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.DocumentException;
import dev.slipway.image.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What the section {@code auths} says of one registry: {@code registrytoken} before {@code identitytoken} before
 * {@code auth}, which is user and password in base64, before {@code username} and {@code password}. That is the order in
 * which Docker uses them.
 *
 * <p>Jib, which is not used here, takes an identity token only for the one user name that Azure gives, and ignores it
 * otherwise.
 */
final class AuthEntry {
  private AuthEntry() {}

  /**
   * The credential of an entry; empty if it has none, as Docker writes it where a helper keeps the password.
   *
   * @throws DocumentException if the entry has what is none; the message has nothing of it
   */
  static Optional<Credential> read(JsonNode entry, String what) {
    if (!entry.isObject()) {
      throw ConfigJson.malformed(what + " is not an object");
    }
    Optional<SecretValue> registryToken = ConfigJson.text(entry, "registrytoken", what).map(SecretValue::of);
    if (registryToken.isPresent()) {
      return Optional.of(new Credential.RegistryToken(token(registryToken.get(), what + ": 'registrytoken'")));
    }
    Optional<SecretValue> identityToken = ConfigJson.text(entry, "identitytoken", what).map(SecretValue::of);
    if (identityToken.isPresent()) {
      return Optional.of(new Credential.IdentityToken(token(identityToken.get(), what + ": 'identitytoken'")));
    }
    Optional<String> auth = ConfigJson.text(entry, "auth", what);
    return auth.isPresent() ? decode(auth.get(), what) : plain(entry, what);
  }

  private static Optional<Credential> plain(JsonNode entry, String what) {
    Optional<String> username = ConfigJson.text(entry, "username", what);
    Optional<SecretValue> password = ConfigJson.text(entry, "password", what).map(SecretValue::of);
    return username.isPresent() && password.isPresent()
        ? Optional.of(login(username.get(), password.get(), what + ": 'username'"))
        : Optional.empty();
  }

  private static Optional<Credential> decode(String auth, String what) {
    String decoded;
    try {
      decoded = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw ConfigJson.malformed(what + ": 'auth' is not base64 of 'user:password'");
    }
    int colon = decoded.indexOf(':');
    if (colon < 1) {
      throw ConfigJson.malformed(what + ": 'auth' is not base64 of 'user:password'");
    }
    // old versions of Docker padded the password with NULs
    int end = decoded.length();
    while (end > colon && decoded.charAt(end - 1) == '\0') {
      end--;
    }
    String password = decoded.substring(colon + 1, end);
    return password.isEmpty()
        ? Optional.empty()
        : Optional.of(login(decoded.substring(0, colon), SecretValue.of(password), what + ": the user in 'auth'"));
  }

  /** The user name is not repeated: some put the password there. */
  static Credential login(String username, SecretValue password, String what) {
    if (username.indexOf(':') >= 0) {
      throw ConfigJson.malformed(what + " has a colon, which HTTP cannot send");
    }
    return Credential.of(username, password);
  }

  /** A token goes into a header as it is. */
  static SecretValue token(SecretValue token, String what) {
    if (token.reveal().chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw ConfigJson.malformed(what + " has a character that no token has");
    }
    return token;
  }
}
