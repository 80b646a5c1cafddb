package dev.slipway.testkit.registry;

import static dev.slipway.testkit.registry.Wire.header;
import static dev.slipway.testkit.registry.Wire.location;
import static dev.slipway.testkit.registry.Wire.withDigest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults over real connections. What cuts a connection is asked for with POST and PUT: the JDK's client repeats a failed GET. */
class FaultTest {
  @RegisterExtension
  static final RegistryExtension EXTENSION = RegistryExtension.open();

  private static final byte[] BYTES = Wire.bytes(100_000, 10);
  private static final Digest DIGEST = Digest.sha256(BYTES);
  private static final String BLOB = "/v2/team/app/blobs/" + DIGEST;
  private static final String UPLOADS = "/v2/team/app/blobs/uploads/";
  private static final byte[] NOTHING = {};

  private EmbeddedRegistry registry = EXTENSION.registry();
  private Wire wire = Wire.nowhere();

  @BeforeEach
  void connect() {
    registry.putBlob("team/app", BYTES);
    wire = Wire.to(registry);
  }

  @Test
  void aScriptIsPlayedInOrderAndThenAllIsWell() throws Exception {
    registry.inject(Fault.status(503).withRetryAfter(Duration.ofSeconds(7)), Fault.none(), Fault.status(429));
    HttpResponse<byte[]> first = wire.get(BLOB);
    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(header(first, "Retry-After")).isEqualTo("7");
    assertThat(wire.get(BLOB).body()).isEqualTo(BYTES);
    assertThat(registry.faultsLeft()).isEqualTo(1);
    HttpResponse<byte[]> third = wire.get(BLOB);
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(new String(third.body(), StandardCharsets.UTF_8)).contains("TOOMANYREQUESTS");
    assertThat(wire.get(BLOB).statusCode()).isEqualTo(200);
    assertThat(registry.requests()).extracting(RecordedRequest::toString).containsExactly(
        "GET " + BLOB + " 503 (status 503 retry after 7 s)", "GET " + BLOB + " 200", "GET " + BLOB + " 429 (status 429)",
        "GET " + BLOB + " 200");
  }

  @Test
  void aScriptConcernsTheRequestsThatItNames() throws Exception {
    registry.inject(FaultScript.of(Fault.status(500)).on("GET", "/v2/.*/manifests/.*"));
    registry.inject(FaultScript.of(Fault.status(502)).on("*", "/v2/.*/blobs/.*"));
    assertThat(wire.get("/v2/").statusCode()).isEqualTo(200);
    assertThat(wire.head(BLOB).statusCode()).isEqualTo(502);
    assertThat(wire.head("/v2/team/app/manifests/x").statusCode()).isEqualTo(404);
    assertThat(wire.get("/v2/team/app/manifests/x").statusCode()).isEqualTo(500);
    assertThat(registry.faultsLeft()).isZero();
  }

  @Test
  void aScriptCanBeRepeatedUntilFaultsAreCleared() throws Exception {
    registry.inject(FaultScript.of(Fault.status(500), Fault.none()).repeating());
    for (int expected : new int[]{500, 200, 500, 200, 500}) {
      assertThat(wire.get(BLOB).statusCode()).isEqualTo(expected);
    }
    registry.clearFaults();
    assertThat(wire.get(BLOB).statusCode()).isEqualTo(200);
    registry.inject(FaultScript.always(Fault.status(504).withBody("gateway")));
    assertThat(wire.get(BLOB).body()).isEqualTo("gateway".getBytes(StandardCharsets.UTF_8));
    assertThat(wire.get(BLOB).statusCode()).isEqualTo(504);
  }

  @Test
  void scriptsPrintAsTheyAreReadAloud() {
    assertThat(FaultScript.of(Fault.status(503), Fault.none(), Fault.cut(100), Fault.cutRequest(5), Fault.reset(), Fault.lostAnswer(),
        Fault.wrongBytes(3), Fault.slow(Duration.ofSeconds(1)), Fault.slow(10), Fault.hang(), Fault.redirect("http://user:pass@x"),
        Fault.tokenExpired(), Fault.lostUploadSession(), Fault.wrongDigestHeader(), Fault.wrongContentLength(-1),
        Fault.answer(Answer.of(418))).on("GET", "/v2/.*"))
        .hasToString("on GET /v2/.*: status 503, none, cut response at 100, cut request at 5, reset, lost answer, wrong byte at 3, "
            + "slow by 1000 ms, slow by 0 ms with 10 bytes/s, hang, redirect 307, token expired, lost upload session, wrong digest header, "
            + "wrong content length by -1, answer 418 with 0 bytes");
  }

  @Test
  void malformedScriptsAreRefused() {
    assertThatThrownBy(() -> FaultScript.of(Fault.none()).on("GET", "(")).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("'('");
    assertThatThrownBy(() -> FaultScript.of().repeating()).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Fault.status(200)).isInstanceOf(InvalidValueException.class).hasMessageContaining("'200'");
  }

  private HttpResponse<InputStream> stream() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(registry.uri().resolve(BLOB)).build();
    return wire.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000, 99_999})
  void anAnswerIsCutAtItsByte(int at) throws Exception {
    registry.inject(Fault.cut(at));
    HttpResponse<InputStream> response = stream();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Length")).isEqualTo("100000");
    try (InputStream in = response.body()) {
      assertThat(in.readNBytes(at)).isEqualTo(Arrays.copyOf(BYTES, at));
      assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }
    assertThat(wire.get(BLOB).body()).isEqualTo(BYTES);
  }

  @Test
  void aRequestIsCutAtItsByteAndTheUploadKeepsWhatCame() throws Exception {
    String location = location(wire.post(UPLOADS, NOTHING));
    registry.inject(Fault.cutRequest(4321));
    assertThatThrownBy(() -> wire.patch(location, Wire.bytes(5_000_000, 11))).isInstanceOf(IOException.class);
    assertThat(header(wire.get(location), "Range")).isEqualTo("0-4320");
    assertThat(registry.requests("PATCH", ".*")).singleElement().satisfies(request -> assertThat(request.status()).isEmpty());
  }

  @Test
  void aResetRequestIsNotCarriedOutAndALostAnswerIs() throws Exception {
    registry.inject(Fault.reset());
    assertThatThrownBy(() -> wire.post(UPLOADS, NOTHING)).isInstanceOf(IOException.class);
    assertThat(registry.openUploads()).isZero();
    registry.inject(Fault.lostAnswer());
    assertThatThrownBy(() -> wire.post(UPLOADS, NOTHING)).isInstanceOf(IOException.class);
    assertThat(registry.openUploads()).isEqualTo(1);
  }

  @Test
  void wrongBytesAreWrongInOnePlaceOnce() throws Exception {
    registry.inject(Fault.wrongBytes(70_000));
    byte[] wrong = wire.get(BLOB).body();
    assertThat(Arrays.mismatch(wrong, BYTES)).isEqualTo(70_000);
    wrong[70_000] ^= (byte) 0xff;
    assertThat(wrong).isEqualTo(BYTES);
    assertThat(wire.get(BLOB).body()).isEqualTo(BYTES);
    registry.inject(Fault.wrongBytes(100_000));
    assertThat(wire.get(BLOB).body()).isEqualTo(BYTES);
  }

  @Test
  void wrongHeadersAreSent() throws Exception {
    registry.inject(Fault.wrongDigestHeader(), Fault.wrongContentLength(-1000));
    assertThat(header(wire.head(BLOB), "Docker-Content-Digest")).isNotEqualTo(DIGEST.toString()).startsWith("sha256:");
    assertThat(wire.get(BLOB).body()).isEqualTo(Arrays.copyOf(BYTES, 99_000));
    registry.inject(Fault.wrongContentLength(1000));
    assertThatThrownBy(() -> wire.get(BLOB)).isInstanceOf(IOException.class);
    assertThat(wire.get(BLOB).body()).isEqualTo(BYTES);
  }

  @Test
  void slowAnswersTakeTheirTime() throws Exception {
    registry.inject(Fault.slow(Duration.ofMillis(300)), Fault.slow(400_000));
    long start = System.nanoTime();
    assertThat(wire.get(BLOB).body()).isEqualTo(BYTES);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    start = System.nanoTime();
    assertThat(wire.get(BLOB).body()).isEqualTo(BYTES);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(240));
  }

  @Test
  void aRequestThatHangsIsNeverAnswered() throws Exception {
    registry.inject(Fault.hang());
    HttpRequest request = HttpRequest.newBuilder(registry.uri().resolve(BLOB)).timeout(Duration.ofMillis(300)).build();
    assertThatThrownBy(() -> wire.client().send(request, HttpResponse.BodyHandlers.ofByteArray())).isInstanceOf(HttpTimeoutException.class);
    assertThat(wire.get(BLOB).statusCode()).isEqualTo(200);
    registry.clearFaults();
  }

  @Test
  void aRedirectLeadsToTheSamePathElsewhereOrToAnyPlace() throws Exception {
    registry.inject(Fault.redirect("http://elsewhere.example:5000"), Fault.redirect("/other?x", 302));
    HttpResponse<byte[]> first = wire.get(BLOB + "?a=b");
    assertThat(first.statusCode()).isEqualTo(307);
    assertThat(location(first)).isEqualTo("http://elsewhere.example:5000" + BLOB + "?a=b");
    HttpResponse<byte[]> second = wire.get(BLOB);
    assertThat(second.statusCode()).isEqualTo(302);
    assertThat(location(second)).isEqualTo("/other?x");
  }

  @Test
  void aLostUploadSessionIsLostForGood() throws Exception {
    String location = location(wire.post(UPLOADS, NOTHING));
    registry.inject(FaultScript.of(Fault.lostUploadSession()).on("PATCH", ".*"));
    HttpResponse<byte[]> lost = wire.patch(location, BYTES);
    assertThat(lost.statusCode()).isEqualTo(404);
    assertThat(new String(lost.body(), StandardCharsets.UTF_8)).contains("BLOB_UPLOAD_UNKNOWN");
    assertThat(wire.put(withDigest(location, DIGEST), BYTES).statusCode()).isEqualTo(404);
  }

  @Test
  void anyAnswerCanBeGiven() throws Exception {
    registry.inject(Fault.answer(Answer.of(200, "text/html", "<html>").withHeader("X-Proxy", "yes")));
    HttpResponse<byte[]> response = wire.put("/v2/team/app/manifests/x", BYTES);
    assertThat(response.body()).isEqualTo("<html>".getBytes(StandardCharsets.UTF_8));
    assertThat(header(response, "X-Proxy")).isEqualTo("yes");
    assertThat(registry.tags("team/app")).isEmpty();
  }

  @Test
  void contentCanBeCorruptedAndRemoved() throws Exception {
    registry.corrupt("team/app", DIGEST, 5);
    assertThat(Arrays.mismatch(wire.get(BLOB).body(), BYTES)).isEqualTo(5);
    assertThatThrownBy(() -> registry.corrupt("team/app", DIGEST, BYTES.length)).isInstanceOf(InvalidValueException.class);
    assertThat(registry.remove("team/app", DIGEST.toString())).isTrue();
    assertThat(registry.remove("team/app", DIGEST.toString())).isFalse();
    assertThat(wire.get(BLOB).statusCode()).isEqualTo(404);
    assertThatThrownBy(() -> registry.corrupt("team/app", DIGEST, 0)).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(DIGEST.toString());
  }
}
