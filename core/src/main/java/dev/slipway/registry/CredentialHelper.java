package dev.slipway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A program {@code docker-credential-…} that keeps credentials, asked as Docker asks it: the server's name on its input,
 * {@code get} as its argument, a JSON object as its answer.
 *
 * <p>The program is looked up on the {@code PATH} once and started by its absolute path, without a shell. Whatever it
 * prints may be a secret and is never repeated.
 *
 * <p>Jib's client of the protocol is not used: it waits for ever, keeps an answer of any length, takes a failure for
 * "nothing found", and repeats the answer, password and all, in the message of an exception.
 */
final class CredentialHelper {
  /** The most that an answer may have, in bytes. */
  static final int MAX_ANSWER = 64 << 10;
  /** Long enough for somebody to unlock a key ring. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String HUB_ADDRESS = "https://index.docker.io/v1/";
  private static final String NOT_FOUND = "credentials not found in native keychain";
  /** The user name of an answer whose secret is an identity token. */
  private static final String TOKEN = "<token>";

  private final String program;
  private final Surroundings surroundings;
  private final Duration timeout;

  private CredentialHelper(String program, Surroundings surroundings, Duration timeout) {
    this.program = program;
    this.surroundings = surroundings;
    this.timeout = timeout;
  }

  /**
   * The helper of a short name, such as {@code osxkeychain}.
   *
   * @throws InvalidValueException if the name could be anything but the end of a file name
   */
  static CredentialHelper named(String suffix, Surroundings surroundings, Duration timeout) {
    requireName(suffix);
    return new CredentialHelper("docker-credential-" + suffix, surroundings, timeout);
  }

  static void requireName(String suffix) {
    boolean plain = !suffix.isEmpty() && suffix.length() <= 100
        && suffix.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0);
    if (!plain) {
      throw new InvalidValueException(
          "the name of a credential helper is what follows 'docker-credential-' in the name of its program: letters, digits, '.', '_' and"
              + " '-', such as 'pass'");
    }
  }

  /**
   * Asks for the credential of a repository's registry. Where there is none, or the helper fails, the search says so.
   *
   * @param origin who named the helper
   */
  Optional<Credential> find(ImageReference repository, String origin, Search search) {
    RegistryScope registry = RegistryScope.registry(repository);
    for (String server : servers(registry)) {
      String place = program + origin;
      try {
        Optional<Credential> answer = ask(server);
        if (answer.isPresent()) {
          search.nothing(place, "asked for '" + server + "'");
          return answer;
        }
        search.nothing(place, "has nothing for '" + server + "'");
      } catch (DocumentException unusable) {
        search.failed(place, String.valueOf(unusable.getMessage()));
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Docker files its own registry under the address that it had first. */
  private static ImmutableList<String> servers(RegistryScope registry) {
    return registry.host().equals(ImageReference.DEFAULT_DOMAIN)
        ? ImmutableList.of(HUB_ADDRESS, ImageReference.DEFAULT_DOMAIN)
        : ImmutableList.of(registry.host());
  }

  private Optional<Credential> ask(String server) {
    ProcessBuilder builder = new ProcessBuilder(path(), "get");
    builder.environment().clear();
    builder.environment().putAll(surroundings.variables());
    ChildProcess.Bytes answer = ChildProcess.Bytes.atMost(MAX_ANSWER);
    try {
      ChildProcess.Ended ended = ChildProcess
          .run(builder, out -> out.write(server.getBytes(StandardCharsets.UTF_8)), answer, timeout);
      return read(ended.code(), answer.toByteArray(), server);
    } catch (ChildProcess.NotStarted e) {
      throw failed("cannot be started: it is no program for this system, or its interpreter is missing");
    } catch (IOException e) {
      throw failed("answered with more than " + MAX_ANSWER + " bytes");
    } catch (TimeoutException e) {
      throw failed("did not answer within " + timeout.toSeconds() + " s and was stopped");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(ErrorCode.CANCELLED, "interrupted while '" + program + "' was asked for credentials", e);
    }
  }

  private String path() {
    return surroundings.program(program)
        .orElseThrow(() -> failed("is not on the PATH; install it, or remove it from the configuration")).toString();
  }

  private Optional<Credential> read(int code, byte[] answer, String server) {
    if (new String(answer, StandardCharsets.UTF_8).strip().equals(NOT_FOUND)) {
      return Optional.empty();
    }
    if (code != 0) {
      throw failed("failed with exit code " + code + " for '" + server + "'; to see why, run 'echo " + server + " | " + program + " get'");
    }
    JsonNode object = ConfigJson.object(answer, "its answer");
    String username = ConfigJson.text(object, "Username", "its answer").orElse("");
    Optional<SecretValue> secret = ConfigJson.text(object, "Secret", "its answer").map(SecretValue::of);
    if (username.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    if (username.isEmpty() || secret.isEmpty()) {
      throw failed("answered without " + (username.isEmpty() ? "user name" : "password"));
    }
    return Optional.of(username.equals(TOKEN)
        ? new Credential.IdentityToken(AuthEntry.token(secret.get(), "the token in its answer"))
        : AuthEntry.login(username, secret.get(), "the user name in its answer"));
  }

  private static DocumentException failed(String problem) {
    return new DocumentException(ErrorCode.MALFORMED_DOCUMENT, problem);
  }
}
