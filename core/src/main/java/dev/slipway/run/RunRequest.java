package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.InvalidValueException;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Redaction;
import dev.slipway.image.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A command to be run, and all that it sees.
 *
 * @param workspace an absolute path at which nothing exists yet, on the disk of the lower directories; made and removed by the run
 * @param lowers the unpacked layers of the root, lowest first; none is an empty root
 * @param arguments the command and its arguments
 * @param environment the whole environment; nothing is inherited or added
 * @param secretEnvironment more of it, which is never on disk
 * @param workingDirectory where the command starts, its links resolved; it and the directories above it are made where they are
 *     missing, as the user's and with the mode 0755
 * @param user whom it runs as
 * @param hostname the name of the machine that it sees
 * @param mounts what it sees besides the root; of two at nested paths the outer one is mounted first, wherever it stands here
 * @param network what it sees of the network
 * @param confinement how much of the kernel it may use
 * @param limits the most that it may use
 * @param timeout how long it may take
 * @param latest the time that newer modification times in the kept upper directory are set back to
 */
public record RunRequest(
    Path workspace,
    ImmutableList<Path> lowers,
    ImmutableList<String> arguments,
    ImmutableMap<String, String> environment,
    ImmutableMap<String, SecretValue> secretEnvironment,
    ImagePath workingDirectory,
    RunUser user,
    String hostname,
    ImmutableList<RunMount> mounts,
    RunNetwork network,
    Confinement confinement,
    RunLimits limits,
    Optional<Duration> timeout,
    Optional<Instant> latest) {

  private static final ImagePath PROC = ImagePath.of("/proc");
  private static final ImagePath SYS = ImagePath.of("/sys");
  private static final ImagePath DEV = ImagePath.of("/dev");
  private static final ImagePath DESCRIPTORS = ImagePath.of("/dev/fd");
  private static final ImagePath HOSTS = ImagePath.of("/etc/hosts");
  private static final ImagePath RESOLVER = ImagePath.of("/etc/resolv.conf");
  private static final int LONGEST_HOSTNAME = 64;

  /**
   * Checks what can be checked without touching a file.
   *
   * @throws InvalidValueException if a value cannot be used; secrets are not shown
   */
  public RunRequest {
    checkAbsolute("workspace", workspace);
    lowers.forEach(lower -> checkAbsolute("lower directory", lower));
    if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
      throw new InvalidValueException("there is no command to run; the first argument is empty or missing");
    }
    arguments.forEach(argument -> checkText("argument", argument));
    environment.forEach((name, value) -> {
      checkName(name);
      checkText("environment variable " + name, value);
    });
    secretEnvironment.forEach((name, value) -> checkSecret(name, value, environment.containsKey(name)));
    if (isKernels(workingDirectory) || workingDirectory.startsWith(DESCRIPTORS)) {
      throw new InvalidValueException("the working directory '" + workingDirectory
          + "' leads through the kernel's own files; choose one outside of /proc, /sys and /dev/fd");
    }
    checkText("hostname", hostname);
    if (hostname.isEmpty() || hostname.length() > LONGEST_HOSTNAME) {
      throw new InvalidValueException("hostname '" + hostname + "' must have 1 to " + LONGEST_HOSTNAME + " characters");
    }
    if (timeout.isPresent() && (timeout.get().isNegative() || timeout.get().isZero())) {
      throw new InvalidValueException("a timeout of " + timeout.get() + " leaves no time to run; leave it out for no limit");
    }
  }

  /** A command of root's on the host's network with an empty environment and nothing mounted. */
  public static RunRequest of(Path workspace, List<Path> lowers, List<String> arguments) {
    return new RunRequest(
        workspace, ImmutableList.copyOf(lowers), ImmutableList.copyOf(arguments), ImmutableMap.of(), ImmutableMap.of(), ImagePath.ROOT,
        RunUser.ROOT, "localhost", ImmutableList.of(), RunNetwork.HOST, Confinement.SANDBOX, RunLimits.NONE, Optional.empty(),
        Optional.empty());
  }

  /**
   * Everywhere that something is mounted, what the sandbox adds included: {@code /proc}, {@code /dev}, {@code /sys},
   * {@code /etc/hosts} and, with a network, {@code /etc/resolv.conf}. Where the root has nothing there, or not the
   * directories above it, empty ones are made in the upper directory and found among the changes. A link at one of these is
   * followed inside the root, except that {@code /proc}, {@code /dev} and {@code /sys} must not be links.
   */
  public ImmutableSet<ImagePath> mountPoints() {
    ImmutableSet.Builder<ImagePath> points = ImmutableSet.builder();
    points.add(PROC, DEV, SYS, HOSTS);
    if (network != RunNetwork.NONE) {
      points.add(RESOLVER);
    }
    mounts.forEach(mount -> points.add(mount.target()));
    return points.build();
  }

  /** What hides the secrets that the command is given, in all that it prints and all that is said about it. */
  public Redaction redaction() {
    ImmutableList.Builder<SecretValue> secrets = ImmutableList.builder();
    secrets.addAll(secretEnvironment.values());
    mounts.forEach(mount -> {
      if (mount instanceof RunMount.SecretFile file) {
        secrets.add(file.value());
      }
    });
    return Redaction.of(secrets.build());
  }

  /** Whether a path is one of the kernel's, where nothing may be mounted or worked in. */
  static boolean isKernels(ImagePath path) {
    return path.startsWith(PROC) || path.startsWith(SYS);
  }

  private static void checkAbsolute(String what, Path path) {
    if (!path.isAbsolute()) {
      throw new InvalidValueException("the " + what + " '" + path + "' is not absolute");
    }
  }

  private static void checkText(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidValueException("the " + what + " contains a NUL character, which no program can be given");
    }
  }

  private static void checkName(String name) {
    checkText("name of an environment variable", name);
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new InvalidValueException("'" + name + "' cannot name an environment variable; it must not be empty or contain '='");
    }
  }

  private static void checkSecret(String name, SecretValue value, boolean twice) {
    checkName(name);
    checkText("secret environment variable " + name, value.reveal());
    if (twice) {
      throw new InvalidValueException("environment variable " + name + " is given twice, once as a secret");
    }
  }

  /** The same with another environment. */
  public RunRequest withEnvironment(ImmutableMap<String, String> variables) {
    return new RunRequest(
        workspace, lowers, arguments, variables, secretEnvironment, workingDirectory, user, hostname, mounts, network, confinement,
        limits, timeout, latest);
  }

  /** The same with other secret variables. */
  public RunRequest withSecretEnvironment(ImmutableMap<String, SecretValue> variables) {
    return new RunRequest(
        workspace, lowers, arguments, environment, variables, workingDirectory, user, hostname, mounts, network, confinement, limits,
        timeout, latest);
  }

  /** The same in another directory. */
  public RunRequest withWorkingDirectory(ImagePath directory) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, directory, user, hostname, mounts, network, confinement, limits,
        timeout, latest);
  }

  /** The same as another user. */
  public RunRequest withUser(RunUser other) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, other, hostname, mounts, network, confinement,
        limits, timeout, latest);
  }

  /** The same on a machine of another name. */
  public RunRequest withHostname(String name) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, user, name, mounts, network, confinement,
        limits, timeout, latest);
  }

  /** The same with other mounts. */
  public RunRequest withMounts(List<? extends RunMount> others) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, user, hostname, ImmutableList.copyOf(others),
        network, confinement, limits, timeout, latest);
  }

  /** The same with another network. */
  public RunRequest withNetwork(RunNetwork other) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, user, hostname, mounts, other, confinement,
        limits, timeout, latest);
  }

  /** The same confined otherwise. */
  public RunRequest withConfinement(Confinement other) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, user, hostname, mounts, network, other, limits,
        timeout, latest);
  }

  /** The same with other limits. */
  public RunRequest withLimits(RunLimits others) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, user, hostname, mounts, network, confinement,
        others, timeout, latest);
  }

  /** The same with a limit of time. */
  public RunRequest withTimeout(Duration limit) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, user, hostname, mounts, network, confinement,
        limits, Optional.of(limit), latest);
  }

  /** The same with newer times set back. */
  public RunRequest withLatest(Instant time) {
    return new RunRequest(
        workspace, lowers, arguments, environment, secretEnvironment, workingDirectory, user, hostname, mounts, network, confinement,
        limits, timeout, Optional.of(time));
  }
}
