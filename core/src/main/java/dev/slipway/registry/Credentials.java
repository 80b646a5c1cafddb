package dev.slipway.registry;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImageReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where credentials are looked for. For implementers too; safe for use by several threads. Making one touches no file,
 * variable or program; finding does, each time.
 *
 * <p>A credential is only ever found for the registry that it was kept for, host and port compared as they are written.
 * What cannot be read (a malformed file, a helper that fails) is logged as a warning and named among the places; the
 * search goes on elsewhere, for the same registry.
 */
public interface Credentials {
  /**
   * What was found, and where was looked, so that a refusal can say it.
   *
   * @param credential what was found, if anything
   * @param places each place that was looked at, in words, without secrets, such as
   *     {@code auths of '/home/me/.docker/config.json' (no entry for 'localhost:5000')}; where something was found, that
   *     place is the last
   */
  record Lookup(Optional<Credential> credential, ImmutableList<String> places) {}

  /** Looks for the credential of a repository; tag and digest do not matter. */
  Lookup find(ImageReference repository);

  /** No credentials: everybody's access. */
  static Credentials none() {
    return repository -> new Lookup(Optional.empty(), ImmutableList.of());
  }

  /**
   * One credential for one registry.
   *
   * @param registry host with optional port, such as {@code localhost:5000}, or the repositories below a path of it, such as
   *     {@code ghcr.io/team}
   * @throws dev.slipway.InvalidValueException if that names no registry
   */
  static Credentials of(String registry, Credential credential) {
    return new KnownCredentials(RegistryScope.of(registry), credential);
  }

  /** The first credential that any of these finds, asked in order and only as long as nothing is found. */
  static Credentials first(Credentials... inOrder) {
    return first(ImmutableList.copyOf(inOrder));
  }

  /** As {@link #first(Credentials...)}. */
  static Credentials first(Iterable<? extends Credentials> inOrder) {
    return new CredentialChain(ImmutableList.copyOf(inOrder));
  }

  /**
   * Credentials of environment variables:
   *
   * <ul>
   *   <li>{@code SLIPWAY_REGISTRY} names a registry (or a path in one, as in {@link #of}), {@code SLIPWAY_REGISTRY_USERNAME}
   *       and {@code SLIPWAY_REGISTRY_PASSWORD} are for it and nobody else; all three are needed.
   *   <li>For further registries, a word of capital letters and digits of your choice stands behind: {@code SLIPWAY_REGISTRY_CI},
   *       {@code SLIPWAY_REGISTRY_CI_USERNAME}, {@code SLIPWAY_REGISTRY_CI_PASSWORD}. The registry is a value, not part of a name,
   *       since different registries would have the same name once their dots and hyphens are replaced.
   *   <li>{@code DOCKER_AUTH_CONFIG} holds a whole configuration file, as {@link #dockerConfig(Path)} reads it and as GitLab's
   *       runners have it. It counts after the others.
   * </ul>
   */
  static Credentials environment() {
    return new EnvironmentCredentials(Surroundings::system, CredentialHelper.TIMEOUT);
  }

  /**
   * Credentials of a configuration file of Docker's or Podman's: {@code credHelpers}, {@code credsStore}, {@code auths}, in
   * that order. Regular files of at most 1 MiB are read.
   */
  static Credentials dockerConfig(Path file) {
    return DockerConfigCredentials.of(file, Surroundings::system, CredentialHelper.TIMEOUT);
  }

  /**
   * Credentials of the user's configuration files: {@code config.json} in {@code $DOCKER_CONFIG} or else {@code ~/.docker},
   * then {@code $REGISTRY_AUTH_FILE} or else {@code containers/auth.json} in {@code $XDG_RUNTIME_DIR} and in
   * {@code $XDG_CONFIG_HOME} or {@code ~/.config}, then {@code ~/.dockercfg} unless {@code $DOCKER_CONFIG} is set.
   */
  static Credentials dockerConfig() {
    return DockerConfigCredentials.ofUser(Surroundings::system, CredentialHelper.TIMEOUT);
  }

  /**
   * Credentials of a credential helper, which must be on the {@code PATH} and has 30 seconds to answer.
   *
   * @param suffix what follows {@code docker-credential-} in the program's name, such as {@code osxkeychain}
   * @throws dev.slipway.InvalidValueException if the name has anything but letters, digits, {@code .}, {@code _} and {@code -}
   */
  static Credentials helper(String suffix) {
    return HelperCredentials.named(suffix, Surroundings::system, CredentialHelper.TIMEOUT);
  }

  /**
   * Google's Application Default Credentials, for registries of Google's only. Reads Google's files and variables, and asks
   * Google or the machine's metadata server for a token.
   */
  static Credentials google() {
    return new ApplicationDefaultCredentials();
  }

  /** What people expect: {@link #environment()}, then {@link #dockerConfig()}. */
  static Credentials standard() {
    return first(environment(), dockerConfig());
  }
}
