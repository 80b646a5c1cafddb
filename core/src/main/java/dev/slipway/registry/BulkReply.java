package dev.slipway.registry;

import com.google.common.net.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * The answer to a call for many bytes, over the JDK's blocking client: it reads from the socket straight into the reader's
 * buffer, which takes a seventh of the processor time that the asynchronous client needs to hand over the same bytes.
 */
final class BulkReply implements Reply {
  private final HttpURLConnection connection;
  private final int status;
  private final InputStream body;

  private BulkReply(HttpURLConnection connection, int status, InputStream body) {
    this.connection = connection;
    this.status = status;
    this.body = body;
  }

  /** How TLS is done. */
  record Tls(SSLSocketFactory sockets, boolean verifiesHost) {}

  static Reply open(Call call, Proxy proxy, Tls tls, Map<String, String> further, Duration connectTimeout) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) call.uri().toURL().openConnection(proxy);
    if (connection instanceof HttpsURLConnection encrypted) {
      encrypted.setSSLSocketFactory(tls.sockets());
      if (!tls.verifiesHost()) {
        HostnameVerifier any = (host, session) -> true;
        encrypted.setHostnameVerifier(any);
      }
    }
    connection.setRequestMethod(call.method());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    // credentials that the JVM was given for other purposes stay away from here
    connection.setAuthenticator(new Authenticator() {
    });
    connection.setConnectTimeout((int) connectTimeout.toMillis());
    connection.setReadTimeout((int) call.silence().toMillis());
    connection.setRequestProperty(HttpHeaders.ACCEPT, "*/*");
    call.headers().forEach(connection::setRequestProperty);
    further.forEach(connection::setRequestProperty);
    return InterruptGuard.guarding(connection::disconnect, () -> answer(connection));
  }

  private static Reply answer(HttpURLConnection connection) throws IOException {
    try {
      int status = connection.getResponseCode();
      if (status < 0) {
        throw new IOException("the server answered with something else than HTTP");
      }
      InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      InputStream timed = new Timed(body == null ? InputStream.nullInputStream() : body);
      return new BulkReply(connection, status, new RateGuard(timed, connection::disconnect));
    } catch (SocketTimeoutException silence) {
      throw timeout(silence);
    }
  }

  private static HttpTimeoutException timeout(SocketTimeoutException cause) {
    HttpTimeoutException timeout = new HttpTimeoutException("the server sends nothing: " + cause.getMessage());
    var unused = timeout.initCause(cause);
    return timeout;
  }

  /** Tells silence as the other client does. */
  private static final class Timed extends FilterInputStream {
    Timed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (SocketTimeoutException silence) {
        throw timeout(silence);
      }
    }
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public List<String> headers(String name) {
    return connection.getHeaderFields().entrySet().stream().filter(field -> name.equalsIgnoreCase(field.getKey()))
        .flatMap(field -> field.getValue().stream()).toList().reversed();
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    try {
      if (body.read() >= 0) {
        // what is left may be gigabytes, which closing the stream alone would read for the sake of the connection
        connection.disconnect();
      }
      body.close();
    } catch (IOException ignored) {
      // nobody waits for the rest
    }
  }
}
