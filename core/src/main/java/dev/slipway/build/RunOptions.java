package dev.slipway.build;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.slipway.InvalidValueException;
import dev.slipway.run.RunLimits;
import dev.slipway.run.RunNetwork;
import dev.slipway.run.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a build carries out {@code RUN}, and what it gives to those who ask for it. Nothing of this becomes part of an image. Of
 * a key, three things do: the network of commands that do not say theirs; whether files have more than one owner, which they have
 * not in a sandbox of a user without subordinate ids; and the versions of those secrets that a command names in its
 * {@link dev.slipway.image.Reuse}, never their values.
 *
 * @param sandbox what commands run in
 * @param network what commands see of the network that do not say so themselves; the machine's own unless changed, so that
 *     package managers work
 * @param limits the most that each command may use
 * @param timeout how long each command may take; absent means as long as it wants
 * @param secrets what secret mounts get, by id
 * @param agents the sockets of SSH agents, by id
 * @param grants what commands may do that ask for more than a sandbox gives
 * @param cacheNamespace what keeps the caches of this build apart from those of others that have the same ids; empty means shared
 * @param debug whether the files of a step that failed are kept, see {@link RunFailedException#files}
 */
public record RunOptions(SandboxSettings sandbox, RunNetwork network, RunLimits limits, Optional<Duration> timeout,
    ImmutableMap<String, Secret> secrets, ImmutableMap<String, Path> agents, ImmutableSet<Grant> grants, String cacheNamespace,
    boolean debug) {

  private static final RunOptions DEFAULTS = new RunOptions(SandboxSettings.DEFAULT, RunNetwork.HOST, RunLimits.NONE, Optional.empty(),
      ImmutableMap.of(), ImmutableMap.of(), ImmutableSet.of(), "", false);

  /** Checks ids and the timeout. */
  public RunOptions {
    if (secrets.containsKey("") || agents.containsKey("")) {
      throw new InvalidValueException("the id of a secret or SSH agent is empty; write the id that the mount has, such as 'npm-token'");
    }
    if (timeout.isPresent() && (timeout.get().isNegative() || timeout.get().isZero())) {
      throw new InvalidValueException("a timeout of " + timeout.get() + " leaves no time to run; leave it out for no limit");
    }
  }

  /** The machine's network, no limits, no secrets, nothing granted. */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /** The same in another sandbox. */
  public RunOptions sandbox(SandboxSettings newSandbox) {
    return new RunOptions(newSandbox, network, limits, timeout, secrets, agents, grants, cacheNamespace, debug);
  }

  /** The same with another network for commands that do not say which. */
  public RunOptions network(RunNetwork newNetwork) {
    return new RunOptions(sandbox, newNetwork, limits, timeout, secrets, agents, grants, cacheNamespace, debug);
  }

  /** The same with other limits for each command. */
  public RunOptions limits(RunLimits newLimits) {
    return new RunOptions(sandbox, network, newLimits, timeout, secrets, agents, grants, cacheNamespace, debug);
  }

  /** The same with a limit of time for each command. */
  public RunOptions timeout(Duration newTimeout) {
    return new RunOptions(sandbox, network, limits, Optional.of(newTimeout), secrets, agents, grants, cacheNamespace, debug);
  }

  /** The same with a secret, in place of an earlier one of that id. */
  public RunOptions secret(String id, Secret secret) {
    Map<String, Secret> more = new LinkedHashMap<>(secrets);
    more.put(id, secret);
    return new RunOptions(sandbox, network, limits, timeout, ImmutableMap.copyOf(more), agents, grants, cacheNamespace, debug);
  }

  /** The same with the SSH agent that listens at a socket, for mounts that ask for the agent {@code default}. */
  public RunOptions ssh(Path socket) {
    return ssh("default", socket);
  }

  /** The same with the SSH agent that listens at a socket, in place of an earlier one of that id. */
  public RunOptions ssh(String id, Path socket) {
    Map<String, Path> more = new LinkedHashMap<>(agents);
    more.put(id, socket.toAbsolutePath());
    return new RunOptions(sandbox, network, limits, timeout, secrets, ImmutableMap.copyOf(more), grants, cacheNamespace, debug);
  }

  /** The same with more allowed. */
  public RunOptions allow(Grant... more) {
    ImmutableSet<Grant> all = Sets.immutableEnumSet(ImmutableSet.<Grant>builder().addAll(grants).add(more).build());
    return new RunOptions(sandbox, network, limits, timeout, secrets, agents, all, cacheNamespace, debug);
  }

  /** The same with caches of its own. */
  public RunOptions cacheNamespace(String newNamespace) {
    return new RunOptions(sandbox, network, limits, timeout, secrets, agents, grants, newNamespace, debug);
  }

  /** The same, keeping the files of a step that fails. */
  public RunOptions keepFailed() {
    return new RunOptions(sandbox, network, limits, timeout, secrets, agents, grants, cacheNamespace, true);
  }
}
