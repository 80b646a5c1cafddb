package dev.slipway.registry;

import com.google.common.net.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The transport over the JDK's HTTP clients, which keep connections: the asynchronous one, but the blocking one for bulk. */
final class HttpTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  /** What is sent in one piece, in bytes. */
  private static final long SMALL = 1 << 17;
  private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";
  private static final String USER_AGENT = "slipway";

  private final RegistrySettings settings;
  private final ProxyRoutes routes;
  private @Nullable Route verifying;
  private @Nullable Route trusting;
  private boolean closed;

  /** One way of doing TLS. */
  private record Route(HttpClient client, SSLSocketFactory sockets) {}

  HttpTransport(RegistrySettings settings) {
    this.settings = settings;
    this.routes = ProxyRoutes.of(settings.proxy(), System.getenv());
    if (routes.haveLogin() && System.getProperty(TUNNELS) == null) {
      // the JDK tells no proxy a password for a tunnel unless it was allowed to before its clients are first used
      System.setProperty(TUNNELS, "");
    }
    if (!settings.authorities().isEmpty()) {
      // a file that cannot be read is reported now, and not at the first connection
      verifying = route(true);
    }
  }

  /** Opened when it is first needed: a client has threads of its own. */
  private synchronized Route route(URI uri) throws IOException {
    if (closed) {
      throw new IOException("the registries were closed");
    }
    if (isInsecure(uri)) {
      Route route = trusting == null ? route(false) : trusting;
      trusting = route;
      return route;
    }
    Route route = verifying == null ? route(true) : verifying;
    verifying = route;
    return route;
  }

  private Route route(boolean verifies) {
    SSLContext context = verifies ? Trust.verifying(settings.authorities()) : Trust.blind();
    // version 1.1: one stalled upload must not hold up the others that share its connection
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT)
        .followRedirects(HttpClient.Redirect.NEVER).proxy(routes.selector()).sslContext(context).build();
    return new Route(client, context.getSocketFactory());
  }

  @Override
  public Reply send(Call call) throws IOException, InterruptedException {
    if (call.isBulk() || call.body().map(Call.Body::length).orElse(0L) > SMALL) {
      return bulk(call);
    }
    CompletableFuture<HttpResponse<InputStream>> answer = route(call.uri()).client().sendAsync(request(call),
        BodyHandlers.ofInputStream());
    try {
      return new JdkReply(answer.get(call.silence().toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException known ? known : new IOException(String.valueOf(failure.getCause()), failure);
    } catch (InterruptedException | TimeoutException given) {
      answer.cancel(true);
      if (given instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new HttpTimeoutException("nothing moved for " + call.silence().toSeconds() + " s");
    }
  }

  private Reply bulk(Call call) throws IOException, InterruptedException {
    SSLSocketFactory sockets = route(call.uri()).sockets();
    HttpURLConnection connection = (HttpURLConnection) call.uri().toURL().openConnection(routes.selector().select(call.uri()).get(0));
    if (connection instanceof HttpsURLConnection encrypted) {
      encrypted.setSSLSocketFactory(sockets);
      if (isInsecure(call.uri())) {
        encrypted.setHostnameVerifier((host, session) -> true);
      }
    }
    connection.setRequestMethod(call.method());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    // credentials that the JVM was given for other purposes stay away from here
    connection.setAuthenticator(new ProxyAuthenticator(routes.loginFor(call.uri())));
    connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
    connection.setReadTimeout((int) call.silence().toMillis());
    connection.setRequestProperty(HttpHeaders.ACCEPT, "*/*");
    connection.setRequestProperty(HttpHeaders.USER_AGENT, USER_AGENT);
    call.headers().forEach(connection::setRequestProperty);
    if (!Addresses.isEncrypted(call.uri())) {
      // through a tunnel, this client would send it to the registry
      routes.authorization(call.uri()).ifPresent(value -> connection.setRequestProperty(HttpHeaders.PROXY_AUTHORIZATION, value.reveal()));
    }
    if (call.body().isPresent()) {
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(call.body().get().length());
    }
    return BulkReply.open(connection, call);
  }

  private boolean isInsecure(URI uri) {
    return Addresses.isEncrypted(uri) && settings.insecure().contains(Addresses.name(uri));
  }

  private HttpRequest request(Call call) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).header(HttpHeaders.USER_AGENT, USER_AGENT);
    call.headers().forEach(request::header);
    routes.authorization(call.uri()).ifPresent(value -> request.header(HttpHeaders.PROXY_AUTHORIZATION, value.reveal()));
    return request.method(call.method(), call.body().isPresent() ? publisher(call.body().get()) : BodyPublishers.noBody()).build();
  }

  private static BodyPublisher publisher(Call.Body body) throws IOException {
    try (InputStream in = body.open()) {
      byte[] bytes = in.readNBytes((int) body.length());
      if (bytes.length < body.length()) {
        throw new IOException("there are only " + bytes.length + " of " + body.length() + " bytes to send");
      }
      return BodyPublishers.ofByteArray(bytes);
    }
  }

  /** Knows who logs in to the proxy, which a tunnel cannot be told otherwise, and nobody else. */
  private static final class ProxyAuthenticator extends Authenticator {
    private final Optional<ProxyChoice.Login> login;

    ProxyAuthenticator(Optional<ProxyChoice.Login> login) {
      this.login = login;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return login.isPresent() && getRequestorType() == RequestorType.PROXY
          ? new PasswordAuthentication(login.get().username(), login.get().password().reveal().toCharArray())
          : null;
    }
  }

  /** An answer of the JDK's client. */
  private static final class JdkReply implements Reply {
    private final HttpResponse<InputStream> response;
    private final InputStream body;

    JdkReply(HttpResponse<InputStream> response) {
      this.response = response;
      // a proxy's refusal of a tunnel comes without one
      InputStream bytes = response.body() == null ? InputStream.nullInputStream() : response.body();
      this.body = new RateGuard(bytes, () -> abandon(bytes));
    }

    private static void abandon(InputStream body) {
      try {
        body.close();
      } catch (IOException ignored) {
        // the reader is told what matters
      }
    }

    @Override
    public int status() {
      return response.statusCode();
    }

    @Override
    public List<String> headers(String name) {
      return response.headers().allValues(name);
    }

    @Override
    public InputStream body() {
      return body;
    }

    @Override
    public void close() {
      try {
        // a short rest is read, so that the connection can serve again
        Optional<String> length = header(HttpHeaders.CONTENT_LENGTH);
        if (length.isPresent() && length.get().length() <= 4) {
          var unused = body.readNBytes(1 << 14);
        }
        body.close();
      } catch (IOException ignored) {
        // nobody waits for the rest
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (verifying != null) {
      verifying.client().shutdownNow();
    }
    if (trusting != null) {
      trusting.client().shutdownNow();
    }
  }
}
