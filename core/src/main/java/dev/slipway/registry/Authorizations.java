package dev.slipway.registry;

import com.google.common.base.CharMatcher;
import com.google.common.io.BaseEncoding;
import com.google.common.net.HttpHeaders;
import com.google.common.net.UrlEscapers;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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
  /** Tokens that were sent, also those that are not used any more. */
  private final Deque<SecretValue> issued = new ArrayDeque<>();
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
      effort.refused(() -> refusal(repository, "does not accept the tokens of its own token service"));
    } else {
      effort.challenged();
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
    Token token = service.fetch(challenge, repository, scope, lookup(repository), effort.part());
    if (tokens.size() >= MAX_TOKENS) {
      tokens.clear();
    }
    tokens.put(scope, token);
    issued.add(token.value());
    if (issued.size() > MAX_TOKENS) {
      issued.removeFirst();
    }
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
    for (String secret : secrets()) {
      clean = clean.replace(secret, HIDDEN).replace(UrlEscapers.urlFormParameterEscaper().escape(secret), HIDDEN);
    }
    return clean;
  }

  /** Longer ones first, as one may be part of another. */
  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    issued.forEach(token -> secrets.add(token.reveal()));
    for (Found each : found.values()) {
      switch (each.lookup().credential().orElse(null)) {
        case Credential.UserPassword user -> {
          // without padding, which an address may escape
          secrets.add(CharMatcher.is('=').trimTrailingFrom(basic(user).reveal().substring("Basic ".length())));
          secrets.add(user.password().reveal());
        }
        case Credential.IdentityToken token -> secrets.add(token.token().reveal());
        case Credential.RegistryToken token -> secrets.add(token.token().reveal());
        case null -> {
          // nobody has a secret here
        }
      }
    }
    secrets.sort(Comparator.comparingInt(String::length).reversed());
    return secrets;
  }

  /** A failure whose text, and that of whatever caused it, has no secret that the registry repeated. */
  SlipwayException clean(SlipwayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (!without(text).equals(text)) {
        String message = without(String.valueOf(failure.getMessage()));
        return failure instanceof DocumentException
            ? new DocumentException(failure.code(), message)
            : new RegistryException(failure.code(), message);
      }
    }
    return failure;
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
