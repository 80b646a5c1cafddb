package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Files;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.build.RunPlan.GivenSecret;
import dev.slipway.build.StepRunner.Outcomes;
import dev.slipway.image.Base;
import dev.slipway.image.BindMount;
import dev.slipway.image.CacheMount;
import dev.slipway.image.ImagePath;
import dev.slipway.image.Mount;
import dev.slipway.image.SecretMount;
import dev.slipway.image.SshMount;
import dev.slipway.image.TmpfsMount;
import dev.slipway.image.Word;
import dev.slipway.layer.Entry;
import dev.slipway.store.CacheName;
import dev.slipway.store.CacheUse;
import java.nio.file.Path;
import java.util.Optional;

/** Finds what the mounts of one RUN stand for. */
final class MountPlanner {
  private static final String SECRETS = "/run/secrets/";
  private static final String AGENTS = "/run/buildkit/ssh_agent.";
  private static final ImmutableList<ImagePath> KERNEL = ImmutableList.of(ImagePath.of("/proc"), ImagePath.of("/sys"),
      ImagePath.of("/dev"));

  private final BuildRun build;
  private final StageRun stage;
  private final StageState state;
  private int agents;
  private Optional<ImagePath> firstAgent = Optional.empty();

  MountPlanner(BuildRun build, StageRun stage, StageState state) {
    this.build = build;
    this.stage = stage;
    this.state = state;
  }

  /** Empty for what is optional and not there, and for secrets that are variables only. */
  Optional<PlannedMount> plan(Mount mount, int number) {
    return switch (mount) {
      case BindMount bind -> Optional.of(bind(bind, number));
      case CacheMount cache -> Optional.of(cache(cache, number));
      case TmpfsMount tmpfs -> Optional.of(new PlannedMount.Memory(target(tmpfs.target()), tmpfs.sizeBytes()));
      case SecretMount secret -> secret(secret);
      case SshMount ssh -> ssh(ssh);
    };
  }

  /** Where the first agent that was planned is, or would be if it were there. */
  String firstAgent() {
    return firstAgent.map(ImagePath::toString).orElse(AGENTS + 0);
  }

  private PlannedMount bind(BindMount bind, int number) {
    ImagePath target = target(bind.target());
    String source = Settings.expand(bind.source(), state);
    Origin origin = build.origin(bind.from(), stage.platform());
    if (origin.layers().isPresent()) {
      return new PlannedMount.Stack(origin.layers().get(), origin.name(), source, target, bind.writable());
    }
    Outcomes copied = copy(bind.from(), origin, source, PlannedMount.Copied.PLACE, number);
    return new PlannedMount.Copied(copied.layer().orElseThrow(), copied.reason(), target, bind.writable());
  }

  /** A layer of its own with some files of a context or stage: made once, and found again by their content. */
  private Outcomes copy(Optional<Base> from, Origin origin, String source, ImagePath place, int number) {
    Selection selection = Selection.of(origin.tree().get(), escaped(source), ImmutableList.of(), false);
    // the directory of a context has whatever mode the machine gave it
    boolean wholeContext = from.isEmpty() && selection.paths().contains(ImagePath.ROOT);
    CopyStep.Target target = new CopyStep.Target(place, false, Optional.empty(), Optional.empty(), true,
        build.rules().made(Entry.directory(place)), build.options().timestamps());
    CopyStep step = new CopyStep(stage, target, ImmutableList.of(files(selection, wholeContext)), origin.name(), ImmutableMap.of());
    return build.steps().run(step, stage.placeOfMount(number), Lineage.NOTHING);
  }

  private static CopyStep.Files files(Selection selection, boolean wholeContext) {
    return selection.tops().stream().map(Selection.Top::node).filter(node -> node.isDirectory() && !wholeContext).findFirst()
        .map(top -> CopyStep.Files.withTop(selection, top.entry())).orElseGet(() -> CopyStep.Files.of(selection));
  }

  /** The source of a mount is a path, never a pattern. */
  static String escaped(String path) {
    return path.replaceAll("[*?\\[\\]\\\\]", "\\\\$0");
  }

  private PlannedMount cache(CacheMount cache, int number) {
    ImagePath target = target(cache.target());
    // without an id the target tells, as it is written: relative to whatever directory, it is the same cache
    String id = cache.id().map(word -> Settings.expand(word, state)).filter(text -> !text.isEmpty())
        .orElseGet(() -> Files.simplifyPath(Settings.expand(cache.target(), state)));
    CacheUse use = switch (cache.sharing()) {
      case SHARED -> CacheUse.SHARED;
      case PRIVATE -> CacheUse.PRIVATE;
      case LOCKED -> CacheUse.LOCKED;
    };
    Optional<PlannedMount.Initial> initial = cache.initial().map(files -> {
      String source = Settings.expand(files.paths().get(0), state);
      Origin origin = build.origin(Optional.of(files.base()), stage.platform());
      return new PlannedMount.Initial(copy(Optional.of(files.base()), origin, source, ImagePath.ROOT, number).layer(),
          origin.name() + " " + source);
    });
    return new PlannedMount.Cache(new CacheName(build.options().runs().cacheNamespace(), id), use, initial, cache.access(), target,
        cache.readOnly());
  }

  /** The secret that the build was given for a mount; one that must be there and is not ends the build. */
  Optional<GivenSecret> given(SecretMount mount) {
    String id = Settings.expand(mount.id(), state);
    Optional<Secret> secret = Optional.ofNullable(build.options().runs().secrets().get(id));
    if (secret.isEmpty() && mount.required()) {
      throw new BuildException(ErrorCode.NOT_FOUND, "stage '" + stage.label() + "' needs the secret '" + id
          + "', which the build was not given: RunOptions.secret(\"" + id + "\", Secret.file(path)) gives it");
    }
    return secret.map(value -> new GivenSecret(id, value));
  }

  private Optional<PlannedMount> secret(SecretMount mount) {
    boolean variableOnly = mount.variable().isPresent() && mount.target().isEmpty();
    return given(mount).filter(secret -> !variableOnly).map(secret -> new PlannedMount.SecretFile(secret.id(), secret.secret(),
        mount.target().map(this::target).orElseGet(() -> ImagePath.of(SECRETS + lastName(secret.id()))), mount.access()));
  }

  /** What stands behind the last slash, as in Docker. */
  private static String lastName(String id) {
    return id.endsWith("/") ? id : id.substring(id.lastIndexOf('/') + 1);
  }

  private Optional<PlannedMount> ssh(SshMount ssh) {
    String id = Settings.expand(ssh.id(), state);
    int number = agents++;
    ImagePath target = ssh.target().map(this::target).orElseGet(() -> ImagePath.of(AGENTS + number));
    firstAgent = firstAgent.or(() -> Optional.of(target));
    Optional<Path> socket = Optional.ofNullable(build.options().runs().agents().get(id));
    if (socket.isEmpty() && ssh.required()) {
      throw new BuildException(ErrorCode.NOT_FOUND, "stage '" + stage.label() + "' needs the SSH agent '" + id
          + "', which the build was not given: RunOptions.ssh(\"" + id + "\", socket) gives it, the socket being that of $SSH_AUTH_SOCK");
    }
    return socket.map(path -> new PlannedMount.Agent(id, path, target, ssh.access()));
  }

  private ImagePath target(Word word) {
    String text = Settings.expand(word, state);
    ImagePath target = Settings.workingDirectory(state).resolve(text);
    if (text.isEmpty() || target.isRoot() || KERNEL.contains(target)
        || KERNEL.stream().limit(2).anyMatch(target::startsWith)) {
      throw new BuildException(ErrorCode.INVALID_VALUE,
          "'" + text + "' cannot be the target of a mount in stage '" + stage.label() + "'; name a directory such as '/root/.cache'");
    }
    return target;
  }
}
