package dev.slipway.testkit.registry;

import com.google.common.base.Ascii;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.slipway.image.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets a request pass or answers it with 401 or 403. */
final class Gate {
  private final Access access;
  private final TokenIssuer issuer;
  private final Supplier<String> realm;
  private final Supplier<String> service;

  /**
   * A gate.
   *
   * @param realm the address of the token service, which is known once it runs
   * @param service the name under which the token service knows the registry
   */
  Gate(Access access, TokenIssuer issuer, Supplier<String> realm, Supplier<String> service) {
    this.access = access;
    this.issuer = issuer;
    this.realm = realm;
    this.service = service;
  }

  /** The answer to somebody who is not let in. */
  Optional<Answer> refusal(Request request) {
    ImmutableList<Scope> needed = needed(request);
    return switch (access) {
      case Access.Open open -> Optional.empty();
      case Access.Basic basic -> basic(basic, request, needed);
      case Access.Tokens tokens -> bearer(request, needed);
    };
  }

  private static ImmutableList<Scope> needed(Request request) {
    Route route = Route.of(request.path());
    Optional<String> name = route.name();
    if (name.isEmpty()) {
      return ImmutableList.of();
    }
    boolean upload = route instanceof Route.Uploads || route instanceof Route.Upload;
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    Scope own = upload || !(reads || request.method().equals("DELETE"))
        ? Scope.of(name.get(), Action.PULL, Action.PUSH)
        : Scope.of(name.get(), reads ? Action.PULL : Action.DELETE);
    Optional<Scope> source = Optional.of(request).filter(asked -> asked.parameter("mount").isPresent())
        .flatMap(asked -> asked.parameter("from")).map(from -> Scope.of(from, Action.PULL));
    return source.isPresent() ? ImmutableList.of(own, source.get()) : ImmutableList.of(own);
  }

  private static Optional<Answer> basic(Access.Basic basic, Request request, ImmutableList<Scope> needed) {
    boolean onlyReads = needed.stream().allMatch(scope -> scope.actions().stream().allMatch(action -> action == Action.PULL));
    Optional<String> credentials = credentials(request, "Basic");
    if (credentials.isEmpty() && basic.anonymousPull() && onlyReads && !needed.isEmpty()) {
      return Optional.empty();
    }
    Optional<Account> account = credentials.flatMap(sent -> account(basic.accounts(), sent));
    if (account.isEmpty()) {
      return Optional.of(ProtocolError.UNAUTHORIZED.answer("user name and password are needed or wrong")
          .withHeader("WWW-Authenticate", "Basic realm=\"Slipway test registry\""));
    }
    boolean allowed = needed.stream()
        .allMatch(scope -> scope.actions().stream().allMatch(action -> account.get().may(scope.repository(), action)));
    return allowed ? Optional.empty() : denied(needed);
  }

  private static Optional<Answer> denied(ImmutableList<Scope> needed) {
    return Optional.of(ProtocolError.DENIED.answer("you may not do this: " + Joiner.on(' ').join(needed)));
  }

  private Optional<Answer> bearer(Request request, ImmutableList<Scope> needed) {
    Optional<String> sent = credentials(request, "Bearer");
    Optional<TokenIssuer.Token> token = sent.flatMap(issuer::find);
    if (token.isEmpty()) {
      return Optional.of(challenge(needed, sent.isPresent() ? "invalid_token" : ""));
    }
    if (needed.stream().allMatch(token.get()::allows)) {
      return Optional.empty();
    }
    return needed.stream().allMatch(token.get()::asksFor) ? denied(needed) : Optional.of(challenge(needed, "insufficient_scope"));
  }

  private Answer challenge(ImmutableList<Scope> needed, String error) {
    String text = "Bearer realm=\"" + realm.get() + "\",service=\"" + service.get() + "\""
        + (needed.isEmpty() ? "" : ",scope=\"" + Joiner.on(' ').join(needed) + "\"")
        + (error.isEmpty() ? "" : ",error=\"" + error + "\"");
    return ProtocolError.UNAUTHORIZED.answer("a token of the token service is needed").withHeader("WWW-Authenticate", text);
  }

  /** What follows the name of the scheme. */
  static Optional<String> credentials(Request request, String scheme) {
    return request.headers().first("Authorization")
        .filter(value -> value.length() > scheme.length() && value.charAt(scheme.length()) == ' '
            && Ascii.equalsIgnoreCase(value.substring(0, scheme.length()), scheme))
        .map(value -> value.substring(scheme.length() + 1).strip());
  }

  /** The account of a user name and password as RFC 7617 writes them. */
  static Optional<Account> account(List<Account> accounts, String base64) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    return colon < 0 ? Optional.empty() : account(accounts, text.substring(0, colon), text.substring(colon + 1));
  }

  static Optional<Account> account(List<Account> accounts, String name, String password) {
    return password.isEmpty()
        ? Optional.empty()
        : accounts.stream().filter(account -> account.name().equals(name) && account.password().equals(SecretValue.of(password)))
            .findFirst();
  }
}
