package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.build.BuiltImage;
import dev.slipway.build.Context;
import dev.slipway.build.Engine;
import dev.slipway.image.Digest;
import dev.slipway.image.OciLayout;
import dev.slipway.image.SecretValue;
import dev.slipway.image.Stage;
import dev.slipway.oci.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the registry is served: TLS, temporary files, recording, many at once, content put there by tests. */
class ServingTest {
  private static final byte[] NOTHING = {};

  @TempDir
  Path directory = Path.of("");

  /** A client that trusts nothing but the registries' certificate. */
  private static HttpClient trusting() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(EmbeddedRegistry.certificate())) {
      store.setCertificateEntry("registry", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void overTlsByAddressAndByName() throws Exception {
    ServerSettings settings = ServerSettings.defaults().withTls().withAccess(Access.tokens("user", "password"));
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(settings)) {
      assertThat(registry.uri().getScheme()).isEqualTo("https");
      HttpClient client = trusting();
      byte[] bytes = Wire.bytes(2_000_000, 30);
      String basic = "Basic " + Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));
      String answer = new String(new Wire(client, registry.tokenUri().orElseThrow())
          .get("/token?scope=repository:a:pull,push", "Authorization", basic).body(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("{\"token\":");
      String token = "Bearer " + registry.tokens().getFirst().reveal();
      for (URI uri : List.of(registry.uri(), URI.create("https://" + registry.localhost()))) {
        Wire wire = new Wire(client, uri);
        String upload = Wire.location(wire.post("/v2/a/blobs/uploads/", NOTHING, "Authorization", token));
        assertThat(wire.put(Wire.withDigest(upload, Digest.sha256(bytes)), bytes, "Authorization", token).statusCode()).isEqualTo(201);
        assertThat(wire.get("/v2/a/blobs/" + Digest.sha256(bytes), "Authorization", token).body()).isEqualTo(bytes);
      }
      assertThatThrownBy(() -> Wire.to(registry).get("/v2/")).isInstanceOf(SSLHandshakeException.class);
      assertThat(EmbeddedRegistry.certificate().getParent().toFile().list()).containsExactly("ca.crt");
    }
  }

  @Test
  void whoeverTriesTlsWhereThereIsNoneIsToldSoon() {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      long start = System.nanoTime();
      Wire secure = new Wire(HttpClient.newHttpClient(), URI.create("https://" + registry.address()));
      assertThatThrownBy(() -> secure.get("/v2/")).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(registry.requests()).isEmpty();
    }
  }

  private List<Path> spooled() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void largeBlobsLieInTemporaryFilesAsLongAsTheyAreThere() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(ServerSettings.defaults().withSpool(directory).withHeapBytes(1000))) {
      Wire wire = Wire.to(registry);
      wire.pushBlob("a", Digest.sha256(Wire.bytes(1000, 31)), Wire.bytes(1000, 31));
      assertThat(spooled()).isEmpty();
      byte[] large = Wire.bytes(1001, 32);
      wire.pushBlob("a", Digest.sha256(large), large);
      wire.pushBlob("a", Digest.sha256(large), large);
      assertThat(spooled()).singleElement().satisfies(file -> assertThat(file).hasBinaryContent(large));
      assertThatThrownBy(() -> wire.pushBlob("a", Digest.sha256(NOTHING), large)).hasMessageContaining("DIGEST_INVALID");
      String cancelled = Wire.location(wire.post("/v2/a/blobs/uploads/", NOTHING));
      assertThat(wire.patch(cancelled, large).statusCode()).isEqualTo(202);
      assertThat(spooled()).hasSize(2);
      assertThat(wire.delete(cancelled).statusCode()).isEqualTo(204);
      assertThat(wire.post("/v2/b/blobs/uploads/?from=a&mount=" + Digest.sha256(large), NOTHING).statusCode()).isEqualTo(201);
      assertThat(registry.remove("a", Digest.sha256(large).toString())).isTrue();
      assertThat(spooled()).hasSize(1);
      assertThat(registry.remove("b", Digest.sha256(large).toString())).isTrue();
      assertThat(spooled()).isEmpty();
      wire.pushBlob("a", Digest.sha256(large), large);
      assertThat(wire.patch(Wire.location(wire.post("/v2/a/blobs/uploads/", NOTHING)), large).statusCode()).isEqualTo(202);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void requestsAreRecordedWithoutSecrets() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(ServerSettings.defaults().withAccess(Access.tokens("user", "password")))) {
      Wire service = new Wire(Wire.to(registry).client(), registry.tokenUri().orElseThrow());
      assertThat(service.post("/token", "grant_type=password&username=user&password=canary".getBytes(StandardCharsets.UTF_8)).statusCode())
          .isEqualTo(401);
      assertThat(Wire.to(registry).get("/v2/a/tags/list?n=1", "Authorization", "Bearer canary", "X-Other", "kept").statusCode())
          .isEqualTo(401);
      ImmutableList<RecordedRequest> requests = registry.requests();
      assertThat(requests).noneMatch(request -> request.contains("canary"));
      assertThat(requests.toString()).isEqualTo("[POST /token 401, GET /v2/a/tags/list 401]");
      RecordedRequest second = requests.getLast();
      assertThat(second.headers().first("authorization")).contains("Bearer");
      assertThat(second.contains("kept")).isTrue();
      assertThat(second.query()).isEqualTo("n=1");
      assertThat(second.service()).isEqualTo(Service.REGISTRY);
      assertThat(requests.getFirst().service()).isEqualTo(Service.TOKENS);
      assertThat(requests.getFirst().bodySize()).isEqualTo(49);
      assertThat(registry.requests("GET", "/v2/.*")).containsExactly(second);
      assertThat(registry.requests("*", "/token")).hasSize(1);
      registry.clearRequests();
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  void requestsAreRecordedWithSecretsForTestsOfLeaks() throws Exception {
    Access access = Access.tokens("user", "password").with(Account.of("other", SecretValue.of("canary")));
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(ServerSettings.defaults().withAccess(access).keepingSecrets())) {
      Wire service = new Wire(Wire.to(registry).client(), registry.tokenUri().orElseThrow());
      assertThat(service.post("/token", "grant_type=password&username=other&password=canary".getBytes(StandardCharsets.UTF_8)).statusCode())
          .isEqualTo(200);
      assertThat(Wire.to(registry).get("/v2/", "Authorization", "Bearer canary").statusCode()).isEqualTo(401);
      String basic = Base64.getEncoder().encodeToString("user:canary".getBytes(StandardCharsets.UTF_8));
      assertThat(Wire.to(registry).get("/v2/", "Authorization", "Basic " + basic).statusCode()).isEqualTo(401);
      assertThat(Wire.to(registry).get("/v2/?x=%63anary").statusCode()).isEqualTo(401);
      assertThat(registry.requests()).hasSize(4).allMatch(request -> request.contains("canary"));
    }
  }

  @Test
  void manyAtOnceAreServedAndRecordedOnceEach() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(); ExecutorService threads = Executors.newFixedThreadPool(16)) {
      Wire wire = Wire.to(registry);
      List<Callable<byte[]>> tasks = IntStream.range(0, 200).<Callable<byte[]>>mapToObj(i -> () -> {
        byte[] bytes = Wire.bytes(20_000, i % 50);
        wire.pushBlob("team/app", Digest.sha256(bytes), bytes);
        return wire.get("/v2/team/app/blobs/" + Digest.sha256(bytes)).body();
      }).toList();
      List<Future<byte[]>> results = threads.invokeAll(tasks);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(Wire.bytes(20_000, i % 50));
      }
      assertThat(registry.blobs("team/app")).hasSize(50);
      assertThat(registry.requests()).extracting(RecordedRequest::number).hasSize(600).doesNotHaveDuplicates().isSorted();
    }
  }

  @Test
  void anImageThatWasBuiltIsPutThere() throws Exception {
    Files.writeString(directory.resolve("hello"), "hello");
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(); Engine engine = Engine.open(directory.resolve("store"))) {
      BuiltImage image = engine.build(Stage.scratch().copy("hello", "/hello").toImage(), Context.of(directory));
      Digest digest = registry.put("team/app", "1.0", image);
      Manifest manifest = (Manifest) registry.manifest("team/app", "1.0").orElseThrow();
      assertThat(manifest.digest()).isEqualTo(digest);
      assertThat(registry.blob("team/app", manifest.config().digest()).orElseThrow().read()).isEqualTo(image.config().bytes());
      assertThat(registry.blobs("team/app")).contains(manifest.layers().getFirst().digest());
      assertThat(registry.reference("team/app:1.0")).hasToString(registry.address() + "/team/app:1.0");
      var unused = image.writeTo(OciLayout.at(directory.resolve("layout")).named("a", "b"));
      assertThat(registry.put("team/b", "x", OciLayout.at(directory.resolve("layout")).named("b"))).isEqualTo(digest);
      assertThatThrownBy(() -> registry.put("team/b", "x", OciLayout.at(directory.resolve("layout")).named("c")))
          .isInstanceOf(InvalidValueException.class).hasMessageContaining("layout");
      assertThat(registry.repositories()).containsExactly("team/app", "team/b");
    }
  }

  @Test
  void whatDoesNotFollowTheGrammarIsNotPutThere() {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
      assertThatThrownBy(() -> registry.putBlob("Team", NOTHING)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'Team'");
      assertThatThrownBy(() -> registry.putManifest("team", "-x", "text/plain", NOTHING)).isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("'-x'");
    }
  }

  @Test
  void aRegistryThatIsResetDoesNotWaitForWhoeverIsStillSending() throws Exception {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(); PipedOutputStream slow = new PipedOutputStream()) {
      Wire wire = Wire.to(registry);
      String location = Wire.location(wire.post("/v2/a/blobs/uploads/", NOTHING));
      PipedInputStream body = new PipedInputStream(slow);
      slow.write(1);
      Thread sending = Thread.ofVirtual().start(() -> assertThatThrownBy(
          () -> wire.send("PATCH", location, HttpRequest.BodyPublishers.ofInputStream(() -> body))).isInstanceOf(IOException.class));
      while (registry.openUploads() == 0) {
        Thread.sleep(5);
      }
      registry.reset();
      assertThat(registry.openUploads()).isZero();
      assertThat(wire.get(location).statusCode()).isEqualTo(404);
      registry.close();
      slow.close();
      sending.join();
    }
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> RegistryRules.defaults().withPageSize(-1)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'-1'");
    assertThatThrownBy(() -> RegistryRules.defaults().withMinChunkLength(-2)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'-2'");
    assertThatThrownBy(() -> ServerSettings.defaults().withHeapBytes(-3)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'-3'");
    assertThatThrownBy(() -> Answer.of(99)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'99'");
    ServerSettings secret = ServerSettings.defaults().withAccess(Access.tokens("user", "canary"));
    assertThat(secret.toString()).contains("user").doesNotContain("canary");
  }

  @Test
  void theBackendAloneAnswersRequests() throws Exception {
    byte[] bytes = Wire.bytes(10, 33);
    URI upload = URI.create("https://registry.test/v2/a/blobs/uploads/?digest=" + Digest.sha256(bytes));
    try (RegistryBackend backend = RegistryBackend.of(RegistryRules.defaults().with(Feature.ABSOLUTE_LOCATIONS))) {
      Answer pushed = backend.handle(Request.of("POST", upload, Headers.none(), bytes));
      assertThat(pushed.status()).isEqualTo(201);
      String location = pushed.headers().first("location").orElseThrow();
      assertThat(location).isEqualTo("https://registry.test/v2/a/blobs/" + Digest.sha256(bytes));
      Answer pulled = backend.handle(Request.of("GET", URI.create(location), Headers.of("range", "bytes=5-")));
      assertThat(pulled.body().read()).isEqualTo(Arrays.copyOfRange(bytes, 5, 10));
      assertThat(pulled).hasToString("206 with 5 bytes");
    }
  }

  @Test
  void aClosedRegistryIsNotReached() throws Exception {
    EmbeddedRegistry registry = EmbeddedRegistry.start();
    Wire wire = Wire.to(registry);
    assertThat(wire.get("/v2/").statusCode()).isEqualTo(200);
    registry.inject(Fault.hang());
    Thread hanging = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> wire.get("/v2/")).isInstanceOf(IOException.class));
    while (registry.faultsLeft() > 0) {
      Thread.sleep(5);
    }
    registry.close();
    hanging.join();
    assertThatThrownBy(() -> wire.post("/v2/", NOTHING)).isInstanceOf(ConnectException.class);
  }
}
