package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Closer;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.OverlayLayer;
import dev.slipway.layer.TreeEntry;
import dev.slipway.layout.ImageLayer;
import dev.slipway.run.RunMount;
import dev.slipway.run.Sandbox;
import dev.slipway.run.TarStream;
import dev.slipway.store.CacheContent;
import dev.slipway.store.CacheDirectories;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The mounts of a command that is about to run. Caches are held until they are closed. */
final class OpenMounts implements AutoCloseable {
  private static final int SECRET_MODE = 0400;
  private static final int AGENT_MODE = 0600;
  private static final int CACHE_MODE = 0755;
  private static final int MEMORY_MODE = 01777;
  private static final int SCRIPT_MODE = 0755;

  private final BuildRun build;
  private final Sandbox sandbox;
  private final FileTree tree;
  private final List<RunMount> mounts = new ArrayList<>();
  private final Closer closer = Closer.create();

  private OpenMounts(BuildRun build, Sandbox sandbox, FileTree tree) {
    this.build = build;
    this.sandbox = sandbox;
    this.tree = tree;
  }

  /**
   * Makes what a plan mounts.
   *
   * @param tree the files that the command runs on, in which targets are looked up
   */
  static OpenMounts of(RunPlan plan, BuildRun build, Sandbox sandbox, FileTree tree) {
    OpenMounts open = new OpenMounts(build, sandbox, tree);
    try {
      plan.mounts().stream().filter(mount -> !(mount instanceof PlannedMount.Cache)).forEach(open::add);
      // last, and in the order of their names: nothing else is waited for while they are held, and nobody waits in a circle
      plan.mounts(PlannedMount.Cache.class).stream().sorted(Comparator.comparing(PlannedMount.Cache::name)).forEach(open::addCache);
      return open;
    } catch (RuntimeException | Error failure) {
      open.close();
      throw failure;
    }
  }

  ImmutableList<RunMount> mounts() {
    return ImmutableList.copyOf(mounts);
  }

  /** What has to be made so that something can be mounted at some paths: missing ones and the missing directories above them. */
  static ImmutableSet<ImagePath> stubs(FileTree tree, Set<ImagePath> mountPoints) {
    Set<ImagePath> stubs = new TreeSet<>();
    for (ImagePath point : mountPoints) {
      ImagePath path = tree.resolvePath(point);
      while (!path.isRoot() && tree.lookup(path).isEmpty()) {
        stubs.add(path);
        path = path.parent().orElse(ImagePath.ROOT);
      }
    }
    return ImmutableSet.copyOf(stubs);
  }

  private void add(PlannedMount mount) {
    ImagePath target = tree.resolvePath(mount.target());
    mounts.add(switch (mount) {
      case PlannedMount.Stack stack -> stack(stack, target);
      case PlannedMount.Copied copied -> new RunMount.Tree(
          build.unpacked().directories(ImmutableList.of(ImageLayer.of(build.store(), copied.layer())), sandbox),
          PlannedMount.Copied.PLACE, target, copied.writable());
      case PlannedMount.Memory memory -> new RunMount.Memory(target,
          memory.bytes().map(OptionalLong::of).orElse(OptionalLong.empty()),
          // as runc does it: over a directory of the image, with the bits that the directory has
          tree.lookup(target).filter(TreeEntry::isDirectory).map(below -> below.entry().mode()).orElse(MEMORY_MODE), 0, 0);
      case PlannedMount.SecretFile secret -> new RunMount.SecretFile(secret.secret().read(), target, mode(secret.access(), SECRET_MODE),
          uid(secret.access()), gid(secret.access()));
      case PlannedMount.Agent agent -> new RunMount.AgentSocket(agent.socket(), target,
          mode(agent.access(), AGENT_MODE), uid(agent.access()), gid(agent.access()));
      case PlannedMount.Script script -> new RunMount.Text(script.content(), target, SCRIPT_MODE);
      case PlannedMount.Cache cache -> throw new IllegalStateException("caches are opened last");
    });
  }

  private RunMount stack(PlannedMount.Stack stack, ImagePath target) {
    FileTree source = build.tree(stack.from());
    TreeEntry found = source.resolve(ImagePath.of(stack.source())).orElseThrow(() -> new BuildException(ErrorCode.NOT_FOUND,
        "'" + stack.source() + "', which is to be mounted at '" + target + "', is not in '" + stack.name() + "'"));
    return new RunMount.Tree(build.unpacked().directories(stack.from().layers(), sandbox), found.entry().path(), target, stack.writable());
  }

  private void addCache(PlannedMount.Cache cache) {
    CacheDirectories.Held held = closer.register(new Closing(build.store().caches()
        .open(build.lease(), sandbox.ownership().id(), cache.name(), cache.use(), content(cache)))).held();
    mounts.add(new RunMount.Directory(held.directory(), tree.resolvePath(cache.target()), cache.readOnly()));
  }

  private CacheContent content(PlannedMount.Cache cache) {
    Optional<PlannedMount.Initial> initial = cache.initial();
    return new CacheContent() {
      @Override
      public void make(Path absent) {
        sandbox.unpack(absent, initial.flatMap(PlannedMount.Initial::layer).isPresent()
            ? contents(build.table(ImageLayer.of(build.store(), initial.orElseThrow().layer().orElseThrow())))
            : out -> writeEmpty(cache.access(), out));
      }

      @Override
      public String origin() {
        return initial.map(PlannedMount.Initial::origin).orElse("empty");
      }
    };
  }

  private TarStream contents(LayerToc layer) {
    return out -> OverlayLayer.write(build.store(), FileTree.empty(), layer, UnpackedLayers.form(sandbox), false, out);
  }

  private static void writeEmpty(Mount.Access access, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    TarArchiveEntry root = new TarArchiveEntry("./");
    root.setMode(mode(access, CACHE_MODE));
    root.setUserId(uid(access));
    root.setGroupId(gid(access));
    tar.putArchiveEntry(root);
    tar.closeArchiveEntry();
    tar.finish();
  }

  private static int mode(Mount.Access access, int usual) {
    return access.mode().orElse(usual);
  }

  private static int uid(Mount.Access access) {
    return access.uid().orElse(0);
  }

  private static int gid(Mount.Access access) {
    return access.gid().orElse(0);
  }

  @Override
  public void close() {
    try {
      closer.close();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private record Closing(CacheDirectories.Held held) implements Closeable {
    @Override
    public void close() {
      held.close();
    }
  }
}
