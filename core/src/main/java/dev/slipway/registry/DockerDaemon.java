package dev.slipway.registry;

import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A Docker daemon, and the command by which it is asked: pure data, which touches nothing; {@link DockerClient} does the
 * asking. Without host and context, the daemon that the command itself chooses: that of {@code DOCKER_HOST}, of
 * {@code DOCKER_CONTEXT}, of the current context, of this machine.
 *
 * @param executable the command; {@code docker} on the {@code PATH} if it is not given
 * @param host the daemon's address, such as {@code unix:///var/run/docker.sock} or {@code ssh://build.example}
 * @param context the name of a context that the command knows
 * @param timeout how long one command may take, a large image's transfer included
 */
public record DockerDaemon(Optional<Path> executable, Optional<String> host, Optional<String> context, Duration timeout) {
  private static final ImmutableSet<String> SCHEMES = ImmutableSet.of("unix", "tcp", "http", "https", "ssh", "npipe", "fd");
  private static final Duration LONG = Duration.ofMinutes(30);

  /** Checks the address and the time. */
  public DockerDaemon {
    host.ifPresent(DockerDaemon::checkHost);
    if (context.isPresent() && !context.get().matches("[a-zA-Z0-9][a-zA-Z0-9_.+-]*")) {
      throw new InvalidValueException("the name of a docker context is letters, digits, '_', '.', '+' and '-', such as 'desktop-linux'");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new InvalidValueException("a command of docker cannot end within '" + timeout + "'; give it some minutes");
    }
  }

  private static void checkHost(String host) {
    int colon = host.indexOf("://");
    boolean plain = host.chars().allMatch(c -> c > ' ' && c <= '~');
    if (!plain || colon < 0 || !SCHEMES.contains(host.substring(0, colon)) || colon + 3 == host.length()) {
      throw new InvalidValueException(
          "the address of a Docker daemon is one of " + SCHEMES + " with '://' and a place behind it, such as"
              + " 'unix:///var/run/docker.sock'");
    }
  }

  /** The daemon that the command {@code docker} uses here. */
  public static DockerDaemon local() {
    return new DockerDaemon(Optional.empty(), Optional.empty(), Optional.empty(), LONG);
  }

  /**
   * The daemon at an address, as {@code DOCKER_HOST} has it.
   *
   * @throws InvalidValueException if it has none of Docker's schemes
   */
  public static DockerDaemon at(String host) {
    return local().withHost(host);
  }

  /** The same daemon's command at another address. */
  public DockerDaemon withHost(String newHost) {
    return new DockerDaemon(executable, Optional.of(newHost), Optional.empty(), timeout);
  }

  /** The daemon of a context of the command's. */
  public DockerDaemon withContext(String newContext) {
    return new DockerDaemon(executable, Optional.empty(), Optional.of(newContext), timeout);
  }

  /** The same daemon, asked by another command that understands Docker's, such as {@code podman}. */
  public DockerDaemon withExecutable(Path newExecutable) {
    return new DockerDaemon(Optional.of(newExecutable), host, context, timeout);
  }

  /** The same daemon with more or less time for each command. */
  public DockerDaemon withTimeout(Duration newTimeout) {
    return new DockerDaemon(executable, host, context, newTimeout);
  }

  /** The address or context, without user info. */
  @Override
  public String toString() {
    return host.map(address -> "the Docker daemon at '" + DockerFailures.withoutUserInfo(address) + "'")
        .or(() -> context.map(name -> "the Docker daemon of context '" + name + "'"))
        .orElse("the Docker daemon of this machine");
  }
}
