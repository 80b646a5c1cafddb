package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.image.SecretValue;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.MediaType;
import dev.slipway.registry.Call;
import dev.slipway.registry.Credential;
import dev.slipway.registry.Credentials;
import dev.slipway.registry.ProxyChoice;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Reply;
import dev.slipway.registry.Repository;
import dev.slipway.testkit.registry.Canary.Answered;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A registry that repeats whatever it is told in confidence, wherever an answer has room for it: nothing of it is shown. */
class LeakTest {
  private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, BYTES);
  private static final ImageReference NAME = ImageReference.parse(Canary.REGISTRY + "/team/app:1");

  /** Where the registry puts the header that it got. */
  record Echo(String place, int status, boolean tokens) {}

  static List<Echo> echoes() {
    List<Echo> echoes = new ArrayList<>();
    for (boolean tokens : new boolean[]{false, true}) {
      for (int status : new int[]{400, 401, 403, 404, 405, 409, 413, 418, 429, 500, 503}) {
        echoes.add(new Echo("body", status, tokens));
      }
      for (String place : List.of("digest", "type", "location", "path", "link", "document", "realm", "tags")) {
        echoes.add(new Echo(place, place.equals("location") || place.equals("path") ? 307 : place.equals("realm") ? 401 : 200, tokens));
      }
    }
    return echoes;
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void whatTheRegistryRepeatsIsNotShown(Echo echo) {
    Canary network = new Canary(call -> answer(echo, call));
    try (Registries registries = network.registries(RegistrySettings.defaults())) {
      Repository repository = registries.repository(NAME);
      for (Runnable work : List.<Runnable>of(() -> repository.manifest(NAME), () -> repository.resolve(NAME), () -> repository.tags(),
          () -> repository.has(BLOB.digest()), () -> read(repository), () -> repository.push(BLOB, Canary.body(BYTES)),
          () -> repository.push(Index.of(List.of()), NAME), () -> repository.mount(BLOB.digest(), ImageReference.parse(
              Canary.REGISTRY + "/base/app")),
          () -> repository.referrers(BLOB.digest(), Optional.empty()))) {
        try {
          work.run();
        } catch (SlipwayException failure) {
          assertThat(Canary.text(failure)).doesNotContain(Canary.SECRETS).doesNotContain(Canary.BASE64.replace("=", ""));
        }
      }
    }
    assertThat(network.calls()).anyMatch(Canary::isSigned);
  }

  private static Reply answer(Echo echo, Call call) {
    if (call.uri().getPath().equals("/token")) {
      return Answered.of(200, "{\"token\":\"" + Canary.TOKEN + "\"}");
    }
    String realm = "https://" + Canary.REGISTRY + "/token";
    if (!Canary.isSigned(call)) {
      return Answered.of(401).with("WWW-Authenticate", echo.tokens() ? "Bearer realm=\"" + realm + "\"" : "Basic realm=\"x\"");
    }
    String heard = call.headers().get("Authorization").get(0);
    String escaped = heard.replace(" ", "%20").replace("=", "%3D");
    Answered answer = Answered.of(echo.status(), "{\"errors\":[{\"code\":\"" + heard + "\",\"message\":\"" + heard + "\"}]}");
    return switch (echo.place()) {
      case "digest" -> answer.with("Docker-Content-Digest", heard);
      case "type" -> answer.with("Content-Type", heard).with("Content-Length", "9");
      case "location" -> answer.with("Location", "http://evil.example/" + escaped);
      case "path" -> answer.with("Location", "/v2/" + escaped);
      case "link" -> Answered.of(200, "{\"tags\":[]}").with("Link", "<https://evil.example/" + escaped + ">; rel=\"next\"")
          .with("Location", "https://169.254.169.254/" + escaped);
      case "document" -> Answered.of(200, "{\"schemaVersion\":2,\"mediaType\":\"" + heard + "\",\"manifests\":[],\"x\":\"" + heard + "\"}")
          .with("Content-Encoding", heard);
      case "realm" -> answer.with("WWW-Authenticate", "Bearer realm=\"https://evil.example/" + escaped + "\",error=\"" + heard + "\"");
      default -> Answered.of(200, "{\"tags\":[\"" + heard + "\", {}");
    };
  }

  private static void read(Repository repository) {
    try (InputStream in = repository.open(BLOB, 0)) {
      byte[] unused = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTokenServiceThatRepeatsTheRefreshTokenInsteadOfAnsweringIsNotQuoted() {
    String secret = "canary-refresh-1234";
    Canary network = new Canary(call -> call.uri().getPath().equals("/token")
        ? Answered.of(200, "{\"refresh_token\":\"" + secret + "\",\"scope\":\"" + secret + "\"}")
        : Answered.of(401).with("WWW-Authenticate", "Bearer realm=\"https://" + Canary.REGISTRY + "/token\""));
    for (Credential credential : List.of(new Credential.IdentityToken(SecretValue.of(secret)),
        new Credential.RegistryToken(SecretValue.of(secret)))) {
      RegistrySettings settings = RegistrySettings.defaults().withCredentials(Credentials.of(Canary.REGISTRY, credential))
          .withProxy(new ProxyChoice.Fixed("proxy.example", 3128, Optional.of(new ProxyChoice.Login("user", SecretValue.of(secret)))));
      try (Registries registries = Registries.open(settings, network, VirtualTimeline.start())) {
        SlipwayException failure = catchThrowableOfType(SlipwayException.class,
            () -> registries.repository(NAME).has(Digest.sha256(BYTES)));
        assertThat(Canary.text(failure) + settings).doesNotContain(secret);
      }
    }
  }

  @Test
  void whatIsRecordedOfRequestsHasNoSecretUnlessATestAsksForThem() {
    VirtualTimeline time = VirtualTimeline.start();
    try (MemoryRegistry registry = MemoryRegistry
        .open(ServerSettings.defaults().withAccess(Access.tokens(Canary.USER, Canary.PASSWORD)).withTimeline(time))) {
      RegistrySettings settings = RegistrySettings.defaults().withTokenService(registry.address(), "auth.registry.test:5001")
          .withCredentials(Credentials.of(registry.address(), Credential.of(Canary.USER, SecretValue.of(Canary.PASSWORD))));
      try (Registries registries = Registries.open(settings, registry.transport(time), time)) {
        registry.putBlob("team/app", BYTES);
        assertThat(registries.repository(registry.reference("team/app")).has(BLOB.digest())).isTrue();
      }
      String recorded = registry.requests() + " " + registry.requests().stream().map(request -> request.headers() + " " + request.query()
          + request.form()).toList();
      assertThat(recorded).contains("Bearer").doesNotContain(Canary.SECRETS)
          .doesNotContain(registry.tokens().stream().map(SecretValue::reveal).toList());
    }
  }
}
