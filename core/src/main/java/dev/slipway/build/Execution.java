package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.SecretValue;
import dev.slipway.layer.EntryType;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.OverlayChanges;
import dev.slipway.layer.Toc;
import dev.slipway.layer.TreeEntry;
import dev.slipway.layer.UserDatabase;
import dev.slipway.layout.ImageLayer;
import dev.slipway.run.RunChanges;
import dev.slipway.run.RunRequest;
import dev.slipway.run.RunResult;
import dev.slipway.run.RunUser;
import dev.slipway.run.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One command on its way through the sandbox: what it gets, what it leaves, how its failure is told. */
final class Execution implements RunChanges {
  private static final ImmutableList<ImagePath> KERNEL = ImmutableList.of(ImagePath.of("/proc"), ImagePath.of("/sys"),
      ImagePath.of("/dev"));
  private static final ImmutableList<ImagePath> MOUNTED = ImmutableList.of(ImagePath.of("/etc/hosts"), ImagePath.of("/etc/resolv.conf"));
  private static final String HOSTNAME = "slipway";

  private final BuildRun build;
  private final StageRun stage;
  private final StageState state;
  private final RunPlan plan;
  private final Sandbox sandbox;
  private final FileTree tree;
  private final ImmutableMap<String, SecretValue> secrets;
  private ImmutableSet<ImagePath> stubs = ImmutableSet.of();
  private Optional<Layer> layer = Optional.empty();
  private UnpackedLayers.Coming kept = directory -> {};

  Execution(BuildRun build, StageRun stage, StageState state, RunPlan plan) {
    this.build = build;
    this.stage = stage;
    this.state = state;
    this.plan = plan;
    this.sandbox = build.requireSandbox(state.config().platform(), stage.label());
    this.tree = build.tree(state);
    ImmutableMap.Builder<String, SecretValue> values = ImmutableMap.builder();
    plan.secretVariables().forEach((name, given) -> values.put(name, given.secret().read()));
    this.secrets = values.buildOrThrow();
  }

  /**
   * Runs the command.
   *
   * @return its changes as a layer; empty if it changed nothing
   * @throws RunFailedException if it ends with another code than 0
   */
  Optional<Layer> layer() {
    KERNEL.forEach(this::checkDirectory);
    MOUNTED.forEach(this::checkMounted);
    try (OpenMounts mounts = OpenMounts.of(plan, build, sandbox, tree)) {
      RunRequest request = request(mounts);
      stubs = OpenMounts.stubs(tree, request.mountPoints());
      OutputLines output = new OutputLines(request.redaction(), stage::printed);
      RunResult result = stage.session(sandbox).run(request, output, this);
      output.finish();
      if (result.timedOut() || result.exitCode() != 0) {
        throw stage.failed(plan, result, output.last(), layer);
      }
      layer.ifPresent(this::checkDevices);
      return layer;
    }
  }

  /** Device nodes in an image are a way to the machine that runs it. */
  private void checkDevices(Layer made) {
    if (build.options().runs().grants().contains(Grant.DEVICES)) {
      return;
    }
    Toc toc = build.table(ImageLayer.of(build.store(), made)).toc();
    for (int i = 0; i < toc.size(); i++) {
      if (toc.isEntry(i) && toc.type(i).isDevice()) {
        throw new BuildException(ErrorCode.NOT_ALLOWED, "a command of stage '" + stage.label() + "' made the device '" + toc.path(i)
            + "', which the build was not allowed: RunOptions.allow(Grant.DEVICES) does");
      }
    }
  }

  private RunRequest request(OpenMounts mounts) {
    RunUsers users = new RunUsers(UserDatabase.of(build.store(), tree));
    RunUser user = users.number(plan.user());
    Map<String, String> environment = new LinkedHashMap<>(plan.environment());
    environment.putAll(plan.proxies());
    if (!secrets.containsKey("HOME")) {
      environment.putIfAbsent("HOME", users.home(user));
    }
    RunOptions options = build.options().runs();
    return new RunRequest(build.store().trees().workspace(build.lease()), build.unpacked().directories(state.layers(), sandbox),
        plan.arguments(), ImmutableMap.copyOf(environment), secrets, workingDirectory(), user, HOSTNAME, mounts.mounts(), plan.network(),
        plan.confinement(), options.limits(), options.timeout(), build.options().timestamps().latest());
  }

  /** One that an earlier command deleted is made anew when this one starts. */
  private ImagePath workingDirectory() {
    ImagePath directory = tree.resolvePath(plan.workingDirectory());
    ImagePath there = directory;
    while (!there.isRoot() && tree.lookup(there).isEmpty()) {
      there = there.parent().orElse(ImagePath.ROOT);
    }
    boolean kernels = KERNEL.stream().anyMatch(directory::startsWith);
    if (kernels || !there.isRoot() && !tree.lookup(there).map(TreeEntry::isDirectory).orElse(false)) {
      throw new BuildException(kernels ? ErrorCode.PATH_ESCAPES : ErrorCode.NOT_FOUND,
          "the working directory '" + plan.workingDirectory() + "' of stage '" + stage.label() + "' " + (kernels
              ? "leads to '" + directory + "', which is the kernel's; choose another one by WORKDIR"
              : "cannot be: '" + there + "' is no directory; choose another one by WORKDIR"));
    }
    return directory;
  }

  /** A link there would lead the runtime's mounts somewhere else. */
  private void checkDirectory(ImagePath path) {
    Optional<TreeEntry> found = tree.lookup(path);
    if (found.isPresent() && found.get().entry().type() != EntryType.DIRECTORY) {
      throw new BuildException(ErrorCode.PATH_ESCAPES, "'" + path + "' in stage '" + stage.label()
          + "' is no directory, and nothing is run where the kernel's files would be mounted over a link; replace it by a directory");
    }
  }

  /** Files that every command sees are mounted where links lead to. */
  private void checkMounted(ImagePath path) {
    ImagePath place = tree.resolvePath(path);
    if (KERNEL.stream().anyMatch(place::startsWith)) {
      throw new BuildException(ErrorCode.PATH_ESCAPES, "'" + path + "' in stage '" + stage.label() + "' leads to '" + place
          + "', and nothing is mounted over the kernel's files; replace it by a file");
    }
  }

  @Override
  public Optional<ImmutableList<ImagePath>> read(int exitCode, InputStream tar) throws IOException {
    if (exitCode != 0 && !build.options().runs().debug()) {
      return Optional.empty();
    }
    OverlayChanges.Changed changed = OverlayChanges.read(tar, tree, UnpackedLayers.form(sandbox), stubs,
        build.options().timestamps().latest(), sandbox.ownership().keepsOwners(), build.store(), build.lease());
    layer = changed.layer();
    if (exitCode != 0 || !changed.exact() || layer.isEmpty()) {
      return Optional.empty();
    }
    List<Digest> diffIds = ImmutableList.<Digest>builder().addAll(state.config().diffIds()).add(layer.get().diffId()).build();
    kept = build.unpacked().expect(diffIds, sandbox);
    return Optional.of(changed.late());
  }

  @Override
  public void keep(Optional<Path> directory) {
    kept.keep(directory);
  }
}
