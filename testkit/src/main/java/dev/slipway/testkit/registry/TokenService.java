package dev.slipway.testkit.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.ByteStreams;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The service that gives out tokens: by {@code GET} with user name and password, by {@code POST} with the OAuth 2 grants
 * {@code password} and {@code refresh_token} ("Token Authentication" of Docker's registry).
 */
final class TokenService {
  static final String PATH = "/token";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_FORM = 1 << 16;

  private final Access.Tokens access;
  private final TokenIssuer issuer;

  TokenService(Access.Tokens access, TokenIssuer issuer) {
    this.access = access;
    this.issuer = issuer;
  }

  Answer handle(Request request) throws IOException {
    if (!request.path().equals(PATH)) {
      return ProtocolError.UNSUPPORTED.answer(404, "'" + request.path() + "' leads nowhere");
    }
    return switch (request.method()) {
      case "GET" -> get(request);
      case "POST" -> post(request);
      default -> ProtocolError.UNSUPPORTED.answer("'" + request.method() + "' is not possible here");
    };
  }

  private Answer get(Request request) {
    Optional<String> credentials = Gate.credentials(request, "Basic");
    Optional<Account> account = credentials.flatMap(sent -> Gate.account(access.accounts(), sent));
    boolean anonymous = credentials.isEmpty() && access.anonymousPull();
    if (account.isEmpty() && !anonymous) {
      return refused();
    }
    boolean offline = request.parameter("offline_token").filter("true"::equals).isPresent();
    return issued(account, request.parameters("scope"), offline);
  }

  private Answer post(Request request) throws IOException {
    String form = new String(ByteStreams.toByteArray(ByteStreams.limit(request.body(), MAX_FORM)), StandardCharsets.UTF_8);
    Optional<Account> account = switch (field(form, "grant_type")) {
      case "password" -> Gate.account(access.accounts(), field(form, "username"), field(form, "password"));
      case "refresh_token" -> refreshed(field(form, "refresh_token"));
      default -> Optional.empty();
    };
    return account.isEmpty() ? refused() : issued(account, Request.parameters(form, "scope"), field(form, "access_type").equals("offline"));
  }

  private static String field(String form, String name) {
    return Request.parameters(form, name).stream().findFirst().orElse("");
  }

  private Optional<Account> refreshed(String token) {
    return token.isEmpty()
        ? Optional.empty()
        : access.accounts().stream().filter(account -> account.identityToken().equals(Optional.of(SecretValue.of(token)))).findFirst()
            .or(() -> issuer.refreshed(token));
  }

  private static Answer refused() {
    return ProtocolError.UNAUTHORIZED.answer("user name and password, or refresh token, are needed or wrong")
        .withHeader("WWW-Authenticate", "Basic realm=\"Slipway test token service\"");
  }

  private Answer issued(Optional<Account> account, List<String> scopes, boolean offline) {
    ImmutableList<Scope> asked = scopes.stream().flatMap(text -> Splitter.on(' ').omitEmptyStrings().splitToStream(text))
        .flatMap(text -> Scope.parse(text).stream()).collect(ImmutableList.toImmutableList());
    String token = issuer.issue(account, asked, access.lifetime());
    ObjectNode body = JSON.createObjectNode().put("token", token).put("access_token", token)
        .put("expires_in", Math.max(1, access.lifetime().toSeconds())).put("issued_at", issuer.now().toString());
    if (offline && account.isPresent()) {
      body.put("refresh_token", issuer.issueRefreshToken(account.get()));
    }
    return Answer.of(200, "application/json", body.toString());
  }
}
