package dev.slipway.run;

/**
 * Where things of one run are. On disk, in the workspace: the upper directory, links to lower directories under short names
 * (so that any number of them and any character fit into mount options), and what the script reads. In memory, at a place that
 * exists on every Linux and that nothing else is needed from: mount points, secrets, the runtime's state. As no mount point is
 * in the workspace, one {@code rm} takes it away whole, whatever is still mounted.
 */
final class Layout {
  /** Files below the workspace, which is the script's working directory. */
  static final String UPPER = "u";
  static final String WORK = "w";
  static final String EMPTY = "n";
  static final String FILES = "f";
  static final String FSTAB = "t";
  static final String MORE = "m";
  static final String COMPLAINTS = "e";
  static final String LOG = "log";
  static final String CONFIG = "config.json";

  /** A directory in memory in the namespace only. */
  static final String MEMORY = "/sys/fs";
  static final String ROOT = MEMORY + "/root";
  static final String STATE = MEMORY + "/state";
  static final String SECRETS = MEMORY + "/secrets";
  static final String SHARED = MEMORY + "/files";
  static final String PID = MEMORY + "/pid";
  static final String CGROUP = MEMORY + "/cgroup";
  /** The same for a runtime that may see it, but not write to it. */
  static final String CGROUPS = MEMORY + "/groups";
  /** What the runtime calls the container. */
  static final String CONTAINER = "slipway";

  private Layout() {}

  /** The mount point of the n-th mount of a run. */
  static String mount(int number) {
    return MEMORY + "/m" + number;
  }
}
