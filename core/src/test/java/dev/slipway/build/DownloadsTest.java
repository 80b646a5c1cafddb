package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Add;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  private static final byte[] BYTES = "downloaded".getBytes(StandardCharsets.UTF_8);
  private static final Digest SHA256 = Digest.sha256(BYTES);
  private static final Digest SHA512 = new Digest(Digest.Algorithm.SHA512, Hashing.sha512().hashBytes(BYTES).toString());

  @TempDir
  Path directory;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Workbench bench;
  private HttpServer server;
  private String host;

  @BeforeEach
  void open() throws IOException {
    bench = new Workbench(directory);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    host = "localhost:" + server.getAddress().getPort();
  }

  @AfterEach
  void close() {
    server.stop(0);
    bench.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    asked.add(path + " " + exchange.getRequestHeaders().getFirst("Accept-Encoding"));
    byte[] body = path.endsWith("/archive") ? Tars.tar(tar -> tar.file("f", "1")) : BYTES;
    int status = path.startsWith("/missing") ? 404 : 200;
    if (path.startsWith("/to/")) {
      status = 302;
      exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getQuery());
    } else if (path.startsWith("/again")) {
      status = 301;
      exchange.getResponseHeaders().set("Location", "/again");
    }
    exchange.getResponseHeaders().set("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
    exchange.sendResponseHeaders(status, path.endsWith("/cut") ? body.length + 10 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private BuildOptions allowed() {
    return BuildOptions.defaults().urls(UrlPolicy.allowing(host));
  }

  private Stage adding(String path) {
    return Stage.scratch().add("http://" + host + path, "/");
  }

  private List<String> added(String path) {
    return bench.files(bench.build(adding(path), allowed()));
  }

  private void assertFails(Stage stage, BuildOptions options, ErrorCode code, String message) {
    assertThatThrownBy(() -> bench.build(stage, options)).isInstanceOf(BuildException.class)
        .hasMessageContaining(message)
        .extracting(failure -> ((BuildException) failure).code()).isEqualTo(code);
  }

  @Test
  void nothingIsFetchedUnlessTheHostIsAllowed() {
    assertFails(adding("/f"), BuildOptions.defaults(), ErrorCode.NOT_ALLOWED,
        "ADD may not fetch from '" + host + "': allow the host by BuildOptions.urls(UrlPolicy.allowing(\"" + host + "\"))");
    assertFails(adding("/f"), BuildOptions.defaults().urls(UrlPolicy.allowing("localhost", "example.org")), ErrorCode.NOT_ALLOWED, host);
    assertThat(asked).isEmpty();
  }

  @Test
  void aFileIsNamedAfterThePathAndReadableByItsOwnerOnly() {
    assertThat(added("/d/tool?token=s3cret")).containsExactly("/tool 600 0:0 = downloaded");
    assertThat(added("/a%20b")).containsExactly("/a b 600 0:0 = downloaded");
    assertThat(added("/dir/")).containsExactly("/dir 600 0:0 = downloaded");
    assertThat(added("/")).containsExactly("/__unnamed__ 600 0:0 = downloaded");
    assertThat(added("")).containsExactly("/__unnamed__ 600 0:0 = downloaded");
    assertThat(asked).allMatch(request -> request.endsWith(" identity"));
  }

  @Test
  void theServersTimeIsTheFilesUnlessItIsClamped() {
    BuiltImage kept = bench.build(adding("/f"), allowed().timestamps(Timestamps.kept()));
    assertThat(kept.tree().lookup(ImagePath.of("/f")).orElseThrow().entry().mtimeSeconds()).isEqualTo(1_445_412_480);
    BuiltImage clamped = bench.build(adding("/f"), allowed());
    assertThat(clamped.tree().lookup(ImagePath.of("/f")).orElseThrow().entry().mtimeSeconds()).isEqualTo(1);
  }

  @Test
  void redirectsAreFollowedToAllowedHostsOnly() {
    assertThat(added("/to/x?/f")).containsExactly("/x 600 0:0 = downloaded");
    int port = server.getAddress().getPort();
    assertFails(adding("/to/x?http://127.0.0.1:" + port + "/f"), allowed(), ErrorCode.NOT_ALLOWED, "'127.0.0.1:" + port + "'");
    assertFails(adding("/to/x?file:///etc/passwd"), allowed(), ErrorCode.INVALID_VALUE, "it must be http or https");
    assertFails(adding("/to/x?http://%25zz/"), allowed(), ErrorCode.STEP_FAILED, "which is no address");
    assertFails(adding("/again"), allowed(), ErrorCode.LIMIT_EXCEEDED, "was redirected more than 10 times");
  }

  @Test
  void checksumsAreChecked() {
    String url = "http://" + host + "/f";
    for (Digest right : List.of(SHA256, SHA512)) {
      assertThat(bench.files(bench.build(Stage.scratch().add(Add.of(url, "/").checksum(right)), allowed())))
          .containsExactly("/f 600 0:0 = downloaded");
    }
    for (Digest wrong : List.of(Digest.sha256(new byte[1]), new Digest(Digest.Algorithm.SHA512, "0".repeat(128)))) {
      assertFails(Stage.scratch().add(Add.of(url, "/").checksum(wrong)), allowed(), ErrorCode.DIGEST_MISMATCH, "not '" + wrong + "'");
    }
  }

  @Test
  void knownBytesAreNotFetchedAgain() {
    Stage stage = Stage.scratch().add(Add.of("http://" + host + "/f", "/").checksum(SHA256));
    BuiltImage first = bench.build(stage, allowed());
    assertThat(asked).hasSize(1);
    BuiltImage second = bench.build(stage, allowed());
    assertThat(asked).hasSize(1);
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(second.report().misses()).isEmpty();
  }

  @Test
  void unchangedBytesAreAHit() {
    var unused = bench.build(adding("/f"), allowed());
    assertThat(bench.build(adding("/f"), allowed()).report().misses()).isEmpty();
    assertThat(asked).hasSize(2);
  }

  @Test
  void archivesFromTheWebAreUnpackedOnlyIfAsked() {
    assertThat(added("/archive")).singleElement().asString().startsWith("/archive 600 0:0");
    Stage unpacking = Stage.scratch().add(Add.of("http://" + host + "/archive", "/").unpacking(true));
    assertThat(bench.files(bench.build(unpacking, allowed()))).containsExactly("/f 640 7:8 = 1");
  }

  @Test
  void failuresNameTheAddressWithoutItsSecrets() {
    assertFails(adding("/missing?token=s3cret"), allowed(), ErrorCode.STEP_FAILED,
        "ADD of 'http://" + host + "/missing' failed: the server answered 404");
    assertFails(adding("/cut"), allowed(), ErrorCode.IO, "ADD of 'http://" + host + "/cut' failed: ");
    assertThatThrownBy(() -> bench.build(Stage.scratch().add("http://user:s3cret@" + host + "/@scope/f", "/"), allowed()))
        .isInstanceOf(BuildException.class).hasMessageContaining("'http://" + host + "/@scope/f'").hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> bench.build(Stage.scratch().add("http://user:s3cret@h /f", "/"), allowed()))
        .isInstanceOf(BuildException.class).hasMessageNotContaining("s3cret").hasNoCause();
    assertFails(Stage.scratch().add("https://example.org/x.git", "/"), allowed(), ErrorCode.UNSUPPORTED, "ADD of a Git repository");
  }

  @Test
  void aServerThatFallsSilentIsLeft() {
    InputStream silent = new InputStream() {
      private volatile boolean closed;

      @Override
      public int read() throws IOException {
        while (!closed) {
          Thread.onSpinWait();
        }
        throw new IOException("closed");
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return read();
      }

      @Override
      public void close() {
        closed = true;
      }
    };
    assertThatThrownBy(() -> {
      try (InputStream guarded = new StallGuard(silent, Duration.ofMillis(40))) {
        var unused = guarded.read(new byte[10]);
      }
    }).isInstanceOf(IOException.class).hasMessageContaining("the server sent nothing");
  }
}
