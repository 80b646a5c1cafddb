package dev.slipway.registry;

import dev.slipway.image.SecretValue;
import java.util.Optional;

/** How connections leave: directly or through a proxy. */
public sealed interface ProxyChoice {
  /**
   * As {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} of the environment say, in either case; without them,
   * as the system properties of the JVM say ({@code https.proxyHost} and so on).
   */
  enum Environment implements ProxyChoice {
    /** The only value. */
    INSTANCE
  }

  /** Never through a proxy. */
  enum Direct implements ProxyChoice {
    /** The only value. */
    INSTANCE
  }

  /**
   * Through one proxy. To log in to it on the way to a registry over TLS, the JDK must be allowed to, by the system property
   * {@code jdk.http.auth.tunneling.disabledSchemes} with an empty value: it is set if it is not, which comes too late where
   * a client of the JDK was used before.
   *
   * @param host name or address
   * @param port 1 to 65535
   * @param credential user and password for the proxy itself, never sent elsewhere
   */
  record Fixed(String host, int port, Optional<Login> credential) implements ProxyChoice {}

  /**
   * Who logs in to a proxy.
   *
   * @param username the user
   * @param password the password
   */
  record Login(String username, SecretValue password) {}
}
