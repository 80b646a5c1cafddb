package dev.slipway.run;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where control groups for limits can be made: next to the one that this process is in, for each controller in the hierarchy that
 * has it, of either version (cgroups(7)).
 */
final class ControlGroups {
  private static final int FIRST_DESCRIPTOR = 5;
  /** The runtime waits in the group as well. */
  private static final int THREADS_OF_CRUN = 1;
  private static final int THREADS_OF_RUNC = 16;
  private static final long PERIOD_MICROS = 100_000;

  private final List<Hierarchy> hierarchies;

  private ControlGroups(List<Hierarchy> hierarchies) {
    this.hierarchies = hierarchies;
  }

  /**
   * One tree of groups.
   *
   * @param root where it is mounted
   * @param own the group of this process in it
   * @param unified whether it is of version 2
   * @param controllers what it controls, if it is of version 1
   */
  record Hierarchy(Path root, Path own, boolean unified, ImmutableList<String> controllers) {}

  /** Those of this process. */
  static ControlGroups ofThisProcess() throws IOException {
    return parse(
        Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8),
        Files.readString(Path.of("/proc/self/cgroup"), StandardCharsets.UTF_8));
  }

  /** Those that the texts of {@code mountinfo} and {@code cgroup} in a process's directory of {@code /proc} tell of. */
  static ControlGroups parse(String mounts, String groups) {
    Map<String, String> own = new LinkedHashMap<>();
    for (String line : groups.lines().toList()) {
      List<String> fields = Splitter.on(':').limit(3).splitToList(line);
      if (fields.size() == 3) {
        own.put(fields.get(1), fields.get(2));
      }
    }
    List<Hierarchy> hierarchies = new ArrayList<>();
    for (String line : mounts.lines().toList()) {
      hierarchy(line, own).ifPresent(hierarchies::add);
    }
    return new ControlGroups(hierarchies);
  }

  private static Optional<Hierarchy> hierarchy(String mount, Map<String, String> own) {
    List<String> halves = Splitter.on(" - ").splitToList(mount);
    if (halves.size() != 2) {
      return Optional.empty();
    }
    List<String> place = Splitter.on(' ').splitToList(halves.get(0));
    List<String> kind = Splitter.on(' ').splitToList(halves.get(1));
    Path point = Path.of(place.get(4).replace("\\040", " "));
    if (kind.get(0).equals("cgroup2")) {
      return Optional.of(new Hierarchy(point, below(point, place.get(3), own.getOrDefault("", "/")), true, ImmutableList.of()));
    }
    if (!kind.get(0).equals("cgroup")) {
      return Optional.empty();
    }
    return own.entrySet().stream()
        .filter(entry -> !entry.getKey().isEmpty()
            && Splitter.on(',').splitToList(kind.get(2)).containsAll(Splitter.on(',').splitToList(entry.getKey())))
        .findFirst()
        .map(entry -> new Hierarchy(
            point, below(point, place.get(3), entry.getValue()), false, ImmutableList.copyOf(Splitter.on(',').split(entry.getKey()))));
  }

  /** A group's directory: what is mounted may be a part of the hierarchy, as in a container. */
  private static Path below(Path point, String mounted, String group) {
    String rest = mounted.equals("/")
        ? group
        : group.equals(mounted) ? "" : group.startsWith(mounted + "/") ? group.substring(mounted.length()) : "";
    Path path = point.resolve(rest.replaceFirst("^/+", "")).normalize();
    return path.startsWith(point) ? path : point;
  }

  /**
   * The script's commands that make groups with limits.
   *
   * @throws BuildException if this user may not make them
   */
  ImmutableList<String> commands(RunLimits limits, String name, OciRuntime.Kind runtime) {
    Map<Path, List<String>> groups = new LinkedHashMap<>();
    limits.memoryBytes().ifPresent(bytes -> {
      String most = Long.toString(bytes);
      add(groups, "memory", name, Map.of("memory.max", most), Map.of("memory.limit_in_bytes", most));
    });
    limits.cpus().ifPresent(cpus -> {
      String quota = Long.toString(Math.max(1000, Math.round(cpus * PERIOD_MICROS)));
      add(groups, "cpu", name, Map.of("cpu.max", quota + " " + PERIOD_MICROS), Map.of("cpu.cfs_quota_us", quota));
    });
    limits.processes().ifPresent(count -> {
      String most = Integer.toString(count + (runtime == OciRuntime.Kind.CRUN ? THREADS_OF_CRUN : THREADS_OF_RUNC));
      add(groups, "pids", name, Map.of("pids.max", most), Map.of("pids.max", most));
    });
    ImmutableList.Builder<String> commands = ImmutableList.builder();
    int descriptor = FIRST_DESCRIPTOR;
    for (Map.Entry<Path, List<String>> group : groups.entrySet()) {
      commands.add("group " + descriptor++ + " " + ShellWord.quoted(group.getKey().toString())).addAll(group.getValue());
    }
    return commands.build();
  }

  private void add(Map<Path, List<String>> groups, String controller, String name, Map<String, String> unified,
      Map<String, String> legacy) {
    Hierarchy hierarchy = hierarchies.stream().filter(one -> one.controllers().contains(controller)).findFirst()
        .or(() -> hierarchies.stream().filter(Hierarchy::unified).findFirst())
        .orElseThrow(() -> refused(controller, "no control groups are mounted"));
    Path parent = hierarchy.unified() ? unifiedParent(hierarchy, controller) : hierarchy.own();
    if (!Files.isWritable(parent)) {
      throw refused(controller, "'" + parent + "' cannot be written");
    }
    Path group = parent.resolve(name);
    List<String> commands = groups.computeIfAbsent(group, path -> new ArrayList<>());
    (hierarchy.unified() ? unified : legacy).forEach(
        (file, value) -> commands.add("limit " + ShellWord.quoted(group.resolve(file).toString()) + " " + ShellWord.quoted(value)));
    if (controller.equals("memory")) {
      // what does not fit into memory is not to go to the disk instead
      String swap = hierarchy.unified() ? "memory.swap.max" : "memory.memsw.limit_in_bytes";
      String value = hierarchy.unified() ? "0" : legacy.values().iterator().next();
      commands.add("limit_if_there " + ShellWord.quoted(group.resolve(swap).toString()) + " " + value);
    }
  }

  /** The nearest group above that hands the controller on: one that has processes cannot, except for the very first. */
  private static Path unifiedParent(Hierarchy hierarchy, String controller) {
    for (Path group = hierarchy.own(); group != null && group.startsWith(hierarchy.root()); group = group.getParent()) {
      if (words(group.resolve("cgroup.subtree_control")).contains(controller) && Files.isWritable(group.resolve("cgroup.procs"))) {
        return group;
      }
    }
    throw refused(controller, "no group from '" + hierarchy.own() + "' up hands it on and may be written");
  }

  private static List<String> words(Path file) {
    try {
      return Splitter.on(' ').omitEmptyStrings().splitToList(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (IOException none) {
      return List.of();
    }
  }

  static BuildException refused(String controller, String why) {
    return new BuildException(
        ErrorCode.UNSUPPORTED,
        String.format(
            Locale.ROOT,
            "a RUN cannot be limited here: control groups for '%s' cannot be made (%s); run as root, have the controller delegated to this"
                + " user (systemd: 'systemd-run --user --scope -p Delegate=yes', or Delegate=memory cpu pids for user@.service), or leave"
                + " the limit out",
            controller, why));
  }
}
