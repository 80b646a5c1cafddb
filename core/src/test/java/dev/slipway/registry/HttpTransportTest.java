package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableListMultimap;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpTransportTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<String> authorization = new AtomicReference<>("");
  private HttpServer server;
  private HttpTransport transport;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    transport = new HttpTransport(RegistrySettings.defaults());
  }

  @AfterEach
  void stop() {
    transport.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/echo" -> {
          byte[] bytes = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        }
        case "/hang" -> sleep();
        case "/stall" -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          sleep();
        }
        case "/cut" -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
        }
        case "/refused" -> {
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          exchange.getResponseHeaders().add("X-Twice", "1");
          exchange.getResponseHeaders().add("X-Twice", "2");
          exchange.sendResponseHeaders(401, 0);
        }
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(Duration.ofMinutes(1));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Call call(String path, boolean bulk) {
    Call call = Call.of("GET", URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path)).withSilence(Duration.ofSeconds(1));
    return bulk ? call.inBulk() : call;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_071, 131_072, 131_073, 5_000_000})
  void aBodyArrivesWhole(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Call call = new Call("PUT", call("/echo", false).uri(), ImmutableListMultimap.of(), Optional.empty(),
        Duration.ofSeconds(10), false).withBody(new Call.Body() {
          @Override
          public long length() {
            return bytes.length;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(bytes);
          }
        });
    try (Reply reply = transport.send(call)) {
      assertThat(reply.body().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void aBodyThatIsShorterThanStatedFailsTheCall() {
    Call call = call("/echo", false).withBody(new Call.Body() {
      @Override
      public long length() {
        return 100;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(new byte[99]);
      }
    });
    assertThatThrownBy(() -> transport.send(call)).isInstanceOf(IOException.class).hasMessageContaining("99 of 100");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerThatDoesNotAnswerIsGivenUp(boolean bulk) {
    assertThatThrownBy(() -> transport.send(call("/hang", bulk)).close()).isInstanceOf(HttpTimeoutException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyListeningIsAFailure(boolean bulk) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Call call = Call.of("GET", URI.create("http://127.0.0.1:" + port + "/"));
    assertThatThrownBy(() -> transport.send(bulk ? call.inBulk() : call).close()).isInstanceOf(IOException.class);
  }

  @Test
  void silenceInTheMiddleOfABulkBodyIsAFailure() throws Exception {
    try (Reply reply = transport.send(call("/stall", true))) {
      assertThatThrownBy(() -> reply.body().readNBytes(100)).isInstanceOf(HttpTimeoutException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWaitEndsWithAnInterrupt(boolean bulk) throws Exception {
    for (String path : new String[]{"/hang", "/stall"}) {
      CountDownLatch done = new CountDownLatch(1);
      Thread reader = Thread.ofPlatform().start(() -> {
        try (Reply reply = transport.send(call(path, bulk).withSilence(Duration.ofMinutes(5)))) {
          var unused = reply.body().readNBytes(100);
        } catch (IOException | InterruptedException expected) {
          done.countDown();
        }
      });
      Thread.sleep(300);
      long start = System.nanoTime();
      reader.interrupt();
      done.await();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void headersOfARefusalCanBeReadAndNoOtherCredentialOfTheJvmIsSent() throws Exception {
    Authenticator.setDefault(new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication("canary", "canary".toCharArray());
      }
    });
    try {
      for (boolean bulk : new boolean[]{false, true}) {
        try (Reply reply = transport.send(call("/refused", bulk))) {
          assertThat(reply.status()).isEqualTo(401);
          assertThat(reply.header("www-authenticate")).hasValue("Basic realm=\"x\"");
          assertThat(reply.headers("X-TWICE")).containsExactlyInAnyOrder("1", "2");
          assertThat(authorization.get()).isEqualTo("null");
        }
      }
    } finally {
      Authenticator.setDefault(null);
    }
  }

  @Test
  void nothingIsSentAfterClosing() {
    transport.close();
    assertThatThrownBy(() -> transport.send(call("/echo", false))).isInstanceOf(IOException.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> transport.send(call("/echo", true))).isInstanceOf(IOException.class).hasMessageContaining("closed");
  }
}
