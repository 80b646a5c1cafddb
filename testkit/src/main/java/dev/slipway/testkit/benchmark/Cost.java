package dev.slipway.testkit.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What some work took.
 *
 * @param wall seconds that passed
 * @param cpu seconds of processor time of all threads of this process, compiler and garbage collector included
 */
record Cost(double wall, double cpu) {
  private static final double NANOS = 1e9;

  /** Something whose cost is taken. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  static Cost of(Work work) throws Exception {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    long end = System.nanoTime();
    return new Cost((end - start) / NANOS, (system.getProcessCpuTime() - cpu) / NANOS);
  }

  Cost plus(Cost other) {
    return new Cost(wall + other.wall, cpu + other.cpu);
  }
}
