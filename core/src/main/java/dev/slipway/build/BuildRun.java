package dev.slipway.build;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Base;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.LayerToc;
import dev.slipway.layout.ImageLayer;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.registry.ImagePuller;
import dev.slipway.registry.RegistryImages;
import dev.slipway.run.Sandbox;
import dev.slipway.run.Session;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One build: its stages, each solved once for each platform, independent ones at the same time. */
final class BuildRun implements AutoCloseable {
  private final Store store;
  private final Lease lease;
  private final Image image;
  private final Context context;
  private final BuildOptions options;
  private final GlobalArguments globals;
  private final EntryRules rules;
  private final Cache cache;
  private final StepRunner steps;
  private final Sandboxed sandboxes;
  private final UnpackedLayers unpacked;
  private final AtomicReference<@Nullable FailedState> failedState = new AtomicReference<>();
  private final Archives archives;
  private final Downloads downloads;
  private final Contexts contexts;
  private final Bases bases;
  private final LayerTables tables;
  private final Journal journal;
  private final ImmutableList<Stage> stages;
  private final StageNames names;
  private final Tasks tasks;
  private final Map<StageOnPlatform, CompletableFuture<StageState>> solved = new ConcurrentHashMap<>();
  private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();

  private record StageOnPlatform(Stage stage, Platform platform) {}

  /** What a command that failed left. */
  record FailedState(Platform platform, StageState state) {}

  BuildRun(Store store, Lease lease, RegistryImages registries, Sandboxed sandboxes, Image image, Context context, BuildOptions options,
      Platform buildPlatform) {
    this.store = store;
    this.lease = lease;
    this.image = image;
    this.context = context;
    this.options = options;
    this.globals = new GlobalArguments(image, options, buildPlatform);
    this.rules = new EntryRules(options.modes(), options.timestamps());
    this.stages = image.stages();
    this.journal = new Journal(stages, options.listener());
    this.names = new StageNames(stages, globals);
    this.cache = new Cache(store, lease);
    this.steps = new StepRunner(store, cache);
    this.sandboxes = sandboxes;
    this.tables = new LayerTables(store, lease);
    this.unpacked = new UnpackedLayers(store, lease, tables::of, options.runs().grants().contains(Grant.DEVICES));
    this.archives = new Archives(store, lease, rules);
    this.downloads = new Downloads(store, lease, options.urls());
    this.contexts = new Contexts(context, store.directory().resolve("slipway").resolve("index"), options, CopiedPaths.of(stages));
    this.tasks = new Tasks(options.parallelism());
    ImagePuller puller = registries.puller(lease, options.bases(), transfer -> journal.tell(new BuildEvent.Transferring(transfer)));
    this.bases = new Bases(store, lease, globals, puller, new DockerBases(store, lease, options.docker()), tasks);
  }

  /** Builds the target for one platform. All images in registries that it needs are asked for at once. */
  CompletableFuture<StageState> solve(Platform platform) {
    for (Stage stage : stages) {
      bases.begin(stage.base(), platform, globals.base(stage, platform));
      for (Instruction instruction : Iterables.concat(stage.inheritedTriggers(), stage.instructions())) {
        instruction.bases().forEach(source -> bases.begin(source, platform, platform));
      }
    }
    return solve(image.target(), platform);
  }

  private CompletableFuture<StageState> solve(Stage stage, Platform platform) {
    return tasks.once(solved, new StageOnPlatform(stage, platform), () -> run(stage, platform));
  }

  /** Ends the build as if a step had failed. */
  void cancel(String reason) {
    tasks.stop(new BuildException(ErrorCode.CANCELLED, reason));
  }

  private StageState run(Stage stage, Platform platform) {
    // everything that this stage needs starts now and is waited for where it is used
    for (Base source : stage.sources()) {
      if (source instanceof Stage needed) {
        var unused = solve(needed, platform);
      }
    }
    StageState base = base(stage, platform);
    return new StageRun(this, stage, names.label(stage), platform, withDefaults(base)).run();
  }

  private StageState base(Stage stage, Platform platform) {
    if (stage.base() instanceof Stage parent) {
      return Tasks.join(solve(parent, platform)).asBase();
    }
    if (stage.base() instanceof Base.NamedContext named) {
      throw new BuildException(ErrorCode.UNSUPPORTED, "stage '" + names.label(stage) + "' stands on the directory '" + named.name()
          + "': start from scratch and copy from it instead");
    }
    StageState base = bases.find(stage.base(), platform, globals.base(stage, platform));
    List<String> triggers = base.config().container().onBuild();
    return triggers.isEmpty()
        ? base
        : base.withTriggers(new BaseTriggers(stages, context).read(triggers, names.nameOf(stage.base()), stage, names.label(stage)));
  }

  /** Docker gives every image a search path and a working directory. */
  private static StageState withDefaults(StageState state) {
    ContainerConfig container = state.config().container();
    container = container.environment("PATH").isPresent() ? container : container.withEnvironment("PATH", Settings.DEFAULT_PATH);
    container = container.workingDirectory().isPresent() ? container : container.withWorkingDirectory("/");
    return state.withConfig(state.config().withContainer(container));
  }

  /** Declares an argument in a stage: given values come first, then the default, then a global argument of that name. */
  StageState declare(Instruction.Arg arg, StageState state, Platform platform) {
    String given = options.arguments().get(arg.name());
    if (given != null) {
      return state.withArgument(arg.name(), given);
    }
    if (arg.defaultValue().isPresent()) {
      return state.withArgument(arg.name(), Settings.expand(arg.defaultValue().get(), state));
    }
    String global = globals.values(platform).get(arg.name());
    return global == null ? state : state.withArgument(arg.name(), global);
  }

  /** What an instruction of a stage copies or mounts from; absent means the build context. */
  Origin origin(Optional<Base> from, Platform platform) {
    if (from.isEmpty()) {
      return new Origin("context", Optional.empty(), Suppliers.memoize(contexts::main));
    }
    Base base = from.get();
    String name = names.nameOf(base);
    if (base instanceof Base.NamedContext named) {
      return new Origin(name, Optional.empty(), Suppliers.memoize(() -> contexts.named(named.name())));
    }
    StageState files = base instanceof Stage stage ? Tasks.join(solve(stage, platform)) : bases.find(base, platform, platform);
    return new Origin(name, Optional.of(files).filter(found -> !found.layers().isEmpty()),
        Suppliers.memoize(() -> new LayerSource(tree(files), description(base, platform), rules)));
  }

  private String description(Base base, Platform platform) {
    return switch (base) {
      case Base.Scratch scratch -> "scratch";
      case Stage stage -> "stage '" + names.label(stage) + "'";
      case ImageLocation location -> "the image '" + location.path() + "'";
      case Base.Reference reference -> "the image '" + globals.reference(reference, platform).familiar() + "'";
      case Base.DockerImage docker -> "the image '" + docker.name().familiar() + "'";
      case Base.NamedContext named -> "the context '" + named.name() + "'";
    };
  }

  /** Waits for what an instruction copies or mounts from: never while one of the slots is held, which a stage may need. */
  void await(Instruction instruction, Platform platform) {
    for (Base from : instruction.bases()) {
      if (from instanceof Stage needed) {
        var unused = Tasks.join(solve(needed, platform));
      } else {
        bases.await(from, platform, platform);
      }
    }
  }

  /** What is in a layer. */
  LayerToc table(ImageLayer layer) {
    return tables.of(layer);
  }

  /** The files of a stage so far. */
  FileTree tree(StageState state) {
    return tables.tree(state.layers());
  }

  /** The work of this build. */
  Tasks tasks() {
    return tasks;
  }

  /** What the steps did so far. */
  Journal journal() {
    return journal;
  }

  /** What the names of images in registries stood for, in the order of the names. */
  ImmutableList<BaseReport> bases() {
    return bases.reports();
  }

  Store store() {
    return store;
  }

  Lease lease() {
    return lease;
  }

  BuildOptions options() {
    return options;
  }

  EntryRules rules() {
    return rules;
  }

  Cache cache() {
    return cache;
  }

  StepRunner steps() {
    return steps;
  }

  /** What commands run in; empty where this machine has nothing of the kind, which matters only once one has to run. */
  Optional<Sandbox> sandbox() {
    return sandboxes.find(options.runs().sandbox());
  }

  /**
   * As {@link #sandbox} for commands of a platform.
   *
   * @throws BuildException if there is none, or it cannot run such commands
   */
  Sandbox requireSandbox(Platform platform, String stage) {
    return sandboxes.require(options.runs().sandbox(), platform, stage);
  }

  /** Begins to run commands, and sees to the end of them. */
  Session session(Sandbox sandbox) {
    Session session = sandbox.session();
    sessions.add(session);
    return session;
  }

  /** Layers as directories. */
  UnpackedLayers unpacked() {
    return unpacked;
  }

  /** Notes the files of a command that failed, for whoever is told of the failure. */
  void keepFailed(Platform platform, StageState state) {
    failedState.compareAndSet(null, new FailedState(platform, state));
  }

  /** The files of the first command that failed, if they were kept. */
  Optional<FailedState> failed() {
    return Optional.ofNullable(failedState.get());
  }

  Archives archives() {
    return archives;
  }

  Downloads downloads() {
    return downloads;
  }

  /** What tells the places of this build from those of others. */
  String contextName() {
    return context.directory().map(path -> path.toAbsolutePath().normalize().toString()).orElse("") + " "
        + image.target().name().orElse("");
  }

  /** What the stages and bases are called. */
  StageNames names() {
    return names;
  }

  /** Stops what still runs and keeps what was learnt about files. An interrupt does not keep it from cleaning up. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      interrupted |= tasks.close();
      downloads.close();
      contexts.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      sessions.forEach(Session::close);
    }
  }
}
