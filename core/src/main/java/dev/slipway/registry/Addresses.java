package dev.slipway.registry;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import dev.slipway.image.ImageReference;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** What addresses have in common and how they are shown. */
final class Addresses {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private Addresses() {}

  /** Without user info, query and fragment, which may hold secrets. */
  static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath();
  }

  static boolean isEncrypted(URI uri) {
    return "https".equals(uri.getScheme());
  }

  static int port(URI uri) {
    int usual = isEncrypted(uri) ? HTTPS : HTTP;
    return uri.getPort() < 0 ? usual : uri.getPort();
  }

  static String host(URI uri) {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  /** The same scheme, host and port. */
  static boolean isSameOrigin(URI one, URI other) {
    return isEncrypted(one) == isEncrypted(other) && host(one).equals(host(other)) && port(one) == port(other);
  }

  /** Host and, if it is not the usual one, port, as registries are named in settings. */
  static String name(URI uri) {
    boolean usual = port(uri) == (isEncrypted(uri) ? HTTPS : HTTP);
    return host(uri) + (usual ? "" : ":" + port(uri));
  }

  /** The same host, or hosts below one registrable domain; addresses and names of no public suffix are only like themselves. */
  static boolean isSameSite(URI one, URI other) {
    return host(one).equals(host(other))
        || site(host(one)).flatMap(site -> site(host(other)).filter(site::equals)).isPresent();
  }

  private static Optional<InternetDomainName> site(String host) {
    if (!InternetDomainName.isValid(host)) {
      return Optional.empty();
    }
    InternetDomainName name = InternetDomainName.from(host);
    return name.isUnderPublicSuffix() ? Optional.of(name.topPrivateDomain()) : Optional.empty();
  }

  /** Whether a host is this machine, as far as its name tells. */
  static boolean isLoopback(String host) {
    return host.equals("localhost") || host.endsWith(".localhost") || address(host).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  /** Whether a host is this machine or only reachable from it, such as the services that clouds offer to machines. */
  static boolean isInternal(String host) {
    return isLoopback(host) || address(host).map(address -> address.isLinkLocalAddress() || address.isAnyLocalAddress()).orElse(false);
  }

  private static Optional<InetAddress> address(String host) {
    String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return InetAddresses.isInetAddress(plain) ? Optional.of(InetAddresses.forString(plain)) : Optional.empty();
  }

  /** The host of a registry without its port. */
  static String hostOf(String registry) {
    int colon = registry.lastIndexOf(':');
    return (colon > registry.lastIndexOf(']') ? registry.substring(0, colon) : registry).toLowerCase(Locale.ROOT);
  }

  /** Where a registry's interface is: Docker's own has another name than its images. */
  static String served(String registry) {
    return registry.equals(ImageReference.DEFAULT_DOMAIN) ? "registry-1.docker.io" : registry;
  }
}
