package dev.slipway.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.ErrorCode;
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
import dev.slipway.registry.Patience;
import dev.slipway.registry.ProxyChoice;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can only be seen over connections: resumed transfers, waits that are asked for, tokens that expire on the way, servers that lie. */
class SocketTest {
  @RegisterExtension
  static final RegistryExtension EXTENSION = RegistryExtension.open();

  private static final String REPOSITORY = "team/app";
  private static final int MEBIBYTE = 1 << 20;
  private static final int READ_AHEAD = 3 << 18;

  private final EmbeddedRegistry registry = EXTENSION.registry();
  private final byte[] bytes = bytes();
  private final Descriptor blob = Descriptor.of(MediaType.OCI_LAYER_GZIP, bytes);

  private static byte[] bytes() {
    byte[] bytes = new byte[4 * MEBIBYTE];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static RegistrySettings settings(String address) {
    return RegistrySettings.defaults().withProxy(ProxyChoice.Direct.INSTANCE).withPlainHttp(address)
        .withPatience(new Patience(5, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(60)));
  }

  private static byte[] read(Repository repository, Descriptor blob) throws IOException {
    try (InputStream in = repository.open(blob, 0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aPullThatBreaksOffIsTakenUpWhereItEnded() throws IOException {
    registry.putBlob(REPOSITORY, bytes);
    registry.inject(Fault.cut(MEBIBYTE), Fault.cut(MEBIBYTE), Fault.cut(MEBIBYTE));
    try (Registries registries = Registries.open(settings(registry.address()))) {
      assertThat(read(registries.repository(registry.reference(REPOSITORY)), blob)).isEqualTo(bytes);
    }
    List<Long> starts = registry.requests("GET", ".*/blobs/.*").stream()
        .map(request -> request.headers().first("Range").map(range -> Long.valueOf(range.substring("bytes=".length(), range.length() - 1)))
            .orElse(0L))
        .toList();
    assertThat(starts).hasSize(4);
    long delivered = 0;
    for (int i = 1; i < starts.size(); i++) {
      delivered = starts.get(i - 1) + MEBIBYTE;
      assertThat(starts.get(i)).isBetween(delivered - READ_AHEAD, delivered);
    }
  }

  @Test
  void anUploadWhoseSessionIsLostStartsAnew() throws IOException {
    registry.inject(FaultScript.of(Fault.lostUploadSession(), Fault.cutRequest(MEBIBYTE), Fault.lostUploadSession()).on("PUT", ".*"));
    try (Registries registries = Registries.open(settings(registry.address()))) {
      registries.repository(registry.reference(REPOSITORY)).push(blob, Canary.body(bytes));
    }
    assertThat(registry.blob(REPOSITORY, blob.digest()).orElseThrow().read()).isEqualTo(bytes);
    assertThat(registry.requests("POST", ".*")).hasSize(4);
  }

  @Test
  void aWaitThatIsAskedForIsWaited() {
    registry.inject(Fault.status(429).withRetryAfter(Duration.ofSeconds(1)));
    try (Registries registries = Registries.open(settings(registry.address()))) {
      assertThat(registries.repository(registry.reference(REPOSITORY)).has(blob.digest())).isFalse();
    }
    List<Instant> times = registry.requests().stream().map(RecordedRequest::at).toList();
    assertThat(Duration.between(times.get(0), times.get(1))).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  @Test
  void tokensThatExpireDuringAPushAreRenewed() throws IOException {
    Access access = Access.tokens("somebody", "a password").withLifetime(Duration.ofSeconds(1));
    try (EmbeddedRegistry guarded = EmbeddedRegistry.start(ServerSettings.defaults().withAccess(access))) {
      RegistrySettings settings = settings(guarded.address()).withPlainHttp(guarded.tokenUri().orElseThrow().getRawAuthority())
          .withTokenService(guarded.address(), guarded.tokenUri().orElseThrow().getRawAuthority())
          .withCredentials(Credentials.of(guarded.address(), Credential.of("somebody", SecretValue.of("a password"))));
      try (Registries registries = Registries.open(settings)) {
        Repository repository = registries.repository(guarded.reference(REPOSITORY));
        guarded.inject(FaultScript.of(Fault.slow(Duration.ofMillis(1200))).on("POST", ".*"));
        repository.push(blob, Canary.body(bytes));
        guarded.inject(FaultScript.of(Fault.slow(Duration.ofMillis(1200))).on("HEAD", ".*"));
        assertThat(repository.has(blob.digest())).isTrue();
        repository.push(Index.of(List.of()), guarded.reference(REPOSITORY + ":1"));
      }
      assertThat(guarded.requests("GET", "/token")).hasSizeGreaterThanOrEqualTo(2);
      assertThat(guarded.blob(REPOSITORY, blob.digest()).orElseThrow().read()).isEqualTo(bytes);
    }
  }

  /** Answers each connection with the same bytes, over and over if it shall not end. */
  private record Liar(ServerSocket socket) implements AutoCloseable {
    static Liar saying(String head, String body, boolean endless) throws IOException {
      Liar liar = new Liar(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofPlatform().daemon().start(() -> {
        while (!liar.socket().isClosed()) {
          try (Socket connection = liar.socket().accept()) {
            answer(connection, head, body, endless);
          } catch (IOException gone) {
            // the client has had enough
          }
        }
      });
      return liar;
    }

    private static void answer(Socket connection, String head, String body, boolean endless) throws IOException {
      InputStream in = connection.getInputStream();
      for (String seen = ""; !seen.endsWith("\r\n\r\n");) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        seen += (char) next;
      }
      OutputStream out = connection.getOutputStream();
      out.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
      do {
        out.write(bytes);
      } while (endless);
    }

    String address() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 5,12345,false", "Content-Length: 20,1234567890,false", "X: y,12345,false", "X: y,1234567890,true",
      "Transfer-Encoding: chunked,'5\r\n12345\r\n',true", "Transfer-Encoding: chunked,'5\r\n12345\r\n0\r\n\r\n',false",
      "Content-Encoding: gzip,1234567890,false", "Content-Length: 10,123,false", "Transfer-Encoding: chunked,'fffffffff\r\n123',false"})
  void aLengthThatLiesNeverMakesWrongBytesRightNorEndless(String header, String body, boolean endless) throws IOException {
    Descriptor ten = Descriptor.of(MediaType.OCI_LAYER_GZIP, "1234567890".getBytes(StandardCharsets.US_ASCII));
    try (Liar liar = Liar.saying("HTTP/1.1 200 OK\r\n" + header + "\r\nConnection: close", body, endless);
        Registries registries = Registries.open(settings(liar.address()))) {
      Repository repository = registries.repository(ImageReference.parse(liar.address() + "/team/app"));
      SlipwayException failure = catchThrowableOfType(SlipwayException.class,
          () -> assertThat(read(repository, ten)).hasSize(10));
      if (failure != null) {
        assertThat(failure.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.PROTOCOL_VIOLATION);
      }
      SlipwayException document = catchThrowableOfType(SlipwayException.class,
          () -> repository.manifest(repository.name().withDigest(Digest.sha256(bytes))));
      assertThat(document.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.DIGEST_MISMATCH, ErrorCode.LIMIT_EXCEEDED);
    }
  }

  @Test
  void whatIsNotHttpIsATypedError() throws IOException {
    try (Liar liar = Liar.saying("SSH-2.0-OpenSSH_9.2", "", false); Registries registries = Registries.open(settings(liar.address()))) {
      Repository repository = registries.repository(ImageReference.parse(liar.address() + "/team/app"));
      for (Runnable work : List.<Runnable>of(() -> repository.has(blob.digest()), repository::tags,
          () -> repository.push(blob, body()))) {
        SlipwayException failure = catchThrowableOfType(SlipwayException.class, work::run);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      }
      assertThat(catchThrowableOfType(SlipwayException.class, () -> read(repository, blob)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  private Call.Body body() {
    return Canary.body(bytes);
  }
}
