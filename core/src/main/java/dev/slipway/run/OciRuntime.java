package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * The program that starts containers.
 *
 * @param path where it is
 * @param kind which one it is
 * @param version what it calls itself, such as {@code 1.8.1}
 */
record OciRuntime(Path path, Kind kind, String version) {
  /** The runtimes whose options are known. */
  enum Kind {
    CRUN, RUNC
  }

  /** The options that come before the command {@code run}: no control groups of its own, state in memory, faults into a file. */
  ImmutableList<String> options() {
    ImmutableList.Builder<String> options = ImmutableList.builder();
    options.add(path.toString(), "--root", Layout.STATE, "--log", Layout.LOG, "--log-format", "json");
    return switch (kind) {
      case CRUN -> options.add("--cgroup-manager=disabled").build();
      // what it calls rootless is: do without control groups where they cannot be made
      case RUNC -> options.add("--rootless=true").build();
    };
  }
}
