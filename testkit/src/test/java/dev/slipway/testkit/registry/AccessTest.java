package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.InvalidValueException;
import dev.slipway.image.SecretValue;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. */
class AccessTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] NOTHING = {};
  private static final Account READER = Account.of("reader", SecretValue.of("r")).withGrants(Grant.of("team/*", Action.PULL),
      Grant.of("own", Action.values()));

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Nested
  class Basic {
    private final EmbeddedRegistry registry = EmbeddedRegistry
        .start(ServerSettings.defaults().withAccess(Access.basic("user", "pass:word").with(READER)));
    private final Wire wire = Wire.to(registry);

    @AfterEach
    void close() {
      registry.close();
    }

    @Test
    void whoeverKnowsThePasswordIsLetIn() throws Exception {
      assertThat(wire.get("/v2/", "Authorization", basic("user", "pass:word")).statusCode()).isEqualTo(200);
      assertThat(wire.get("/v2/", "authorization", "bASIC " + basic("user", "pass:word").substring(6)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !", "Basic dXNlcg==", "Basic dXNlcjo=", "Basic dXNlcjp3cm9uZw==",
        "Bearer dXNlcjpwYXNzOndvcmQ="})
    void othersAreChallenged(String header) throws Exception {
      HttpResponse<byte[]> response = header.isEmpty() ? wire.get("/v2/") : wire.get("/v2/", "Authorization", header);
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Slipway test registry\"");
      assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("UNAUTHORIZED");
    }

    @Test
    void aUserMayDoWhatIsGranted() throws Exception {
      String reader = basic("reader", "r");
      assertThat(wire.get("/v2/team/app/manifests/x", "Authorization", reader).statusCode()).isEqualTo(404);
      assertThat(wire.post("/v2/own/blobs/uploads/", NOTHING, "Authorization", reader).statusCode()).isEqualTo(202);
      for (HttpResponse<byte[]> denied : List.of(wire.get("/v2/other/manifests/x", "Authorization", reader),
          wire.post("/v2/team/app/blobs/uploads/", NOTHING, "Authorization", reader),
          wire.delete("/v2/team/app/manifests/x", "Authorization", reader),
          wire.post("/v2/own/blobs/uploads/?mount=x&from=other", NOTHING, "Authorization", reader))) {
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(new String(denied.body(), StandardCharsets.UTF_8)).contains("DENIED");
      }
    }

    @Test
    void everybodyMayReadWhereThatIsSo() throws Exception {
      Access access = Access.basic("user", "password").withAnonymousPull();
      try (EmbeddedRegistry open = EmbeddedRegistry.start(ServerSettings.defaults().withAccess(access))) {
        assertThat(Wire.to(open).get("/v2/team/app/manifests/x").statusCode()).isEqualTo(404);
        assertThat(Wire.to(open).get("/v2/").statusCode()).isEqualTo(401);
        assertThat(Wire.to(open).post("/v2/team/app/blobs/uploads/", NOTHING).statusCode()).isEqualTo(401);
      }
    }
  }

  @Nested
  class Tokens {
    private final VirtualTimeline time = VirtualTimeline.start();
    private final EmbeddedRegistry registry = EmbeddedRegistry.start(ServerSettings.defaults().withTimeline(time).withAccess(
        Access.tokens("user", "password").with(READER)
            .with(Account.of("robot", SecretValue.of("x")).withIdentityToken(SecretValue.of("identity")))));
    private final Wire wire = Wire.to(registry);
    private Wire service = wire;

    @BeforeEach
    void connect() {
      service = new Wire(wire.client(), registry.tokenUri().orElseThrow());
    }

    @AfterEach
    void close() {
      registry.close();
    }

    private JsonNode token(String scope, String... headers) throws Exception {
      HttpResponse<byte[]> response = service.get("/token?service=" + registry.address() + scope, headers);
      assertThat(response.statusCode()).isEqualTo(200);
      return JSON.readTree(response.body());
    }

    private String bearer(String user, String password, String scopes) throws Exception {
      return "Bearer " + token(scopes, "Authorization", basic(user, password)).get("token").textValue();
    }

    @Test
    void theChallengeNamesServiceAndScope() throws Exception {
      String start = "Bearer realm=\"" + registry.tokenUri().orElseThrow() + "/token\",service=\"" + registry.address() + "\"";
      assertThat(challenge(wire.get("/v2/"))).isEqualTo(start);
      assertThat(challenge(wire.get("/v2/team/app/tags/list"))).isEqualTo(start + ",scope=\"repository:team/app:pull\"");
      assertThat(challenge(wire.delete("/v2/team/app/manifests/x"))).isEqualTo(start + ",scope=\"repository:team/app:delete\"");
      assertThat(challenge(wire.post("/v2/team/app/blobs/uploads/?mount=x&from=team/b", NOTHING)))
          .isEqualTo(start + ",scope=\"repository:team/app:pull,push repository:team/b:pull\"");
      assertThat(challenge(wire.get("/v2/", "Authorization", "Bearer forged"))).isEqualTo(start + ",error=\"invalid_token\"");
    }

    private static String challenge(HttpResponse<byte[]> response) {
      assertThat(response.statusCode()).isEqualTo(401);
      return Wire.header(response, "WWW-Authenticate");
    }

    @Test
    void aTokenIsGoodForItsScopes() throws Exception {
      String token = bearer("user", "password", "&scope=repository:team/app:pull,push&scope=repository:team/b:pull%20repository:c:*");
      assertThat(wire.get("/v2/", "Authorization", token).statusCode()).isEqualTo(200);
      assertThat(wire.post("/v2/team/app/blobs/uploads/", NOTHING, "Authorization", token).statusCode()).isEqualTo(202);
      assertThat(wire.get("/v2/team/b/manifests/x", "Authorization", token).statusCode()).isEqualTo(404);
      assertThat(wire.delete("/v2/c/manifests/x", "Authorization", token).statusCode()).isEqualTo(404);
      assertThat(challenge(wire.delete("/v2/team/app/manifests/x", "Authorization", token))).endsWith(",error=\"insufficient_scope\"");
      assertThat(challenge(wire.post("/v2/team/b/blobs/uploads/", NOTHING, "Authorization", token)))
          .endsWith(",error=\"insufficient_scope\"");
    }

    @Test
    void whoAskedInVainIsDenied() throws Exception {
      String token = bearer("reader", "r", "&scope=repository:team/app:pull,push");
      assertThat(wire.get("/v2/team/app/manifests/x", "Authorization", token).statusCode()).isEqualTo(404);
      assertThat(wire.post("/v2/team/app/blobs/uploads/", NOTHING, "Authorization", token).statusCode()).isEqualTo(403);
    }

    @Test
    void aTokenExpires() throws Exception {
      JsonNode answer = token("&scope=repository:team/app:pull", "Authorization", basic("user", "password"));
      assertThat(answer.get("expires_in").intValue()).isEqualTo(300);
      assertThat(answer.get("issued_at").textValue()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(answer.get("access_token")).isEqualTo(answer.get("token"));
      String token = "Bearer " + answer.get("token").textValue();
      time.advance(Duration.ofSeconds(299));
      assertThat(wire.get("/v2/", "Authorization", token).statusCode()).isEqualTo(200);
      time.advance(Duration.ofSeconds(1));
      assertThat(wire.get("/v2/", "Authorization", token).statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenExpiresWhenAFaultOrTheTestSaysSo() throws Exception {
      String first = bearer("user", "password", "");
      String second = bearer("user", "password", "");
      registry.inject(Fault.tokenExpired());
      assertThat(challenge(wire.get("/v2/", "Authorization", first))).contains("invalid_token");
      assertThat(wire.get("/v2/", "Authorization", first).statusCode()).isEqualTo(401);
      assertThat(wire.get("/v2/", "Authorization", second).statusCode()).isEqualTo(200);
      assertThat(registry.tokens()).extracting(secret -> "Bearer " + secret.reveal()).containsExactly(second);
      registry.revokeTokens();
      assertThat(wire.get("/v2/", "Authorization", second).statusCode()).isEqualTo(401);
    }

    private HttpResponse<byte[]> form(String form) throws Exception {
      return service.post("/token", form.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void theGrantsOfOauthWork() throws Exception {
      HttpResponse<byte[]> byPassword = form(
          "grant_type=password&username=user&password=password&service=x&client_id=c&access_type=offline&scope=repository:a:pull");
      JsonNode answer = JSON.readTree(byPassword.body());
      String token = "Bearer " + answer.get("access_token").textValue();
      assertThat(wire.get("/v2/a/manifests/x", "Authorization", token).statusCode()).isEqualTo(404);
      for (String refresh : new String[]{answer.get("refresh_token").textValue(), "identity"}) {
        HttpResponse<byte[]> refreshed = form("grant_type=refresh_token&refresh_token=" + refresh + "&service=x&scope=repository:a:push");
        assertThat(refreshed.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(refreshed.body()).has("refresh_token")).isFalse();
      }
      assertThat(token("&offline_token=true", "Authorization", basic("user", "password")).has("refresh_token")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grant_type=password&username=user&password=wrong", "grant_type=password&username=user",
        "grant_type=refresh_token&refresh_token=wrong", "grant_type=refresh_token", "grant_type=none"})
    void whoeverIsNotKnownGetsNoToken(String form) throws Exception {
      assertThat(form(form).statusCode()).isEqualTo(401);
      assertThat(service.get("/token?scope=repository:a:pull").statusCode()).isEqualTo(401);
      assertThat(service.get("/token", "Authorization", basic("user", "wrong")).statusCode()).isEqualTo(401);
    }

    @Test
    void theServiceKnowsNothingElse() throws Exception {
      assertThat(service.get("/v2/").statusCode()).isEqualTo(404);
      assertThat(service.delete("/token").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void anonymousTokensAreForReading() throws Exception {
    Access access = Access.tokens("user", "password").withAnonymousPull().withLifetime(Duration.ofSeconds(30));
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(ServerSettings.defaults().withAccess(access))) {
      Wire wire = Wire.to(registry);
      Wire service = new Wire(wire.client(), registry.tokenUri().orElseThrow());
      JsonNode answer = JSON.readTree(service.get("/token?scope=repository:a:pull,push").body());
      assertThat(answer.get("expires_in").intValue()).isEqualTo(30);
      String token = "Bearer " + answer.get("token").textValue();
      assertThat(wire.get("/v2/a/manifests/x").statusCode()).isEqualTo(401);
      assertThat(wire.get("/v2/a/manifests/x", "Authorization", token).statusCode()).isEqualTo(404);
      assertThat(wire.post("/v2/a/blobs/uploads/", NOTHING, "Authorization", token).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aLifetimeIsPositive() {
    assertThatThrownBy(() -> Access.tokens("user", "password").withLifetime(Duration.ZERO)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'PT0S'");
  }
}
