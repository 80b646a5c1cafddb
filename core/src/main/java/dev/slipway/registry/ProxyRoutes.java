package dev.slipway.registry;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.image.SecretValue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which proxy an address is reached through. */
final class ProxyRoutes {
  /** A proxy, and who logs in there. */
  private record Route(InetSocketAddress address, Optional<ProxyChoice.Login> login) {}

  private final Optional<Route> https;
  private final Optional<Route> http;
  private final ImmutableList<String> direct;
  private final ProxySelector otherwise;
  /** What variables of the environment say is meant for the way out of this machine. */
  private final boolean sparesLoopback;

  private ProxyRoutes(Optional<Route> https, Optional<Route> http, ImmutableList<String> direct, ProxySelector otherwise,
      boolean sparesLoopback) {
    this.https = https;
    this.http = http;
    this.direct = direct;
    this.otherwise = otherwise;
    this.sparesLoopback = sparesLoopback;
  }

  static ProxyRoutes of(ProxyChoice choice, Map<String, String> environment) {
    return switch (choice) {
      case ProxyChoice.Direct none -> new ProxyRoutes(Optional.empty(), Optional.empty(), ImmutableList.of(), HttpDirect.INSTANCE, false);
      case ProxyChoice.Fixed fixed -> {
        Optional<Route> route = Optional.of(new Route(InetSocketAddress.createUnresolved(fixed.host(), fixed.port()), fixed.credential()));
        yield new ProxyRoutes(route, route, ImmutableList.of(), HttpDirect.INSTANCE, false);
      }
      case ProxyChoice.Environment variables -> fromEnvironment(environment);
    };
  }

  private static ProxyRoutes fromEnvironment(Map<String, String> environment) {
    Optional<Route> https = variable(environment, "HTTPS_PROXY").map(ProxyRoutes::route);
    Optional<Route> http = variable(environment, "HTTP_PROXY").map(ProxyRoutes::route);
    ImmutableList<String> direct = ImmutableList.copyOf(Splitter.on(',').trimResults().omitEmptyStrings()
        .split(variable(environment, "NO_PROXY").orElse("").toLowerCase(Locale.ROOT)));
    ProxySelector system = Optional.ofNullable(ProxySelector.getDefault()).orElse(HttpDirect.INSTANCE);
    return new ProxyRoutes(https, http, direct, https.isPresent() || http.isPresent() ? HttpDirect.INSTANCE : system, true);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }

  private static Route route(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null && "http".equals(uri.getScheme())) {
        int port = uri.getPort() < 0 ? Addresses.port(uri) : uri.getPort();
        return new Route(InetSocketAddress.createUnresolved(uri.getHost(), port), login(uri));
      }
    } catch (IllegalArgumentException malformed) {
      // its message repeats the address, in which there may be a password
    }
    throw new RegistryException(ErrorCode.INVALID_VALUE,
        "the proxy that HTTPS_PROXY or HTTP_PROXY names is no http address, such as 'http://proxy.example:3128'");
  }

  private static Optional<ProxyChoice.Login> login(URI uri) {
    String info = uri.getUserInfo();
    int colon = info == null ? -1 : info.indexOf(':');
    return info == null || colon < 1 || colon + 1 == info.length()
        ? Optional.empty()
        : Optional.of(new ProxyChoice.Login(info.substring(0, colon), SecretValue.of(info.substring(colon + 1))));
  }

  private Optional<Route> route(URI uri) {
    String host = Addresses.host(uri);
    boolean near = sparesLoopback && Addresses.isLoopback(host)
        || direct.stream().anyMatch(pattern -> matches(pattern, host, Addresses.port(uri)));
    return near ? Optional.empty() : Addresses.isEncrypted(uri) ? https : http;
  }

  /** {@code *}, a host, a domain with or without leading dot, each with or without port. */
  private static boolean matches(String pattern, String host, int port) {
    int colon = pattern.lastIndexOf(':');
    boolean hasPort = colon > 0 && pattern.indexOf(':') == colon;
    if (hasPort && !pattern.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String name = hasPort ? pattern.substring(0, colon) : pattern;
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    return domain.equals("*") || host.equals(domain) || host.endsWith(domain.startsWith(".") ? domain : "." + domain);
  }

  /** What the proxy on the way to an address wants to see. */
  Optional<SecretValue> authorization(URI uri) {
    return route(uri).flatMap(Route::login)
        .map(login -> Authorizations.basic(new Credential.UserPassword(login.username(), login.password())));
  }

  ProxySelector selector() {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        return route(uri).map(route -> List.of(new Proxy(Proxy.Type.HTTP, resolved(route.address()))))
            .orElseGet(() -> otherwise.select(uri));
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // there is no other proxy to choose
      }
    };
  }

  private static InetSocketAddress resolved(InetSocketAddress address) {
    return new InetSocketAddress(address.getHostString(), address.getPort());
  }

  /** No proxy. */
  private static final class HttpDirect extends ProxySelector {
    static final HttpDirect INSTANCE = new HttpDirect();

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // nothing was chosen
    }
  }
}
