package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.Digest;
import dev.slipway.image.Platform;
import dev.slipway.image.PortRange;
import dev.slipway.layer.UserDatabase;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.HealthcheckConfig;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Assertions on the configuration of an image: how its containers are started, what it runs on, where its layers come
 * from.
 *
 * @param <S> these assertions themselves
 * @param <A> what is looked at
 */
public abstract class AbstractConfigAssert<S extends AbstractConfigAssert<S, A>, A> extends Checks<S, A> {
  AbstractConfigAssert(A actual, Class<?> type) {
    super(actual, type);
  }

  /** The configuration that is looked at. */
  abstract ImageConfig config();

  /** The users that the image knows, where its files can be read. */
  abstract Optional<UserDatabase> users();

  private ContainerConfig container() {
    return config().container();
  }

  /** Expects this user, as the image writes it: {@code app}, {@code 1000:1000}. */
  @CanIgnoreReturnValue
  public S hasUser(String user) {
    return present("the user", user, container().user());
  }

  /**
   * Expects that containers run as somebody else than root: a number above 0, or a name. Where the image's files are known,
   * the name must be in its {@code /etc/passwd}, with a number above 0.
   */
  @CanIgnoreReturnValue
  public S runsAsNonRoot() {
    Optional<String> reason = container().user().isEmpty()
        ? Optional.of("it names no user; add user(\"app\") to its last stage")
        : Users.root(container().user().get(), this::users);
    if (reason.isPresent()) {
      throw failed("Expected containers of " + subject() + " to run as a user other than root\nbut " + reason.get());
    }
    return myself;
  }

  /** Expects an environment variable with this value. */
  @CanIgnoreReturnValue
  public S hasEnvironment(String name, String value) {
    return entry("environment variable", name, value, environment());
  }

  /** Expects no environment variable of that name. */
  @CanIgnoreReturnValue
  public S hasNoEnvironment(String name) {
    return absent("environment variable", name, environment());
  }

  /** Expects a label with this value. */
  @CanIgnoreReturnValue
  public S hasLabel(String key, String value) {
    return entry("label", key, value, container().labels());
  }

  /** Expects no label of that name. */
  @CanIgnoreReturnValue
  public S hasNoLabel(String key) {
    return absent("label", key, container().labels());
  }

  /** Expects that containers listen on a TCP port. */
  @CanIgnoreReturnValue
  public S exposes(int port) {
    return exposes(port + "/tcp");
  }

  /** Expects that containers listen on a port or all ports of a range, such as {@code 53/udp}. */
  @CanIgnoreReturnValue
  public S exposes(String ports) {
    PortRange.parse(ports).ports().forEach(port -> member("port", port.toString(), container().exposedPorts()));
    return myself;
  }

  /** Expects that containers listen on no port. */
  @CanIgnoreReturnValue
  public S exposesNothing() {
    if (!container().exposedPorts().isEmpty()) {
      throw failed("Expected " + subject() + " to expose no port\n" + lines("but there is", container().exposedPorts()));
    }
    return myself;
  }

  /** Expects a volume at a path. */
  @CanIgnoreReturnValue
  public S hasVolume(String path) {
    return member("volume", path, container().volumes());
  }

  /** Expects exactly this entrypoint. */
  @CanIgnoreReturnValue
  public S hasEntrypoint(String... arguments) {
    return present("the entrypoint", ImmutableList.copyOf(arguments), container().entrypoint());
  }

  /** Expects no entrypoint. */
  @CanIgnoreReturnValue
  public S hasNoEntrypoint() {
    if (container().entrypoint().isPresent()) {
      throw failed("Expected " + subject() + " to have no entrypoint, but it is " + container().entrypoint().get());
    }
    return myself;
  }

  /** Expects exactly this command; one in shell form begins with the shell, usually {@code /bin/sh -c}. */
  @CanIgnoreReturnValue
  public S hasCommand(String... arguments) {
    return present("the command", ImmutableList.copyOf(arguments), container().command());
  }

  /** Expects that something is started, by an entrypoint or a command. */
  @CanIgnoreReturnValue
  public S startsSomething() {
    if (container().entrypoint().map(List::isEmpty).orElse(true) && container().command().map(List::isEmpty).orElse(true)) {
      throw failed(
          "Expected " + subject() + " to have an entrypoint or a command, but it has neither; add command(\"…\") to its last stage");
    }
    return myself;
  }

  /** Expects the directory in which containers start. */
  @CanIgnoreReturnValue
  public S hasWorkingDirectory(String path) {
    return equal("the working directory", path, container().workingDirectory().orElse("/"));
  }

  /** Expects the signal that stops containers, as the image writes it. */
  @CanIgnoreReturnValue
  public S hasStopSignal(String signal) {
    return present("the stop signal", signal, container().stopSignal());
  }

  /** Expects a probe of containers' health. */
  @CanIgnoreReturnValue
  public S hasHealthcheck() {
    boolean probed = healthcheck().map(check -> !check.test().isEmpty() && !check.test().get(0).equals("NONE")).orElse(false);
    if (!probed) {
      throw failed("Expected " + subject() + " to have a health check, but "
          + (healthcheck().isPresent() ? "it switches off the one of its base" : "there is none")
          + "; add healthcheck(Healthcheck.http(\"http://localhost:8080/health\")) to its last stage");
    }
    return myself;
  }

  /** Expects exactly this probe: {@code CMD} and arguments, or {@code CMD-SHELL} and a line. */
  @CanIgnoreReturnValue
  public S hasHealthcheck(String... test) {
    hasHealthcheck();
    return present("the health check", ImmutableList.copyOf(test), healthcheck().map(HealthcheckConfig::test));
  }

  /** Expects that nothing probes health. */
  @CanIgnoreReturnValue
  public S hasNoHealthcheck() {
    Optional<ImmutableList<String>> test = healthcheck().map(HealthcheckConfig::test)
        .filter(arguments -> !arguments.isEmpty() && !arguments.get(0).equals("NONE"));
    if (test.isPresent()) {
      throw failed("Expected " + subject() + " to have no health check, but it is " + test.get());
    }
    return myself;
  }

  /** Expects a configuration with this digest: Docker's image id. */
  @CanIgnoreReturnValue
  public S hasDigest(Digest digest) {
    return equal("the digest", digest, config().digest());
  }

  /** Expects that the image is made for this platform. */
  @CanIgnoreReturnValue
  public S hasPlatform(Platform platform) {
    return equal("the platform", platform, config().platform());
  }

  /** Expects the time at which the image says it was made. */
  @CanIgnoreReturnValue
  public S wasCreatedAt(Instant time) {
    return present("the creation time", time, config().created());
  }

  /** Expects this many layers. */
  @CanIgnoreReturnValue
  public S hasLayerCount(int count) {
    if (config().diffIds().size() != count) {
      throw failureWithActualExpected(config().diffIds().size(), count, "%s",
          "Expected " + subject() + " to have " + count + " layers, but it has " + config().diffIds().size() + "\n" + history());
    }
    return myself;
  }

  /** Expects exactly these layers, lowest first, by the digests of their uncompressed bytes. */
  @CanIgnoreReturnValue
  public S hasLayers(Digest... diffIds) {
    return equal("the layers", Arrays.asList(diffIds), new ArrayList<>(config().diffIds()));
  }

  /** Expects that the history accounts for each layer exactly once. */
  @CanIgnoreReturnValue
  public S hasConsistentHistory() {
    if (!config().hasConsistentHistory()) {
      throw failed("Expected the history of " + subject() + " to account for its " + config().diffIds().size()
          + " layers, but it has " + config().history().stream().filter(step -> !step.emptyLayer()).count() + "\n" + history());
    }
    return myself;
  }

  /** Expects a step in the history whose command contains a text. */
  @CanIgnoreReturnValue
  public S hasHistory(String text) {
    if (config().history().stream().noneMatch(step -> step.createdBy().orElse("").contains(text))) {
      throw failed("Expected a step with '" + text + "' in the history of " + subject() + "\n" + history());
    }
    return myself;
  }

  /** The history on lines of a message. */
  String history() {
    return lines("history", config().history().stream().map(AbstractConfigAssert::step).toList());
  }

  private static String step(HistoryEntry step) {
    return (step.emptyLayer() ? "no layer  " : "layer     ") + step.createdBy().or(step::comment).orElse("(not said)");
  }

  private Optional<HealthcheckConfig> healthcheck() {
    return container().healthcheck();
  }

  private Map<String, String> environment() {
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    for (String variable : container().environment()) {
      int sign = variable.indexOf('=');
      variables.put(sign < 0 ? variable : variable.substring(0, sign), sign < 0 ? "" : variable.substring(sign + 1));
    }
    return variables.buildKeepingLast();
  }
}
