package dev.slipway.registry;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How registries are reached. Making one touches nothing; files are read when it is used.
 *
 * <p>Registries are named by host and, unless it is the usual one, port, as in image references:
 * {@code registry.example}, {@code localhost:5000}.
 *
 * @param credentials where credentials are looked for
 * @param insecure registries whose TLS certificate is not verified
 * @param plainHttp registries that are asked over http, credentials included. Those on this machine (loopback) need not be
 *     named: http is tried for them
 * @param mirrors of a registry, in the order in which they are asked before it, for reading
 * @param tokenServices hosts that may get the credentials of a registry to make tokens of them, besides the registry
 *     itself and, over TLS, hosts of the same site
 * @param authorities files of PEM certificates that are trusted besides those of the JVM
 * @param proxy how connections leave
 * @param patience how failures are borne with
 * @param transfers how many blobs travel at once
 */
public record RegistrySettings(Credentials credentials, ImmutableSet<String> insecure, ImmutableSet<String> plainHttp,
    ImmutableListMultimap<String, String> mirrors, ImmutableSetMultimap<String, String> tokenServices, ImmutableSet<Path> authorities,
    ProxyChoice proxy, Patience patience, int transfers) {

  private static final int DEFAULT_TRANSFERS = 4;

  /** Checks names and bounds. */
  public RegistrySettings {
    insecure.forEach(RegistrySettings::check);
    plainHttp.forEach(RegistrySettings::check);
    mirrors.forEach((registry, mirror) -> {
      check(registry);
      check(mirror);
    });
    tokenServices.keySet().forEach(RegistrySettings::check);
    if (transfers < 1 || transfers > 100) {
      throw new InvalidValueException("'" + transfers + "' transfers at once is not between 1 and 100");
    }
  }

  private static void check(String registry) {
    try {
      var unused = new ImageReference(registry, "any", Optional.empty(), Optional.empty());
    } catch (InvalidValueException e) {
      throw new InvalidValueException("'" + registry + "' does not name a registry; write host or host:port, such as 'localhost:5000'", e);
    }
  }

  /** No credentials, TLS everywhere but on this machine, no mirrors, the environment's proxy, four transfers at once. */
  public static RegistrySettings defaults() {
    return new RegistrySettings(Credentials.none(), ImmutableSet.of(), ImmutableSet.of(), ImmutableListMultimap.of(),
        ImmutableSetMultimap.of(), ImmutableSet.of(), ProxyChoice.Environment.INSTANCE, Patience.DEFAULT, DEFAULT_TRANSFERS);
  }

  /** The same with other credentials. */
  public RegistrySettings withCredentials(Credentials newCredentials) {
    return new RegistrySettings(newCredentials, insecure, plainHttp, mirrors, tokenServices, authorities, proxy, patience, transfers);
  }

  /** The same, not verifying a registry's certificate: whoever is between here and there can read and change everything. */
  public RegistrySettings withInsecure(String registry) {
    return new RegistrySettings(credentials, with(insecure, registry), plainHttp, mirrors, tokenServices, authorities, proxy, patience,
        transfers);
  }

  /** The same, asking a registry over http: whoever is between here and there can read and change everything. */
  public RegistrySettings withPlainHttp(String registry) {
    return new RegistrySettings(credentials, insecure, with(plainHttp, registry), mirrors, tokenServices, authorities, proxy, patience,
        transfers);
  }

  /** The same, reading what is on a registry from a mirror first, after mirrors that were named before. */
  public RegistrySettings withMirror(String registry, String mirror) {
    return new RegistrySettings(credentials, insecure, plainHttp,
        ImmutableListMultimap.<String, String>builder().putAll(mirrors).put(registry, mirror).build(), tokenServices, authorities, proxy,
        patience, transfers);
  }

  /**
   * The same, permitting a registry's credentials to go to a token service.
   *
   * @param host a host with optional port
   */
  public RegistrySettings withTokenService(String registry, String host) {
    SetMultimap<String, String> all = LinkedHashMultimap.create(tokenServices);
    all.put(registry, host);
    return new RegistrySettings(credentials, insecure, plainHttp, mirrors, ImmutableSetMultimap.copyOf(all), authorities, proxy, patience,
        transfers);
  }

  /** The same, trusting the certificates of a PEM file too. */
  public RegistrySettings withAuthority(Path pem) {
    return new RegistrySettings(credentials, insecure, plainHttp, mirrors, tokenServices,
        ImmutableSet.<Path>builder().addAll(authorities).add(pem).build(), proxy, patience, transfers);
  }

  /** The same with another way out. */
  public RegistrySettings withProxy(ProxyChoice newProxy) {
    return new RegistrySettings(credentials, insecure, plainHttp, mirrors, tokenServices, authorities, newProxy, patience, transfers);
  }

  /** The same with more or less patience. */
  public RegistrySettings withPatience(Patience newPatience) {
    return new RegistrySettings(credentials, insecure, plainHttp, mirrors, tokenServices, authorities, proxy, newPatience, transfers);
  }

  /** The same with another number of blobs that travel at once. */
  public RegistrySettings withTransfers(int newTransfers) {
    return new RegistrySettings(credentials, insecure, plainHttp, mirrors, tokenServices, authorities, proxy, patience, newTransfers);
  }

  private static ImmutableSet<String> with(ImmutableSet<String> names, String name) {
    return ImmutableSet.<String>builder().addAll(names).add(name).build();
  }
}
