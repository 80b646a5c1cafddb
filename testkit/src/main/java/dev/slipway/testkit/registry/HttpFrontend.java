package dev.slipway.testkit.registry;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.io.ByteStreams;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** A server of the JDK's on a free port of 127.0.0.1 that hands requests to the pipeline. */
final class HttpFrontend implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final int NO_BODY = -1;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  static {
    // read once, when the JDK's server is first used: small answers would wait for the acknowledgement of their head
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final Pipeline pipeline;
  private final Service service;
  private final HttpServer server;
  private final String scheme;
  private final HeadWatch threads;
  private final AtomicReference<CountDownLatch> hanging = new AtomicReference<>(new CountDownLatch(1));

  private HttpFrontend(Pipeline pipeline, Service service, HttpServer server, String scheme) {
    this.pipeline = pipeline;
    this.service = service;
    this.server = server;
    this.scheme = scheme;
    threads = new HeadWatch("slipway-registry-" + server.getAddress().getPort(), scheme.equals("http"));
  }

  static HttpFrontend start(Pipeline pipeline, Service service, Optional<SSLContext> tls) throws IOException {
    HttpServer server = tls.isPresent() ? HttpsServer.create() : HttpServer.create();
    if (server instanceof HttpsServer secure) {
      secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
    }
    server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
    HttpFrontend frontend = new HttpFrontend(pipeline, service, server, tls.isPresent() ? "https" : "http");
    server.setExecutor(frontend.threads);
    var unused = server.createContext("/", frontend::handle);
    server.start();
    return frontend;
  }

  URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    threads.headRead();
    try (exchange) {
      Delivery delivery = pipeline.deliver(service, request(exchange));
      if (delivery.isHanging()) {
        hanging.get().await();
      } else if (delivery.answer().isPresent()) {
        send(exchange, delivery, delivery.answer().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Request request(HttpExchange exchange) {
    ImmutableListMultimap.Builder<String, String> headers = ImmutableListMultimap.builder();
    exchange.getRequestHeaders().forEach(headers::putAll);
    Headers all = new Headers(headers.build());
    Optional<String> length = all.first("Content-Length");
    boolean chunked = all.has("Transfer-Encoding");
    OptionalLong bytes = length.isPresent() ? OptionalLong.of(Long.parseLong(length.get())) : OptionalLong.of(0);
    return new Request(exchange.getRequestMethod(), absolute(exchange, all), all, chunked ? OptionalLong.empty() : bytes,
        exchange.getRequestBody());
  }

  /** The address as the client wrote it, which may be another name of this machine. */
  private URI absolute(HttpExchange exchange, Headers headers) {
    URI asked = exchange.getRequestURI();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    String authority = headers.first("Host").orElse(uri().getRawAuthority());
    try {
      return new URI(scheme + "://" + authority + asked.getRawPath() + query);
    } catch (URISyntaxException strangeHost) {
      return uri().resolve(asked.getRawPath() + query);
    }
  }

  private static void send(HttpExchange exchange, Delivery delivery, Answer answer) throws IOException, InterruptedException {
    Thread.sleep(delivery.pace().before());
    answer.headers().all().forEach(exchange.getResponseHeaders()::add);
    long announced = delivery.announced(answer);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(announced));
      exchange.sendResponseHeaders(answer.status(), NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), announced == 0 ? NO_BODY : announced);
    long sent = delivery.sent(answer);
    if (sent > 0) {
      try (InputStream in = ByteStreams.limit(answer.body().openStream(), sent)) {
        copy(in, exchange.getResponseBody(), delivery.pace().bytesPerSecond(), (int) Math.min(sent, BUFFER));
      }
    }
    if (sent < announced) {
      // the server ends the connection of an exchange that is closed before its body is complete
      exchange.getResponseBody().flush();
    }
  }

  private static void copy(InputStream in, OutputStream out, long bytesPerSecond, int size) throws IOException, InterruptedException {
    byte[] buffer = new byte[bytesPerSecond > 0 ? (int) Math.max(1, Math.min(size, bytesPerSecond / 10)) : size];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (bytesPerSecond > 0) {
        TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(n) / bytesPerSecond);
        out.write(buffer, 0, n);
        out.flush();
      } else {
        out.write(buffer, 0, n);
      }
    }
  }

  /** Ends the connections that hang. */
  void release() {
    hanging.getAndSet(new CountDownLatch(1)).countDown();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.close();
  }
}
