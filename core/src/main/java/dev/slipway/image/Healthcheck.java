package dev.slipway.image;

import dev.slipway.InvalidValueException;
import java.time.Duration;
import java.util.Optional;

/** How a running container is asked whether it works; the {@code HEALTHCHECK} instruction. */
public sealed interface Healthcheck permits Healthcheck.None, Healthcheck.Probe {
  /** No check, not even one that the base image brings. */
  static None none() {
    return None.INSTANCE;
  }

  /** A check that runs a command: exit code 0 is healthy, 1 is not. */
  static Probe command(Command command) {
    return new Probe(command, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A check that runs a line in the image's shell. */
  static Probe shell(String line) {
    return command(Command.shell(line));
  }

  /**
   * A check that asks an HTTP address for an answer below 400. The image must have a shell, and one of the programs wget
   * and curl; the second is asked where the first fails.
   */
  static Probe http(String url) {
    if (url.chars().anyMatch(c -> c <= ' ' || c == '\'') || !(url.startsWith("http://") || url.startsWith("https://"))) {
      throw new InvalidValueException("'" + url + "' is not an HTTP address to ask for health, such as 'http://localhost:8080/health'");
    }
    String quoted = "'" + url + "'";
    return shell("wget -q -O /dev/null " + quoted + " || curl -fsS -o /dev/null " + quoted + " || exit 1");
  }

  /** No check. */
  enum None implements Healthcheck {
    /** The only value. */
    INSTANCE
  }

  /**
   * A command and when it runs. Durations are at least one millisecond and at most 292 years; absent ones are left to the
   * runtime.
   *
   * @param command shell or exec form
   * @param interval time between two runs
   * @param timeout after which a run counts as failed
   * @param startPeriod in which failures do not count yet
   * @param startInterval time between two runs during the start period
   * @param retries failures in a row until the container is unhealthy
   */
  record Probe(Command command, Optional<Duration> interval, Optional<Duration> timeout, Optional<Duration> startPeriod,
      Optional<Duration> startInterval,
      Optional<Integer> retries) implements Healthcheck {
    /** Configurations hold 64-bit nanoseconds. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** Checks durations and the form of the command. */
    public Probe {
      check("interval", interval);
      check("timeout", timeout);
      check("start period", startPeriod);
      check("start interval", startInterval);
      if (retries.isPresent() && retries.get() < 1) {
        throw new InvalidValueException("a health check needs at least 1 retry, not " + retries.get());
      }
      if (command instanceof Command.Script || (command instanceof Command.ShellForm shell && !shell.heredocs().isEmpty())) {
        throw new InvalidValueException(
            "a health check is a line for the shell or a list of arguments; copy the script into the image and name it");
      }
      if (command instanceof Command.ExecForm exec && exec.arguments().isEmpty()) {
        throw new InvalidValueException("a health check in exec form needs a program");
      }
    }

    /** The same check at another interval. */
    public Probe every(Duration newInterval) {
      return new Probe(command, Optional.of(newInterval), timeout, startPeriod, startInterval, retries);
    }

    /** The same check with another time limit for one run. */
    public Probe within(Duration newTimeout) {
      return new Probe(command, interval, Optional.of(newTimeout), startPeriod, startInterval, retries);
    }

    /** The same check with a time at the start in which failures do not count. */
    public Probe startingIn(Duration newStartPeriod) {
      return new Probe(command, interval, timeout, Optional.of(newStartPeriod), startInterval, retries);
    }

    /** The same check with another interval during the start period (Docker 25 and later). */
    public Probe startingEvery(Duration newStartInterval) {
      return new Probe(command, interval, timeout, startPeriod, Optional.of(newStartInterval), retries);
    }

    /** The same check with another number of failures in a row that are forgiven. */
    public Probe retries(int newRetries) {
      return new Probe(command, interval, timeout, startPeriod, startInterval, Optional.of(newRetries));
    }

    private static void check(String what, Optional<Duration> duration) {
      if (duration.isPresent() && duration.get().compareTo(Duration.ofMillis(1)) < 0) {
        throw new InvalidValueException("the " + what + " of a health check is " + duration.get() + ", shorter than a millisecond");
      }
      if (duration.isPresent() && duration.get().compareTo(LONGEST) > 0) {
        throw new InvalidValueException("the " + what + " of a health check is " + duration.get() + ", longer than 292 years");
      }
    }
  }
}
