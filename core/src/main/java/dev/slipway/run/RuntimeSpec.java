package dev.slipway.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of a container as the OCI runtime specification 1.0.2 writes it. Capabilities, hidden and read-only paths
 * are Docker's; nothing of this process's environment, limits or identity is inherited.
 */
final class RuntimeSpec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ImmutableList<String> HIDDEN = ImmutableList.of(
      "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug",
      "/proc/scsi",
      "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware");

  private static final ImmutableList<String> READ_ONLY = ImmutableList.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
      "/proc/sysrq-trigger");

  private static final long USUAL_OPEN_FILES = 1024;
  private static final int USUAL_UMASK = 022;

  private RuntimeSpec() {}

  /** The configuration of a run as UTF-8 text. */
  static byte[] of(Host host, RunRequest request, ImmutableList<Map<String, Object>> mounts) {
    Map<String, Object> spec = new TreeMap<>();
    spec.put("ociVersion", "1.0.2");
    spec.put("process", process(host, request));
    spec.put("root", ImmutableMap.of("path", Layout.ROOT, "readonly", false));
    spec.put("hostname", Faults.utf8("hostname", request.hostname()));
    spec.put("mounts", mounts);
    spec.put("linux", linux(host, request));
    try {
      return JSON.writeValueAsBytes(spec);
    } catch (JsonProcessingException e) {
      // without its text, which may hold a secret
      throw new IllegalStateException("a configuration of plain maps and texts could not be written");
    }
  }

  private static Map<String, Object> process(Host host, RunRequest request) {
    ImmutableList.Builder<String> environment = ImmutableList.builder();
    request.environment().forEach((name, value) -> environment.add(Faults.utf8("environment variable " + name, name + "=" + value)));
    request.secretEnvironment().forEach((name, value) -> {
      var unused = Faults.utf8("name of a variable", name);
      environment.add(name + "=" + Faults.utf8(name, value));
    });
    ImmutableList<String> capabilities = Capabilities.granted(request.confinement(), host.capabilities());
    return ImmutableMap.<String, Object>builder()
        .put("terminal", false)
        .put("user", user(request.user()))
        .put("args", request.arguments().stream().map(argument -> Faults.utf8("argument", argument)).toList())
        .put("env", environment.build())
        .put("cwd", Faults.utf8("working directory", request.workingDirectory().toString()))
        .put("capabilities", ImmutableMap.of("bounding", capabilities, "effective", capabilities, "permitted", capabilities))
        .put("rlimits", limits(host.openFiles()))
        // programs with the setuid bit work, as they do in Docker
        .put("noNewPrivileges", false)
        .buildOrThrow();
  }

  private static Map<String, Object> user(RunUser user) {
    return ImmutableMap.of("uid", user.uid(), "gid", user.gid(), "additionalGids", user.groups().asList(), "umask", USUAL_UMASK);
  }

  /** Java raises its own limit of open files to the most, which old programs take as a number of files to close one by one. */
  private static ImmutableList<Object> limits(long openFiles) {
    return ImmutableList.of(
        ImmutableMap.of("type", "RLIMIT_NOFILE", "soft", Math.min(USUAL_OPEN_FILES, openFiles), "hard", openFiles));
  }

  private static Map<String, Object> linux(Host host, RunRequest request) {
    ImmutableMap.Builder<String, Object> linux = ImmutableMap.builder();
    ImmutableList.Builder<Object> namespaces = ImmutableList.builder();
    for (String type : ImmutableList.of("pid", "ipc", "uts", "mount")) {
      namespaces.add(ImmutableMap.of("type", type));
    }
    if (request.network() == RunNetwork.NONE) {
      namespaces.add(ImmutableMap.of("type", "network"));
    }
    linux.put("namespaces", namespaces.build());
    if (request.confinement() == Confinement.SANDBOX) {
      linux.put("maskedPaths", HIDDEN);
      linux.put("readonlyPaths", READ_ONLY);
      linux.put("seccomp", SystemCallFilter.forMachine(host.architecture()));
    }
    return linux.buildOrThrow();
  }
}
