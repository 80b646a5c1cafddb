package dev.slipway.registry;

import com.google.common.io.BaseEncoding;
import com.google.common.net.HttpHeaders;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one registry gets to see of credentials: its challenges answered, tokens kept until they expire. Nothing in here
 * sends a credential anywhere but to the token service, and to that only if it is permitted.
 */
final class Authorizations {
  /** Found credentials are asked for again after this time: helpers may give others by then. */
  private static final Duration CREDENTIAL_AGE = Duration.ofMinutes(5);
  private static final int MAX_TOKENS = 1000;
  private static final String HIDDEN = "***";

  /** A credential, and where it was found or not. */
  private record Found(Credentials.Lookup lookup, Instant when) {}

  private final RegistrySettings settings;
  private final TokenService service;
  private final Timeline timeline;
  private final Map<Scope, Token> tokens = new LinkedHashMap<>();
  private final Map<ImageReference, Found> found = new LinkedHashMap<>();
  private @Nullable Challenge bearer;
  private boolean basic;

  Authorizations(RegistrySettings settings, TokenService service, Timeline timeline) {
    this.settings = settings;
    this.service = service;
    this.timeline = timeline;
  }

  /** What to send with a request: nothing before the registry asked for something the first time. */
  synchronized Optional<SecretValue> header(ImageReference repository, Scope scope, Effort effort) {
    if (credential(repository).orElse(null) instanceof Credential.RegistryToken given && (basic || bearer != null)) {
      return Optional.of(bearer(given.token()));
    }
    if (bearer != null) {
      return Optional.of(bearer(token(bearer, repository, scope, effort).value()));
    }
    return basic && credential(repository).orElse(null) instanceof Credential.UserPassword user
        ? Optional.of(basic(user))
        : Optional.empty();
  }

  /**
   * Takes note of a refusal; returns if another attempt may come out better.
   *
   * @param used what was sent with the refused request
   */
  synchronized void refused(ImageReference repository, Scope scope, List<Challenge> challenges, Optional<SecretValue> used, Effort effort) {
    Optional<Challenge> tokens = challenges.stream().filter(Challenge::isBearer).findFirst();
    boolean asksForPassword = challenges.stream().anyMatch(Challenge::isBasic);
    if (used.isPresent() && (tokens.isEmpty() || isGiven(repository))) {
      found.remove(repository);
      throw refusal(repository, "does not accept the credentials");
    }
    if (used.isPresent() && tokens.get().parameter("error").filter("insufficient_scope"::equals).isPresent()) {
      throw refusal(repository, "does not let these credentials do that, or has no such repository");
    }
    if (used.isPresent()) {
      forget(used.get());
      effort.failed(() -> refusal(repository, "does not accept the tokens of its own token service"));
    }
    bearer = tokens.orElse(null);
    basic = tokens.isEmpty() && asksForPassword;
    boolean canAnswer = bearer != null || basic && credential(repository).orElse(null) instanceof Credential.UserPassword
        || isGiven(repository);
    if (!canAnswer) {
      throw refusal(repository, basic ? "wants a user name and a password" : "wants credentials in a form that is not known");
    }
  }

  private boolean isGiven(ImageReference repository) {
    return credential(repository).orElse(null) instanceof Credential.RegistryToken;
  }

  private void forget(SecretValue used) {
    tokens.values().removeIf(token -> bearer(token.value()).equals(used));
  }

  private Token token(Challenge challenge, ImageReference repository, Scope scope, Effort effort) {
    Instant now = timeline.now();
    tokens.values().removeIf(token -> !token.expiry().isAfter(now));
    for (Map.Entry<Scope, Token> known : tokens.entrySet()) {
      if (known.getKey().covers(scope)) {
        return known.getValue();
      }
    }
    Token token = service.fetch(challenge, repository, scope, lookup(repository), effort);
    if (tokens.size() >= MAX_TOKENS) {
      tokens.clear();
    }
    tokens.put(scope, token);
    return token;
  }

  private Optional<Credential> credential(ImageReference repository) {
    return lookup(repository).credential();
  }

  private Credentials.Lookup lookup(ImageReference repository) {
    Found known = found.get(repository);
    if (known == null || known.when().plus(CREDENTIAL_AGE).isBefore(timeline.now())) {
      known = new Found(settings.credentials().find(repository), timeline.now());
      found.put(repository, known);
    }
    return known.lookup();
  }

  /** A refusal, with what was done about credentials. */
  synchronized RegistryException refusal(ImageReference repository, String what) {
    return new RegistryException(ErrorCode.UNAUTHORIZED,
        "'" + repository + "': the registry " + what + "; " + searched(lookup(repository)));
  }

  /** Where credentials were looked for, and what came of it. */
  synchronized String searched(ImageReference repository) {
    return searched(lookup(repository));
  }

  static String searched(Credentials.Lookup lookup) {
    String places = lookup.places().isEmpty() ? "" : ": looked at " + String.join(", ", lookup.places());
    return (lookup.credential().isPresent() ? "credentials were found" : "no credentials were found")
        + (places.isEmpty() && lookup.credential().isEmpty() ? ", as none were given: see RegistrySettings.withCredentials" : places);
  }

  /** A text without any secret that was sent to the registry, should it have repeated one. */
  synchronized String without(String text) {
    String clean = text;
    for (Token token : tokens.values()) {
      clean = clean.replace(token.value().reveal(), HIDDEN);
    }
    for (Found each : found.values()) {
      Credential credential = each.lookup().credential().orElse(null);
      clean = switch (credential) {
        case Credential.UserPassword user ->
          clean.replace(basic(user).reveal().substring("Basic ".length()), HIDDEN).replace(user.password().reveal(), HIDDEN);
        case Credential.IdentityToken token -> clean.replace(token.token().reveal(), HIDDEN);
        case Credential.RegistryToken token -> clean.replace(token.token().reveal(), HIDDEN);
        case null -> clean;
      };
    }
    return clean;
  }

  static SecretValue basic(Credential.UserPassword user) {
    String pair = user.username() + ":" + user.password().reveal();
    return SecretValue.of("Basic " + BaseEncoding.base64().encode(pair.getBytes(StandardCharsets.UTF_8)));
  }

  private static SecretValue bearer(SecretValue token) {
    return SecretValue.of("Bearer " + token.reveal());
  }

  /** The same call with the header. */
  static Call with(Call call, Optional<SecretValue> authorization) {
    return authorization.map(value -> call.withHeader(HttpHeaders.AUTHORIZATION, value.reveal())).orElse(call);
  }
}
