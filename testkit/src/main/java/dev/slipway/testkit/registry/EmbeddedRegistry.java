package dev.slipway.testkit.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A registry on a free port of this machine's loopback address, served by the JDK's HTTP server; its token service, if it
 * has one, is on another port. Closing it ends the servers and deletes the content.
 */
public final class EmbeddedRegistry extends TestRegistry {
  private final HttpFrontend registry;
  private final Optional<HttpFrontend> tokens;

  private EmbeddedRegistry(ServerSettings settings) throws IOException {
    super(settings);
    Optional<SSLContext> tls = settings.tls() ? Optional.of(ServerCertificate.shared().context()) : Optional.empty();
    registry = HttpFrontend.start(pipeline(), Service.REGISTRY, tls);
    tokens = settings.access() instanceof Access.Tokens
        ? Optional.of(HttpFrontend.start(pipeline(), Service.TOKENS, tls))
        : Optional.empty();
  }

  /** An empty registry with usual settings: open to everybody, over http. */
  public static EmbeddedRegistry start() {
    return start(ServerSettings.defaults());
  }

  /**
   * An empty registry.
   *
   * @throws UncheckedIOException if no port can be had, or the certificate for https cannot be made
   */
  public static EmbeddedRegistry start(ServerSettings settings) {
    try {
      return new EmbeddedRegistry(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a registry", e);
    }
  }

  @Override
  public URI uri() {
    return registry.uri();
  }

  @Override
  public Optional<URI> tokenUri() {
    return tokens.map(HttpFrontend::uri);
  }

  /** The registry by the other name of this machine: {@code localhost:40123}. */
  public String localhost() {
    return "localhost:" + uri().getPort();
  }

  /**
   * The certificate of all registries of this process that are served over https, as a PEM file with the name {@code ca.crt}
   * that is alone in its directory. It is valid for {@code 127.0.0.1}, {@code ::1} and {@code localhost}.
   */
  public static Path certificate() {
    try {
      return ServerCertificate.shared().pem();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate", e);
    }
  }

  /** Ends all scripts, and the connections of requests that hang. */
  @Override
  public void clearFaults() {
    super.clearFaults();
    registry.release();
    tokens.ifPresent(HttpFrontend::release);
  }

  @Override
  public void close() {
    registry.close();
    tokens.ifPresent(HttpFrontend::close);
    super.close();
  }
}
