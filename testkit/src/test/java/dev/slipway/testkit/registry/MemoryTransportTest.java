package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.image.Digest;
import dev.slipway.registry.Call;
import dev.slipway.registry.Reply;
import dev.slipway.registry.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The transport without sockets, in virtual time. */
class MemoryTransportTest {
  private static final byte[] BYTES = Wire.bytes(10_000, 20);
  private static final Digest DIGEST = Digest.sha256(BYTES);
  private static final String BLOB = "/v2/team/app/blobs/" + DIGEST;
  private static final String UPLOADS = "/v2/team/app/blobs/uploads/";

  private final VirtualTimeline time = VirtualTimeline.start();
  private final MemoryRegistry registry = MemoryRegistry.open(ServerSettings.defaults().withTimeline(time));
  private final Transport transport = registry.transport(time);

  MemoryTransportTest() {
    registry.putBlob("team/app", BYTES);
  }

  @AfterEach
  void close() {
    transport.close();
    registry.close();
  }

  private record Bytes(byte[] bytes) implements Call.Body {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  private Call call(String method, String path) {
    return Call.of(method, registry.uri().resolve(path));
  }

  private byte[] read(String method, String path) throws IOException, InterruptedException {
    try (Reply reply = transport.send(call(method, path))) {
      return reply.body().readAllBytes();
    }
  }

  @Test
  void aBlobIsPushedAndPulled() throws Exception {
    byte[] other = Wire.bytes(2_000_000, 21);
    String location;
    try (Reply opened = transport.send(call("POST", UPLOADS))) {
      assertThat(opened.status()).isEqualTo(202);
      location = opened.header("location").orElseThrow();
    }
    try (Reply closed = transport.send(call("PUT", location + "?digest=" + Digest.sha256(other)).withBody(new Bytes(other)))) {
      assertThat(closed.status()).isEqualTo(201);
      assertThat(closed.header("Content-Length")).contains("0");
    }
    try (Reply reply = transport.send(call("GET", "/v2/team/app/blobs/" + Digest.sha256(other)).withHeader("Range", "bytes=1-"))) {
      assertThat(reply.status()).isEqualTo(206);
      assertThat(reply.headers("CONTENT-RANGE")).containsExactly("bytes 1-1999999/2000000");
      assertThat(reply.body().readAllBytes()).isEqualTo(Arrays.copyOfRange(other, 1, other.length));
    }
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void aHeadHasALengthAndNoBody() throws Exception {
    try (Reply reply = transport.send(call("HEAD", BLOB))) {
      assertThat(reply.header("Content-Length")).contains("10000");
      assertThat(reply.body().readAllBytes()).isEmpty();
    }
  }

  private static Stream<Arguments> unanswered() {
    return Stream.of(Arguments.of(Fault.reset(), SocketException.class, Duration.ZERO),
        Arguments.of(Fault.lostAnswer(), SocketException.class, Duration.ZERO),
        Arguments.of(Fault.hang(), HttpTimeoutException.class, Duration.ofSeconds(10)),
        Arguments.of(Fault.slow(Duration.ofSeconds(11)), HttpTimeoutException.class, Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @MethodSource("unanswered")
  void aRequestWithoutAnswerFailsAfterItsTime(Fault fault, Class<? extends IOException> failure, Duration taken) {
    registry.inject(fault);
    assertThatThrownBy(() -> transport.send(call("GET", BLOB)).close()).isInstanceOf(failure);
    assertThat(time.elapsed()).isEqualTo(taken);
  }

  @Test
  void anotherTimeoutCanBeSet() {
    registry.inject(Fault.hang());
    Transport patient = MemoryTransport.to(time, registry).withTimeout(Duration.ofMinutes(1));
    assertThatThrownBy(() -> patient.send(call("GET", BLOB)).close()).isInstanceOf(HttpTimeoutException.class).hasMessageContaining("PT1M");
    assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aSlowAnswerTakesVirtualTime() throws Exception {
    registry.inject(new Fault.Slow(Duration.ofSeconds(3), 1000));
    assertThat(read("GET", BLOB)).isEqualTo(BYTES);
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(13));
  }

  @Test
  void aCutAnswerFailsAtItsByte() throws Exception {
    registry.inject(Fault.cut(4000));
    try (Reply reply = transport.send(call("GET", BLOB)); InputStream in = reply.body()) {
      assertThat(in.readNBytes(4000)).isEqualTo(Arrays.copyOf(BYTES, 4000));
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("6000");
    }
  }

  @Test
  void aCutRequestFailsAndTheUploadKeepsWhatCame() throws Exception {
    String location;
    try (Reply opened = transport.send(call("POST", UPLOADS))) {
      location = opened.header("Location").orElseThrow();
    }
    registry.inject(Fault.cutRequest(10));
    assertThatThrownBy(() -> transport.send(call("PATCH", location).withBody(new Bytes(BYTES))).close())
        .isInstanceOf(SocketException.class);
    try (Reply status = transport.send(call("GET", location))) {
      assertThat(status.header("Range")).contains("0-9");
    }
    registry.inject(Fault.cutRequest(10));
    try (Reply whole = transport.send(call("PATCH", location).withBody(new Bytes(new byte[10])))) {
      assertThat(whole.status()).isEqualTo(202);
    }
  }

  @Test
  void wrongLengthsAndBytesArrive() throws Exception {
    registry.inject(Fault.wrongContentLength(5), Fault.wrongContentLength(-5), Fault.wrongBytes(9999));
    assertThatThrownBy(() -> read("GET", BLOB)).isInstanceOf(IOException.class).hasMessageContaining("5 bytes");
    assertThat(read("GET", BLOB)).isEqualTo(Arrays.copyOf(BYTES, 9995));
    assertThat(Arrays.mismatch(read("GET", BLOB), BYTES)).isEqualTo(9999);
  }

  @Test
  void onlyTheRegistriesThatWereNamedAreReached() throws Exception {
    try (MemoryRegistry other = MemoryRegistry.open(ServerSettings.defaults(), "other.test")) {
      Transport both = MemoryTransport.to(time, registry, other);
      try (Reply reply = both.send(Call.of("GET", URI.create("https://OTHER.test:5000/v2/")))) {
        assertThat(reply.status()).isEqualTo(200);
      }
      assertThat(other.requests()).hasSize(1);
      assertThat(registry.requests()).isEmpty();
      for (String address : new String[]{"http://other.test:5000/", "https://other.test/", "https://third.test:5000/"}) {
        assertThatThrownBy(() -> both.send(Call.of("GET", URI.create(address))).close()).isInstanceOf(ConnectException.class);
      }
      assertThat(both).hasToString("memory transport to [https://registry.test:5000, https://other.test:5000]");
    }
  }

  @Test
  void anInterruptedThreadSendsNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> transport.send(call("GET", BLOB)).close()).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(registry.requests()).isEmpty();
  }

  private static List<Fault> script(Random random) {
    List<Function<Integer, Fault>> kinds = List.of(n -> Fault.none(), n -> Fault.status(500 + n % 5), n -> Fault.cut(n),
        n -> Fault.cutRequest(n),
        n -> Fault.reset(), n -> Fault.lostAnswer(), n -> Fault.wrongBytes(n), n -> Fault.slow(Duration.ofMillis(n)), n -> Fault.hang(),
        n -> Fault.wrongContentLength(n - 5000), n -> Fault.lostUploadSession(), n -> Fault.redirect("https://registry.test:5000"));
    List<Fault> script = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      script.add(kinds.get(random.nextInt(kinds.size())).apply(random.nextInt(10_000)));
    }
    return script;
  }

  /** A naive client: again until the bytes are right. That ends as soon as the script does. */
  @Test
  void tenThousandScriptsAreSurvivedByWhoeverTriesAgain() throws Exception {
    Random random = new Random(4711);
    for (int i = 0; i < 10_000; i++) {
      List<Fault> script = script(random);
      registry.inject(FaultScript.of(script));
      int tries = 1;
      while (!succeeds()) {
        tries++;
        assertThat(tries).as("%s", script).isLessThanOrEqualTo(script.size() + 1);
      }
      registry.clearFaults();
      registry.clearRequests();
    }
    assertThat(time.elapsed()).isGreaterThan(Duration.ofHours(1));
  }

  private boolean succeeds() throws InterruptedException {
    try {
      return Arrays.equals(read("GET", BLOB), BYTES);
    } catch (IOException again) {
      return false;
    }
  }
}
