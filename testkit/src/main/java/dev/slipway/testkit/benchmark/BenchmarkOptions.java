package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is measured, and where.
 *
 * @param workloads the directories
 * @param builds the images with {@code RUN} steps
 * @param data where they are made and kept; absent for a temporary directory that is deleted in the end
 * @param scratch where stores, caches and archives are written
 * @param quick whether it is enough to see that the benchmark works
 * @param transferRounds how often images are pushed and pulled by each contender; 0 for not at all
 * @param warmups rounds that are not counted, where that is not left to what is measured
 * @param rounds rounds that are
 * @param composeRounds how often compose files are read; 0 for not at all
 * @param testkitRegistry whether images go to the testkit's registry although {@code docker-registry} is installed
 */
record BenchmarkOptions(ImmutableList<Workload> workloads, ImmutableList<BuildWorkload> builds, Optional<Path> data, Path scratch,
    boolean quick, Optional<Integer> warmups, Optional<Integer> rounds, int transferRounds, int composeRounds,
    boolean testkitRegistry) {
  private static final String TRANSFERS = "T";
  private static final int TRANSFER_ROUNDS = 5;
  private static final String COMPOSE = "C";
  private static final int COMPOSE_ROUNDS = 21;
  private static final int QUICK_COMPOSE_ROUNDS = 5;

  static final String USAGE = "usage: [W1] [W2] [W3] [W4] [W5] [T] [C] [--quick] [--testkit-registry] [--rounds=N] [--warmups=N] [--data=DIRECTORY] [--scratch=DIRECTORY]";

  /**
   * Reads a command line.
   *
   * @throws InvalidValueException if it cannot be understood
   */
  static BenchmarkOptions parse(List<String> arguments) {
    List<Workload> workloads = new ArrayList<>();
    List<BuildWorkload> builds = new ArrayList<>();
    Optional<Path> data = Optional.empty();
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
    Optional<Integer> rounds = Optional.empty();
    Optional<Integer> warmups = Optional.empty();
    boolean quick = false;
    boolean transfers = false;
    boolean compose = false;
    boolean testkitRegistry = false;
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.equals("--quick")) {
        quick = true;
      } else if (argument.equals("--testkit-registry")) {
        testkitRegistry = true;
      } else if (argument.startsWith("--rounds=")) {
        rounds = Optional.of(number(argument, value));
      } else if (argument.startsWith("--warmups=")) {
        warmups = Optional.of(number(argument, value));
      } else if (argument.startsWith("--data=")) {
        data = Optional.of(Path.of(value));
      } else if (argument.startsWith("--scratch=")) {
        scratch = Path.of(value);
      } else if (argument.equals(TRANSFERS)) {
        transfers = true;
      } else if (argument.equals(COMPOSE)) {
        compose = true;
      } else if (BuildWorkload.ALL.stream().anyMatch(known -> known.name().equals(argument))) {
        builds.add(BuildWorkload.valueOf(argument));
      } else {
        workloads.add(workload(argument));
      }
    }
    boolean all = workloads.isEmpty() && builds.isEmpty() && !transfers && !compose;
    if (all) {
      builds.addAll(BuildWorkload.ALL);
      workloads.addAll(quick ? ImmutableList.of(Workload.W1) : Workload.ALL);
    }
    ImmutableList.Builder<Workload> counted = ImmutableList.builder();
    for (Workload workload : workloads) {
      counted.add(workload.withRounds(warmups.orElse(quick ? 1 : workload.warmups()), rounds.orElse(quick ? 2 : workload.rounds())));
    }
    int transferRounds = all || transfers ? rounds.orElse(quick ? 1 : TRANSFER_ROUNDS) : 0;
    int composeRounds = all || compose ? rounds.orElse(quick ? QUICK_COMPOSE_ROUNDS : COMPOSE_ROUNDS) : 0;
    return new BenchmarkOptions(counted.build(), ImmutableList.copyOf(builds), data, scratch, quick, warmups, rounds, transferRounds,
        composeRounds, testkitRegistry);
  }

  private static Workload workload(String name) {
    return Workload.ALL.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidValueException("'" + name + "' is neither a workload nor an option; " + USAGE));
  }

  private static int number(String argument, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= 1000) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // refused below, with numbers that are too large
    }
    throw new InvalidValueException("'" + argument + "' gives no number from 0 to 1000; " + USAGE);
  }
}
