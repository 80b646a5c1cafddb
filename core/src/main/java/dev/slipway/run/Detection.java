package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what this machine has and what this user may do. */
final class Detection {
  private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
  private static final String WAYS_OUT = "; or build without RUN here: write the Dockerfile and give it to BuildKit, or build on a Linux"
      + " machine, virtual machine or CI. Stages that only copy need none of this";

  private final SandboxSettings settings;
  private final List<String> missing = new ArrayList<>();

  private Detection(SandboxSettings settings) {
    this.settings = settings;
  }

  /** What a sandbox stands on; see {@link Sandboxes#find}. */
  static Host find(SandboxSettings settings) {
    String system = System.getProperty("os.name", "");
    if (!system.equals("Linux")) {
      throw unsupported(
          "RUN needs Linux with crun or runc, and this is " + system
              + "; write the Dockerfile and give it to BuildKit, or build in a Linux virtual machine or in CI. Stages that only copy need"
              + " none of this");
    }
    try {
      return new Detection(settings).host();
    } catch (IOException e) {
      throw new BuildException(ErrorCode.UNSUPPORTED, "could not find out what RUN can use here: " + e.getMessage() + WAYS_OUT, e);
    }
  }

  private Host host() throws IOException {
    Tools tools = tools();
    OciRuntime runtime = runtime();
    if (!Files.isDirectory(Path.of(Layout.MEMORY))) {
      missing.add("the kernel's directory " + Layout.MEMORY + " (mount -t sysfs sysfs /sys)");
    }
    if (!missing.isEmpty()) {
      throw unsupported("RUN is not possible here, for want of: " + String.join("; ", missing) + WAYS_OUT);
    }
    Identity identity = identity(tools);
    return new Host(
        tools, runtime, identity.ownership(), identity.ids(), identity.capabilities(), System.getProperty("os.arch", ""),
        ProcessStatus.openFiles(), NetworkHelper.find(settings.networkHelper()));
  }

  private Tools tools() {
    Path tar = program("tar", "GNU tar (package tar)");
    Tools tools = new Tools(
        program("sh", "a shell"), program("unshare", "package util-linux"), program("mount", "package mount or util-linux"),
        program("umount", "package mount or util-linux"), tar, program("rm", "package coreutils"), program("find", "package findutils"),
        program("touch", "package coreutils"), program("head", "package coreutils"), program("chown", "package coreutils"),
        program("chmod", "package coreutils"), program("mkdir", "package coreutils"), program("rmdir", "package coreutils"),
        program("sleep", "package coreutils"));
    if (missing.isEmpty() && !Probe.of(List.of(tar.toString(), "--help")).text().contains("--xattrs-include")) {
      missing.add("a tar that keeps extended attributes: '" + tar + "' does not (install GNU tar)");
    }
    return tools;
  }

  private Path program(String name, String what) {
    Optional<Path> found = Programs.find(name);
    if (found.isEmpty()) {
      missing.add(name + " (" + what + ")");
    }
    return found.orElse(Path.of("/", name));
  }

  private OciRuntime runtime() {
    List<String> refusals = new ArrayList<>();
    List<Path> candidates = new ArrayList<>();
    settings.runtime().ifPresentOrElse(candidates::add, () -> {
      Programs.find("crun").ifPresent(candidates::add);
      Programs.find("runc").ifPresent(candidates::add);
    });
    for (Path candidate : candidates) {
      Optional<OciRuntime> runtime = judged(candidate, refusals);
      if (runtime.isPresent()) {
        return runtime.get();
      }
    }
    missing.add(
        refusals.isEmpty()
            ? "crun or runc in the system's directories (install the package crun, or name the program in SandboxSettings)"
            : String.join("; ", refusals));
    return new OciRuntime(Path.of("/"), OciRuntime.Kind.CRUN, "");
  }

  private static Optional<OciRuntime> judged(Path path, List<String> refusals) {
    if (!Programs.isProgram(path)) {
      refusals.add("the runtime '" + path + "', which is no program");
      return Optional.empty();
    }
    Probe probe = Probe.of(List.of(path.toString(), "--version"));
    Optional<RuntimeVersions.Judgement> judgement = RuntimeVersions.judge(probe.text());
    if (probe.exitCode() != 0 || judgement.isEmpty()) {
      refusals.add("a runtime that is crun or runc: '" + path + "' does not say so when asked for its --version");
      return Optional.empty();
    }
    if (judgement.get().refusal().isPresent()) {
      refusals.add("a safe runtime: " + judgement.get().refusal().get() + " ('" + path + "')");
      return Optional.empty();
    }
    judgement.get().warning().ifPresent(warning -> LOG.warn("{} ('{}')", warning, path));
    return Optional.of(new OciRuntime(path, judgement.get().kind(), judgement.get().version()));
  }

  /** As whom containers run. */
  private record Identity(Ownership ownership, IdMap ids, ImmutableSet<String> capabilities) {}

  private Identity identity(Tools tools) throws IOException {
    long user = ProcessStatus.user();
    return switch (settings.privileges()) {
      case ROOT -> root(user).orElseThrow(() -> unsupported(noRoot(user)));
      case SUBORDINATE -> {
        checkNamespaces(tools);
        List<String> why = new ArrayList<>();
        yield subordinate(user, why)
            .orElseThrow(() -> unsupported("subordinate ids cannot be used: " + String.join("; ", why)));
      }
      case SINGLE -> {
        checkNamespaces(tools);
        yield single(user);
      }
      case AUTO -> {
        Optional<Identity> root = root(user);
        if (root.isPresent()) {
          yield root.get();
        }
        checkNamespaces(tools);
        List<String> why = new ArrayList<>();
        Optional<Identity> some = subordinate(user, why);
        if (some.isEmpty()) {
          LOG.info("RUN uses one user id only, so files of other owners become root's: {}", String.join("; ", why));
        }
        yield some.orElse(single(user));
      }
    };
  }

  private static Optional<Identity> root(long user) throws IOException {
    ImmutableSet<String> held = ProcessStatus.capabilities();
    return user == 0 && Capabilities.missing(held).isEmpty()
        ? Optional.of(new Identity(new Ownership(Ownership.Kind.ROOT, "root"), new IdMap.None(), held))
        : Optional.empty();
  }

  private static String noRoot(long user) {
    try {
      return user == 0
          ? "root's privileges were asked for, but this root lacks the capabilities " + Capabilities.missing(ProcessStatus.capabilities())
              + ", as in a container; run it with them (docker run --privileged), or let Slipway use a user namespace (Privileges.AUTO)"
          : "root's privileges were asked for, but this is user " + user
              + "; run as root, or let Slipway use a user namespace (Privileges.AUTO)";
    } catch (IOException e) {
      return "root's privileges were asked for, and cannot be checked: " + e.getMessage();
    }
  }

  private static Optional<Identity> subordinate(long user, List<String> why) throws IOException {
    Optional<String> name = ProcessStatus.userName(user);
    Optional<Path> newuidmap = Programs.find("newuidmap");
    Optional<Path> newgidmap = Programs.find("newgidmap");
    Optional<SubordinateIds> users = SubordinateIds.read(Path.of("/etc/subuid"), name, user);
    Optional<SubordinateIds> groups = SubordinateIds.read(Path.of("/etc/subgid"), name, user);
    String line = name.orElse(Long.toString(user)) + ":100000:65536";
    if (newuidmap.isEmpty() || newgidmap.isEmpty()) {
      why.add("newuidmap and newgidmap are missing (install the package uidmap)");
    }
    if (users.isEmpty()) {
      why.add("/etc/subuid grants this user no 65536 ids (add a line such as '" + line + "')");
    }
    if (groups.isEmpty()) {
      why.add("/etc/subgid grants this user no 65536 ids (add a line such as '" + line + "')");
    }
    if (!why.isEmpty()) {
      return Optional.empty();
    }
    long group = ProcessStatus.group();
    String ranges = users.get().name() + (users.equals(groups) ? "" : groups.get().name());
    IdMap ids = new IdMap.Subordinate(newuidmap.get(), newgidmap.get(), users.get().arguments(user), groups.get().arguments(group));
    return Optional.of(
        new Identity(new Ownership(Ownership.Kind.SUBORDINATE, "user-" + user + ranges), ids, ProcessStatus.allCapabilities()));
  }

  private static Identity single(long user) throws IOException {
    return new Identity(new Ownership(Ownership.Kind.SINGLE, "user-" + user), new IdMap.One(), ProcessStatus.allCapabilities());
  }

  private static void checkNamespaces(Tools tools) {
    ImmutableList<String> command = ImmutableList.of(
        tools.unshare().toString(), "--user", "--map-root-user", "--mount", "--pid", "--fork", tools.mount().toString(), "-t", "ramfs",
        "slipway", Layout.MEMORY);
    Probe probe = Probe.of(command);
    if (probe.exitCode() != 0) {
      throw unsupported(
          "RUN needs root or a user namespace, and this user cannot make one (" + probe.text()
              + "); allow it (sysctl user.max_user_namespaces=15000; on Debian kernel.unprivileged_userns_clone=1; on Ubuntu"
              + " kernel.apparmor_restrict_unprivileged_userns=0; in a container also its seccomp profile), or run as root" + WAYS_OUT);
    }
  }

  private static BuildException unsupported(String message) {
    return new BuildException(ErrorCode.UNSUPPORTED, message);
  }
}
