package dev.slipway.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.slipway.image.ImagePath;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where everything that a command sees comes from. Overlays and binds of host directories are made by the script, in its own
 * mount namespace, under names of ours; the runtime then binds those into the container, so that no path of the host is ever in
 * the runtime's configuration.
 *
 * <p>No mount that can be written allows device nodes ({@code nodev}), {@code /dev} included, whose devices are bound one by
 * one. That takes the place of Docker's device control group: commands may make device nodes, but not open them.
 */
final class MountPlan {
  private static final ImagePath HOSTS = ImagePath.of("/etc/hosts");
  private static final ImagePath RESOLVER = ImagePath.of("/etc/resolv.conf");
  private static final ImmutableList<String> DEVICES = ImmutableList.of("null", "zero", "full", "random", "urandom", "tty");
  private static final int READABLE = 0644;

  private final Host host;
  private final RunRequest request;
  private final WorkspaceFiles files = new WorkspaceFiles();
  private final Map<ImagePath, Map<String, Object>> targets = new TreeMap<>(Comparator.naturalOrder());
  /** Where in the namespace the directories are that are mounted from somewhere. */
  private final Map<ImagePath, String> sources = new HashMap<>();
  private int numbered;

  private MountPlan(Host host, RunRequest request) {
    this.host = host;
    this.request = request;
  }

  /** The plan's result: what lies in the workspace, and the mounts as the runtime specification writes them. */
  record Planned(WorkspaceFiles files, ImmutableList<Map<String, Object>> mounts) {}

  /** Plans the mounts of a run, outer before inner. */
  static Planned of(Host host, RunRequest request, String resolver) {
    MountPlan plan = new MountPlan(host, request);
    plan.root();
    plan.bindText(HOSTS, hostsFile(request.hostname()), READABLE);
    if (request.network() != RunNetwork.NONE) {
      plan.bindText(RESOLVER, resolver, READABLE);
    }
    for (RunMount mount : request.mounts()) {
      plan.add(mount);
    }
    request.mounts().forEach(mount -> plan.refuseLinksOnTheWay(mount.target()));
    plan.files.mount(Layout.FILES, Layout.SHARED, "none", "bind");
    ImmutableList.Builder<Map<String, Object>> all = ImmutableList.builder();
    all.addAll(plan.kernels());
    all.addAll(plan.targets.values());
    return new Planned(plan.files, all.build());
  }

  private static String hostsFile(String hostname) {
    return "127.0.0.1\tlocalhost " + hostname + "\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\n"
        + "ff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n";
  }

  private void root() {
    files.mount("slipway", Layout.MEMORY, "ramfs", "nosuid,nodev,noexec,mode=700");
    noControlGroups();
    overlay(Layout.ROOT, request.lowers(), Layout.UPPER, Layout.WORK);
    files.mount("slipway", "/proc", "proc", "nosuid,nodev,noexec");
    files.makeDirectories(Layout.ROOT, request.workingDirectory(), owner(request.user().uid()), owner(request.user().gid()));
  }

  /**
   * Runtimes look at one place to learn about control groups. crun does without any when told to, if only it finds none of the
   * mixed kind; runc insists on some, but does without its own where it cannot write.
   */
  private void noControlGroups() {
    switch (host.runtime().kind()) {
      case CRUN -> files.mount("slipway", Layout.CGROUP, "tmpfs", "size=4k,mode=755");
      case RUNC -> {
        files.mount("slipway", Layout.CGROUPS, "cgroup2", "nosuid,nodev,noexec");
        files.mount(Layout.CGROUPS, Layout.CGROUP, "none", "bind,ro");
      }
    }
  }

  /** Mounts what was not there at any time: nothing is synced, as nothing of it is of use after a crash. */
  private void overlay(String target, List<Path> layers, String upper, String work) {
    files.directory(upper);
    files.directory(work);
    String form = host.inUserNamespace() ? "userxattr" : "redirect_dir=nofollow,metacopy=off";
    files.mount(
        "slipway", target, "overlay",
        device() + form + ",index=off,volatile," + files.lowerOption(layers) + ",upperdir=" + upper + ",workdir=" + work);
  }

  /** Whether device nodes work is part of what a command was granted. */
  private String device() {
    return request.confinement() == Confinement.SANDBOX ? "nodev," : "";
  }

  private void add(RunMount mount) {
    switch (mount) {
      case RunMount.Tree tree -> tree(tree);
      case RunMount.Directory directory -> {
        String point = Layout.mount(numbered++);
        files.mount(files.link(directory.directory()), point, "none", "bind");
        sources.put(directory.target(), point);
        bind(directory.target(), point, directory.readOnly() ? "ro" : "rw", "nodev");
      }
      case RunMount.Memory memory -> memory(memory);
      case RunMount.SecretFile secret -> bind(
          secret.target(),
          files.secret(secret.value().bytes(), secret.mode(), owner(secret.uid()), owner(secret.gid())),
          "ro", "nosuid", "nodev", "noexec");
      case RunMount.AgentSocket agent -> bind(
          agent.target(), files.socket(agent.socket(), agent.mode(), owner(agent.uid()), owner(agent.gid())), "rw", "nosuid", "nodev",
          "noexec");
      case RunMount.Text text -> bindText(text.target(), text.content(), text.mode());
    }
  }

  private void tree(RunMount.Tree tree) {
    int number = numbered++;
    String point = Layout.mount(number);
    overlay(point, tree.layers(), "u" + number, "w" + number);
    files.refuseLinks(point, tree.source());
    String source = tree.source().isRoot() ? point : point + tree.source();
    sources.put(tree.target(), source);
    bind(tree.target(), source, tree.writable() ? "rw" : "ro", "nodev");
  }

  /**
   * The caller has resolved links of the root, but not those of what is mounted, and runtimes follow them: what is mounted in
   * another mount could cover the kernel's files. A cache may change after it was looked at; what leads astray then is still
   * followed inside the container only.
   */
  private void refuseLinksOnTheWay(ImagePath target) {
    ImagePath above = target.parent().orElse(ImagePath.ROOT);
    while (!above.isRoot() && !targets.containsKey(above)) {
      above = above.parent().orElse(ImagePath.ROOT);
    }
    String source = sources.get(above);
    if (source != null) {
      files.refuseLinks(source, target.rebase(above, ImagePath.ROOT));
    }
  }

  private void memory(RunMount.Memory memory) {
    ImmutableList.Builder<String> options = ImmutableList.builder();
    options.add("nosuid", "nodev", "mode=" + Integer.toOctalString(memory.mode()));
    options.add("uid=" + owner(memory.uid()), "gid=" + owner(memory.gid()));
    memory.bytes().ifPresent(bytes -> options.add("size=" + bytes));
    target(memory.target(), "tmpfs", "tmpfs", options.build());
  }

  private void bindText(ImagePath target, String content, int mode) {
    bind(target, files.file(content, mode), "ro", "nosuid", "nodev");
  }

  private void bind(ImagePath target, String source, String... options) {
    target(target, "bind", source, ImmutableList.<String>builder().add("bind").add(options).build());
  }

  private void target(ImagePath target, String type, String source, ImmutableList<String> options) {
    targets.put(target, mount(Faults.utf8("mount target", target.toString()), type, Faults.utf8("mount source", source), options));
  }

  /** Where only one id exists, everything is root's. */
  private long owner(long id) {
    return host.hasOneId() ? 0 : id;
  }

  private ImmutableList<Map<String, Object>> kernels() {
    ImmutableList.Builder<Map<String, Object>> mounts = ImmutableList.builder();
    if (request.confinement() == Confinement.SANDBOX) {
      // the runtime binds the root to itself, and forgets what it was mounted with
      mounts.add(mount("/.", "bind", Layout.ROOT, ImmutableList.of("bind", "remount", "nodev")));
    }
    mounts.add(mount("/proc", "proc", "proc", ImmutableList.of("nosuid", "noexec", "nodev")));
    mounts.add(mount("/dev", "tmpfs", "tmpfs", ImmutableList.of("nosuid", "noexec", "nodev", "strictatime", "mode=755", "size=65536k")));
    String group = host.hasOneId() ? "mode=0620" : "mode=0620,gid=5";
    mounts.add(
        mount("/dev/pts", "devpts", "devpts", ImmutableList.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", group)));
    mounts.add(mount("/dev/shm", "tmpfs", "shm", ImmutableList.of("nosuid", "noexec", "nodev", "mode=1777", "size=65536k")));
    mounts.add(mount("/dev/mqueue", "mqueue", "mqueue", ImmutableList.of("nosuid", "noexec", "nodev")));
    // in a user namespace runtimes bind them by themselves
    for (String device : host.inUserNamespace() ? ImmutableList.<String>of() : DEVICES) {
      mounts.add(mount("/dev/" + device, "bind", "/dev/" + device, ImmutableList.of("bind", "nosuid", "noexec")));
    }
    mounts.addAll(system());
    return mounts.build();
  }

  /** A user namespace that does not own its network cannot mount the kernel's view of it, only show that of the host. */
  private ImmutableList<Map<String, Object>> system() {
    if (host.inUserNamespace() && request.network() == RunNetwork.HOST) {
      return ImmutableList.of(
          mount("/sys", "bind", "/sys", ImmutableList.of("rbind", "rprivate", "nosuid", "noexec", "nodev", "ro")),
          // our own memory is mounted there
          mount(Layout.MEMORY, "tmpfs", "tmpfs", ImmutableList.of("ro", "nosuid", "noexec", "nodev", "mode=755", "size=0")));
    }
    return ImmutableList.of(mount("/sys", "sysfs", "sysfs", ImmutableList.of("nosuid", "noexec", "nodev", "ro")));
  }

  private static ImmutableMap<String, Object> mount(String target, String type, String source, ImmutableList<String> options) {
    return ImmutableMap.of("destination", target, "type", type, "source", source, "options", options);
  }
}
