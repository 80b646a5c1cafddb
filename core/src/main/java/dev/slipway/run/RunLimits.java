package dev.slipway.run;

import dev.slipway.InvalidValueException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The most that a command and its children may use together, kept by control groups.
 *
 * @param memoryBytes memory, page cache and tmpfs included, without swap; the kernel kills what goes beyond
 * @param cpus processors' time per time, such as 1.5
 * @param processes processes and threads; forks fail beyond
 */
public record RunLimits(OptionalLong memoryBytes, Optional<Double> cpus, OptionalInt processes) {
  /** No limits, and no control group. */
  public static final RunLimits NONE = new RunLimits(OptionalLong.empty(), Optional.empty(), OptionalInt.empty());

  private static final long LEAST_MEMORY = 6L << 20;
  private static final double LEAST_CPUS = 0.01;

  /**
   * Checks the numbers.
   *
   * @throws InvalidValueException if one is too small for anything to run
   */
  public RunLimits {
    if (memoryBytes.isPresent() && memoryBytes.getAsLong() < LEAST_MEMORY) {
      throw new InvalidValueException(
          "a memory limit of " + memoryBytes.getAsLong() + " bytes is too small to run anything; use 6 MiB or more");
    }
    if (cpus.isPresent() && !(cpus.get() >= LEAST_CPUS && cpus.get() <= 100_000)) {
      throw new InvalidValueException("a limit of " + cpus.get() + " CPUs is not between 0.01 and 100000");
    }
    if (processes.isPresent() && processes.getAsInt() < 1) {
      throw new InvalidValueException("a limit of " + processes.getAsInt() + " processes leaves none to run; use 1 or more");
    }
  }

  /** Whether nothing is limited. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** The same with a limit of memory in bytes. */
  public RunLimits memory(long bytes) {
    return new RunLimits(OptionalLong.of(bytes), cpus, processes);
  }

  /** The same with a limit of processors' time. */
  public RunLimits cpus(double count) {
    return new RunLimits(memoryBytes, Optional.of(count), processes);
  }

  /** The same with a limit of processes and threads. */
  public RunLimits processes(int count) {
    return new RunLimits(memoryBytes, cpus, OptionalInt.of(count));
  }
}
