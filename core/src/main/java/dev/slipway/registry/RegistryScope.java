package dev.slipway.registry;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImageReference;
import java.util.Optional;

/**
 * What a credential is for: a registry, or those of its repositories that lie below a path. Hosts and ports are compared
 * as they are written, without regard to case; only the names of Docker Hub count as one.
 *
 * @param host host with optional port, in lower case
 * @param path where the repositories lie; empty for all
 */
record RegistryScope(String host, String path) {
  private static final ImmutableSet<String> DOCKER_HUB = ImmutableSet.of("docker.io", "index.docker.io", "registry-1.docker.io");

  /**
   * The scope in the words of a caller: {@code localhost:5000}, {@code ghcr.io/team}.
   *
   * @throws InvalidValueException if that is neither a registry nor a path in one
   */
  static RegistryScope of(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    try {
      var unused = new ImageReference(host, slash < 0 ? "any" : text.substring(slash + 1), Optional.empty(), Optional.empty());
    } catch (InvalidValueException e) {
      String shown = text.indexOf('@') >= 0 ? text.substring(text.lastIndexOf('@') + 1) : text;
      throw new InvalidValueException(
          "'" + shown + "' does not name a registry; write host or host:port, such as 'localhost:5000', if need be with a path"
              + " behind it, such as 'ghcr.io/team'");
    }
    return new RegistryScope(normal(host), slash < 0 ? "" : text.substring(slash + 1));
  }

  /** The registry of a repository. */
  static RegistryScope registry(ImageReference repository) {
    return new RegistryScope(normal(repository.domain()), "");
  }

  /** Everything that a repository is in, itself first and its registry last. */
  static ImmutableList<RegistryScope> around(ImageReference repository) {
    String host = normal(repository.domain());
    ImmutableList.Builder<RegistryScope> scopes = ImmutableList.builder();
    for (String path = repository.path(); !path.isEmpty(); path = path.substring(0, Math.max(0, path.lastIndexOf('/')))) {
      scopes.add(new RegistryScope(host, path));
    }
    return scopes.add(new RegistryScope(host, "")).build();
  }

  /**
   * The scope of a key in a configuration file: {@code host}, {@code host:port}, {@code host/path}, and the addresses that
   * Docker wrote in its first years, {@code https://host/v1/}, whose paths say nothing. Empty for anything else, such as an
   * address with user info.
   */
  static Optional<RegistryScope> ofKey(String key) {
    String rest = key;
    for (String scheme : ImmutableList.of("https://", "http://")) {
      rest = rest.startsWith(scheme) ? rest.substring(scheme.length()) : rest;
    }
    boolean address = rest.length() < key.length();
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c > '~' || "@?#\\\"'".indexOf(c) >= 0)) {
      return Optional.empty();
    }
    boolean whole = address || path.equals("v1") || path.equals("v2");
    return Optional.of(new RegistryScope(normal(host), whole ? "" : path));
  }

  private static String normal(String host) {
    String lower = Ascii.toLowerCase(host);
    return DOCKER_HUB.contains(lower) ? ImageReference.DEFAULT_DOMAIN : lower;
  }

  /** Whether a repository is in here. */
  boolean holds(ImageReference repository) {
    return around(repository).contains(this);
  }

  /** As people write it. */
  @Override
  public String toString() {
    return path.isEmpty() ? host : host + "/" + path;
  }
}
