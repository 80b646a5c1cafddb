package dev.slipway.testkit.registry;

import java.net.URI;
import java.util.Optional;

/** A registry without sockets, which only {@link MemoryTransport} reaches: thousands of them cost next to nothing. */
public final class MemoryRegistry extends TestRegistry {
  /** Where a registry is unless it is told otherwise. */
  private static final String USUAL_HOST = "registry.test";
  private static final int REGISTRY_PORT = 5000;
  private static final int TOKEN_PORT = 5001;

  private final String host;

  private MemoryRegistry(ServerSettings settings, String host) {
    super(settings);
    this.host = host;
  }

  /** An empty registry at {@code registry.test:5000}, over https. */
  public static MemoryRegistry open(ServerSettings settings) {
    return open(settings, USUAL_HOST);
  }

  /**
   * An empty registry over https.
   *
   * @param host a host name; the registry is at its port 5000, and {@code auth.} and the host name, port 5001, is the token
   *     service
   */
  public static MemoryRegistry open(ServerSettings settings, String host) {
    return new MemoryRegistry(settings.withTls(), host);
  }

  @Override
  public URI uri() {
    return URI.create("https://" + host + ":" + REGISTRY_PORT);
  }

  @Override
  public Optional<URI> tokenUri() {
    return settings().access() instanceof Access.Tokens
        ? Optional.of(URI.create("https://auth." + host + ":" + TOKEN_PORT))
        : Optional.empty();
  }
}
