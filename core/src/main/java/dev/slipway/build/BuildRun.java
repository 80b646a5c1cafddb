package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.Copy;
import dev.slipway.image.Digest;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Instruction;
import dev.slipway.image.Platform;
import dev.slipway.image.Run;
import dev.slipway.image.Stage;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.LayerToc;
import dev.slipway.layout.BaseImage;
import dev.slipway.layout.ImageLayer;
import dev.slipway.layout.ImageReader;
import dev.slipway.layout.LayerLoader;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.ImageConfig;
import dev.slipway.registry.ImagePuller;
import dev.slipway.registry.PulledImage;
import dev.slipway.registry.RegistryImages;
import dev.slipway.registry.ResolvedImage;
import dev.slipway.run.Sandbox;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One build: its stages, each solved once for each platform, independent ones at the same time. */
final class BuildRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BuildRun.class);

  private final Store store;
  private final Lease lease;
  private final Image image;
  private final Context context;
  private final BuildOptions options;
  private final GlobalArguments globals;
  private final ImagePuller puller;
  private final EntryRules rules;
  private final Cache cache;
  private final StepRunner steps;
  private final Sandboxed sandboxes;
  private final UnpackedLayers unpacked;
  private final AtomicReference<@Nullable FailedState> failedState = new AtomicReference<>();
  private final Archives archives;
  private final Downloads downloads;
  private final Contexts contexts;
  private final DockerBases dockerBases;
  private final ImmutableList<Stage> stages;
  private final StageNames names;
  private final Tasks tasks;
  private final Map<StageOnPlatform, CompletableFuture<StageState>> solved = new ConcurrentHashMap<>();
  private final Map<ImageReference, CompletableFuture<ResolvedImage>> resolved = new ConcurrentHashMap<>();
  private final Map<ReferenceOnPlatform, CompletableFuture<PulledImage>> pulled = new ConcurrentHashMap<>();
  private final Map<Digest, LayerToc> tables = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<Reported> reports = new ArrayList<>();

  private record StageOnPlatform(Stage stage, Platform platform) {}

  private record ReferenceOnPlatform(ImageReference reference, Platform platform) {}

  private record Reported(int stage, StepReport report) {}

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
    this.puller = registries.puller(lease, options.bases(), transfer -> tell(new BuildEvent.Transferring(transfer)));
    this.rules = new EntryRules(options.modes(), options.timestamps());
    this.stages = image.stages();
    this.names = new StageNames(stages, globals);
    this.cache = new Cache(store, lease);
    this.steps = new StepRunner(store, cache);
    this.sandboxes = sandboxes;
    this.unpacked = new UnpackedLayers(store, lease, this::table, options.runs().grants().contains(Grant.DEVICES));
    this.archives = new Archives(store, lease, rules);
    this.downloads = new Downloads(store, lease, options.urls());
    this.dockerBases = new DockerBases(store, lease, options.docker());
    this.contexts = new Contexts(context, store.directory().resolve("slipway").resolve("index"), options, CopiedPaths.of(stages));
    this.tasks = new Tasks(options.parallelism());
  }

  /** Builds the target for one platform. All images in registries that it needs are asked for at once. */
  CompletableFuture<StageState> solve(Platform platform) {
    for (Stage stage : stages) {
      if (stage.base() instanceof Base.Reference base) {
        var unused = pull(globals.reference(base, platform), globals.base(stage, platform));
      }
      for (Instruction instruction : Iterables.concat(stage.inheritedTriggers(), stage.instructions())) {
        for (Base source : sources(instruction)) {
          if (source instanceof Base.Reference reference) {
            var unused = pull(globals.reference(reference, platform), platform);
          }
        }
      }
    }
    return solve(image.target(), platform);
  }

  private CompletableFuture<StageState> solve(Stage stage, Platform platform) {
    return tasks.once(solved, new StageOnPlatform(stage, platform), () -> run(stage, platform));
  }

  /** A name is asked for once, so that all platforms see the same image. */
  private CompletableFuture<PulledImage> pull(ImageReference reference, Platform platform) {
    var asked = tasks.once(resolved, reference, () -> puller.resolve(reference));
    return tasks.once(pulled, new ReferenceOnPlatform(reference, platform), () -> puller.pull(Tasks.join(asked), platform));
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
    Platform wanted = globals.base(stage, platform);
    return switch (stage.base()) {
      case Base.Scratch scratch -> nothing(wanted);
      case Stage parent -> Tasks.join(solve(parent, platform)).asBase();
      case ImageLocation location -> triggered(onDisk(location, wanted), stage);
      case Base.DockerImage docker -> triggered(fromDocker(docker, wanted), stage);
      case Base.Reference reference -> triggered(fromRegistry(globals.reference(reference, platform), wanted), stage);
      case Base.NamedContext named ->
        throw new BuildException(ErrorCode.UNSUPPORTED, "stage '" + names.label(stage) + "' stands on the directory '" + named.name()
            + "': start from scratch and copy from it instead");
    };
  }

  /** The state of a base made elsewhere, with what it makes the stage do first. */
  private StageState triggered(StageState base, Stage stage) {
    List<String> texts = base.config().container().onBuild();
    return texts.isEmpty()
        ? base
        : base.withTriggers(new BaseTriggers(stages, context).read(texts, names.nameOf(stage.base()), stage, names.label(stage)));
  }

  private static StageState nothing(Platform platform) {
    return new StageState(ImageConfig.of(platform), ImmutableList.of(), ImmutableMap.of(), ImmutableList.of(), false);
  }

  /** Docker gives every image a search path and a working directory. */
  private static StageState withDefaults(StageState state) {
    ContainerConfig container = state.config().container();
    container = container.environment("PATH").isPresent() ? container : container.withEnvironment("PATH", Settings.DEFAULT_PATH);
    container = container.workingDirectory().isPresent() ? container : container.withWorkingDirectory("/");
    return state.withConfig(state.config().withContainer(container));
  }

  /** The value of an argument that a stage declares in a state; empty if it has none. */
  Optional<String> argument(Instruction.Arg arg, StageState state, Platform platform) {
    String given = options.arguments().get(arg.name());
    if (given != null) {
      return Optional.of(given);
    }
    return arg.defaultValue().map(word -> Settings.expand(word, state))
        .or(() -> Optional.ofNullable(globals.values(platform).get(arg.name())));
  }

  /** The files that a COPY names: those of the build context, of another one, of a stage or of an image. */
  SourceTree source(Optional<Base> from, Platform platform) {
    if (from.isEmpty()) {
      return contexts.main();
    }
    return switch (from.get()) {
      case Base.Scratch scratch -> new LayerSource(FileTree.empty(), "scratch", rules);
      case Stage stage -> new LayerSource(tree(Tasks.join(solve(stage, platform))), "stage '" + names.label(stage) + "'", rules);
      case ImageLocation location ->
        new LayerSource(tree(onDisk(location, platform)), "the image '" + location.path() + "'", rules);
      case Base.DockerImage docker -> new LayerSource(tree(fromDocker(docker, platform)),
          "the image '" + docker.name().familiar() + "'", rules);
      case Base.NamedContext named -> contexts.named(named.name());
      case Base.Reference reference -> {
        String name = globals.reference(reference, platform).familiar();
        StageState base = fromRegistry(globals.reference(reference, platform), platform);
        yield new LayerSource(tree(base), "the image '" + name + "'", rules);
      }
    };
  }

  /** Waits for what an instruction copies or mounts from: never while one of the slots is held, which a stage may need. */
  void await(Instruction instruction, Platform platform) {
    for (Base from : sources(instruction)) {
      if (from instanceof Stage needed) {
        var unused = Tasks.join(solve(needed, platform));
      } else if (from instanceof Base.Reference needed) {
        var unused = Tasks.join(pull(globals.reference(needed, platform), platform));
      }
    }
  }

  private static List<Base> sources(Instruction instruction) {
    return switch (instruction) {
      case Copy copy -> copy.from().stream().toList();
      case Run run -> run.mounts().stream().flatMap(mount -> switch (mount) {
        case BindMount bind -> bind.from().stream();
        case CacheMount cache -> cache.initial().map(Base.Files::base).stream();
        default -> Stream.<Base>empty();
      }).toList();
      default -> List.of();
    };
  }

  /** The layers of a stage or image that something mounts from; empty for what has none: contexts and the empty file system. */
  Optional<StageState> stack(Base from, Platform platform) {
    Optional<StageState> state = switch (from) {
      case Stage stage -> Optional.of(Tasks.join(solve(stage, platform)));
      case Base.Reference reference ->
        Optional.of(fromRegistry(globals.reference(reference, platform), platform));
      case Base.DockerImage docker -> Optional.of(fromDocker(docker, platform));
      case ImageLocation location -> Optional.of(onDisk(location, platform));
      case Base.Scratch scratch -> Optional.empty();
      case Base.NamedContext named -> Optional.empty();
    };
    return state.filter(found -> !found.layers().isEmpty());
  }

  private StageState onDisk(ImageLocation location, Platform platform) {
    BaseImage base = ImageReader.into(store, lease).read(location, platform);
    return state(base, base.config());
  }

  private StageState fromRegistry(ImageReference reference, Platform platform) {
    PulledImage base = Tasks.join(pull(reference, platform));
    ImageConfig config = base.image().config();
    // old configurations leave the variant out, which the index knows
    boolean exact = config.platform().variant().equals(base.platform().variant());
    ImageConfig placed = exact ? config : config.withPlatform(config.platform().withVariant(base.platform().variant().orElse("")));
    return state(base.image(), placed);
  }

  private StageState fromDocker(Base.DockerImage docker, Platform platform) {
    BaseImage base = dockerBases.find(docker.name(), platform);
    return state(base, base.config());
  }

  private static StageState state(BaseImage base, ImageConfig config) {
    return new StageState(config.withConsistentHistory(), base.layers(), ImmutableMap.of(), ImmutableList.of(), false);
  }

  /** What is in a layer. */
  LayerToc table(ImageLayer layer) {
    LayerToc known = tables.get(layer.diffId());
    return known != null ? known : tables.computeIfAbsent(layer.diffId(), unread -> layer.expanded(lease).read(store));
  }

  /** The files of a stage so far. */
  FileTree tree(StageState state) {
    List<ImageLayer> missing = state.layers().stream().filter(layer -> !tables.containsKey(layer.diffId())).toList();
    LayerLoader.expanded(missing, lease).forEach(layer -> tables.computeIfAbsent(layer.diffId(), unread -> layer.read(store)));
    return FileTree.of(state.layers().stream().map(layer -> Objects.requireNonNull(tables.get(layer.diffId()))).toList());
  }

  /** The work of this build. */
  Tasks tasks() {
    return tasks;
  }

  int started(String title) {
    int id = ids.incrementAndGet();
    tell(new BuildEvent.StepStarted(id, title));
    return id;
  }

  void finished(int id, Stage stage, StepReport report) {
    synchronized (reports) {
      reports.add(new Reported(stages.indexOf(stage), report));
    }
    LOG.debug("{} ({})", report, report.duration());
    tell(new BuildEvent.StepFinished(id, report));
  }

  void failed(int id, String title, RuntimeException failure) {
    tell(new BuildEvent.StepFailed(id, title, String.valueOf(failure.getMessage())));
  }

  void tell(BuildEvent event) {
    tell(options.listener(), event);
  }

  static void tell(BuildListener listener, BuildEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException failure) {
      LOG.warn("a listener failed and is told the next event all the same", failure);
    }
  }

  /** What the steps did so far, in the order of stages, platforms and instructions. */
  ImmutableList<StepReport> reports() {
    synchronized (reports) {
      return reports.stream()
          .sorted(Comparator.comparingInt(Reported::stage).thenComparing(each -> each.report().platform())
              .thenComparingInt(each -> each.report().number()))
          .map(Reported::report)
          .collect(ImmutableList.toImmutableList());
    }
  }

  /** What the names of images in registries stood for, in the order of the names. */
  ImmutableList<BaseReport> bases() {
    return resolved.entrySet().stream().sorted(Comparator.comparing(entry -> entry.getKey().toString())).map(entry -> {
      ResolvedImage base = Tasks.join(entry.getValue());
      return new BaseReport(entry.getKey(), base.descriptor().digest(), base.before());
    }).collect(ImmutableList.toImmutableList());
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
    }
  }
}
