package dev.slipway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import com.google.common.net.HttpHeaders;
import com.google.common.net.UrlEscapers;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * Fetches tokens where a registry says that they are made, as the distribution project's token and OAuth 2 specifications
 * describe it. Credentials go there only if it is the registry itself, of its site and encrypted, or permitted by name.
 */
final class TokenService {
  private static final int MAX_ANSWER = 1 << 20;
  private static final int MAX_TOKEN = 64 << 10;
  private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);
  /** A token is not used in its last moments, in which it would expire on the way. */
  private static final int MARGIN_PART = 10;
  /** What a bearer token may consist of; anything else could end the header that it is put into. */
  private static final CharMatcher TOKEN = CharMatcher.inRange('!', '~');

  private final String registry;
  private final Supplier<URI> base;
  private final RegistrySettings settings;
  private final Transport transport;
  private final Timeline timeline;

  TokenService(String registry, Supplier<URI> base, RegistrySettings settings, Transport transport, Timeline timeline) {
    this.registry = registry;
    this.base = base;
    this.settings = settings;
    this.transport = transport;
    this.timeline = timeline;
  }

  /** A new token for a scope. */
  Token fetch(Challenge challenge, ImageReference repository, Scope scope, Credentials.Lookup lookup, Effort effort) {
    URI realm = realm(challenge, repository);
    checkReachable(realm);
    if (lookup.credential().isPresent()) {
      checkPermitted(realm);
    }
    Call call = lookup.credential().orElse(null) instanceof Credential.IdentityToken token
        ? exchange(realm, challenge, scope, token)
        : Authorizations.with(query(realm, challenge, scope), lookup.credential().flatMap(TokenService::password));
    while (true) {
      Duration silence = effort.silence(call.silence());
      try (Reply reply = transport.send(call.withSilence(silence).withHeader(HttpHeaders.ACCEPT, "application/json")
          .withHeader("Accept-Encoding", "identity"))) {
        Token token = read(reply, realm, repository, lookup);
        effort.succeeded();
        return token;
      } catch (Again again) {
        effort.failed(again::meaning, again.retryAfter(), Duration.ZERO);
      } catch (HttpTimeoutException timeout) {
        effort.failed(() -> unavailable(realm, timeout), Optional.empty(), silence);
      } catch (IOException failure) {
        effort.failed(() -> unavailable(realm, failure));
      } catch (InterruptedException interrupted) {
        throw Effort.cancelled(interrupted);
      }
    }
  }

  private static Optional<SecretValue> password(Credential credential) {
    return credential instanceof Credential.UserPassword user ? Optional.of(Authorizations.basic(user)) : Optional.empty();
  }

  private URI realm(Challenge challenge, ImageReference repository) {
    try {
      URI realm = URI.create(challenge.parameter("realm").orElse(""));
      // a relative one has no host and is refused with the rest
      var unused = Call.of("GET", realm);
      return realm;
    } catch (IllegalArgumentException | InvalidValueException malformed) {
      throw new RegistryException(ErrorCode.PROTOCOL_VIOLATION,
          "'" + repository + "': the registry names no usable address of its token service");
    }
  }

  /** Also without credentials, a registry must not make us call what only this machine or the clear network knows. */
  private void checkReachable(URI realm) {
    boolean inward = Addresses.isInternal(Addresses.host(realm)) && !Addresses.isInternal(Addresses.host(base.get()));
    boolean downgrade = Addresses.isEncrypted(base.get()) && !Addresses.isEncrypted(realm) && !isOptedIn(realm);
    if (inward || downgrade) {
      throw new RegistryException(ErrorCode.NOT_ALLOWED, "registry '" + registry + "' names '" + Addresses.shown(realm)
          + "' as its token service, which " + (inward ? "lies on this machine" : "is not encrypted") + ": it is not asked");
    }
  }

  private void checkPermitted(URI realm) {
    boolean declared = settings.tokenServices().containsEntry(registry, Addresses.name(realm));
    boolean sameOrigin = Addresses.isSameOrigin(realm, base.get());
    boolean permitted = Addresses.isEncrypted(realm)
        ? sameOrigin || declared || Addresses.isSameSite(realm, base.get())
        : sameOrigin || declared && isOptedIn(realm);
    if (!permitted) {
      throw new RegistryException(ErrorCode.NOT_ALLOWED, "registry '" + registry + "' wants its credentials sent to '"
          + Addresses.shown(realm) + "', which they are not for: if that is its token service, permit it by withTokenService(\"" + registry
          + "\", \"" + Addresses.name(realm) + "\")" + (Addresses.isEncrypted(realm)
              ? ""
              : " and, as it is not encrypted, withPlainHttp(\""
                  + Addresses.name(realm) + "\")"));
    }
  }

  private boolean isOptedIn(URI realm) {
    return Addresses.isLoopback(Addresses.host(realm)) || settings.plainHttp().contains(Addresses.name(realm));
  }

  private static Call query(URI realm, Challenge challenge, Scope scope) {
    StringJoiner query = new StringJoiner("&");
    if (realm.getRawQuery() != null) {
      query.add(realm.getRawQuery());
    }
    challenge.parameter("service").ifPresent(service -> query.add("service=" + escaped(service)));
    scope.items().forEach(item -> query.add("scope=" + escaped(item)));
    String address = Addresses.shown(realm) + "?" + query;
    return Call.of("GET", URI.create(address));
  }

  private static Call exchange(URI realm, Challenge challenge, Scope scope, Credential.IdentityToken token) {
    StringJoiner form = new StringJoiner("&").add("grant_type=refresh_token").add("client_id=slipway")
        .add("scope=" + escaped(String.join(" ", scope.items())));
    challenge.parameter("service").ifPresent(service -> form.add("service=" + escaped(service)));
    form.add("refresh_token=" + escaped(token.token().reveal()));
    byte[] bytes = form.toString().getBytes(StandardCharsets.UTF_8);
    return Call.of("POST", realm).withHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded").withBody(new Call.Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    });
  }

  private static String escaped(String text) {
    return UrlEscapers.urlFormParameterEscaper().escape(text);
  }

  private Token read(Reply reply, URI realm, ImageReference repository, Credentials.Lookup lookup) throws IOException {
    int status = reply.status();
    if (Statuses.mayPass(status)) {
      throw new Again(failure(realm, "answered " + status), Statuses.retryAfter(reply, timeline));
    }
    if (status == 401 || status == 403 || status == 400) {
      throw new RegistryException(status == 403 ? ErrorCode.FORBIDDEN : ErrorCode.UNAUTHORIZED, "'" + repository + "': the token service '"
          + Addresses.shown(realm) + "' refuses with status " + status + "; " + Authorizations.searched(lookup));
    }
    if (Statuses.isRedirect(status)) {
      throw new Again(violation(realm, "answered " + status + "; redirects are not followed with credentials"));
    }
    if (status != 200) {
      throw new RegistryException(ErrorCode.PROTOCOL_VIOLATION,
          "the token service '" + Addresses.shown(realm) + "' of registry '" + registry + "' answered " + status);
    }
    JsonNode answer = Answers.bytes(reply, MAX_ANSWER).flatMap(Answers::json)
        .orElseThrow(() -> new Again(violation(realm, "sent no JSON document, or one of more than " + MAX_ANSWER + " bytes")));
    String text = answer.path("token").asText(answer.path("access_token").asText(""));
    if (text.isEmpty() || text.length() > MAX_TOKEN || !TOKEN.matchesAllOf(text)) {
      throw new Again(violation(realm, "sent no token"));
    }
    return new Token(SecretValue.of(text), timeline.now().plus(life(answer)));
  }

  private static Duration life(JsonNode answer) {
    long seconds = answer.path("expires_in").asLong(DEFAULT_LIFE.toSeconds());
    Duration life = seconds <= 0 || seconds > LONGEST_LIFE.toSeconds() ? DEFAULT_LIFE : Duration.ofSeconds(seconds);
    return life.minus(life.dividedBy(MARGIN_PART));
  }

  private RegistryException violation(URI realm, String what) {
    return new RegistryException(ErrorCode.PROTOCOL_VIOLATION, "the token service '" + Addresses.shown(realm) + "' of registry '" + registry
        + "' " + what);
  }

  private RegistryException failure(URI realm, String what) {
    return new RegistryException(ErrorCode.UNAVAILABLE,
        "the token service '" + Addresses.shown(realm) + "' of registry '" + registry + "' " + what);
  }

  private RegistryException unavailable(URI realm, IOException failure) {
    return new RegistryException(ErrorCode.UNAVAILABLE,
        "the token service '" + Addresses.shown(realm) + "' of registry '" + registry + "' does not answer: " + Reasons.of(failure),
        failure);
  }
}
