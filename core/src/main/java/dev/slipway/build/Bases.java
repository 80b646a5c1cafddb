package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Base;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.Stage;
import dev.slipway.layout.BaseImage;
import dev.slipway.layout.ImageReader;
import dev.slipway.oci.ImageConfig;
import dev.slipway.registry.ImagePuller;
import dev.slipway.registry.PulledImage;
import dev.slipway.registry.ResolvedImage;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The images that stages of one build stand on and take files from: in registries, of a Docker daemon and on disk. Each is
 * looked up once, so that all platforms and steps see the same.
 */
final class Bases {
  private final Store store;
  private final Lease lease;
  private final GlobalArguments globals;
  private final ImagePuller puller;
  private final DockerBases docker;
  private final Tasks tasks;
  private final Map<ImageReference, CompletableFuture<ResolvedImage>> resolved = new ConcurrentHashMap<>();
  private final Map<ReferenceOnPlatform, CompletableFuture<PulledImage>> pulled = new ConcurrentHashMap<>();
  private final Map<LocationOnPlatform, CompletableFuture<BaseImage>> located = new ConcurrentHashMap<>();

  private record ReferenceOnPlatform(ImageReference reference, Platform platform) {}

  private record LocationOnPlatform(ImageLocation location, Platform platform) {}

  Bases(Store store, Lease lease, GlobalArguments globals, ImagePuller puller, DockerBases docker, Tasks tasks) {
    this.store = store;
    this.lease = lease;
    this.globals = globals;
    this.puller = puller;
    this.docker = docker;
    this.tasks = tasks;
  }

  /**
   * Begins to look an image up, if that is work that others may do meanwhile.
   *
   * @param platform what is built, which arguments in the name may tell
   * @param wanted what the image is to be for
   */
  void begin(Base base, Platform platform, Platform wanted) {
    if (base instanceof Base.Reference reference) {
      var unused = pull(globals.reference(reference, platform), wanted);
    }
  }

  /** As {@link #begin}, and waits for it. */
  void await(Base base, Platform platform, Platform wanted) {
    if (base instanceof Base.Reference reference) {
      var unused = Tasks.join(pull(globals.reference(reference, platform), wanted));
    }
  }

  /**
   * What a stage is that has no instructions yet.
   *
   * @param base an image or the empty one
   */
  StageState find(Base base, Platform platform, Platform wanted) {
    return switch (base) {
      case Base.Scratch scratch -> StageState.nothing(wanted);
      case ImageLocation location -> state(StageNames.nameOutside(location), onDisk(location, wanted));
      case Base.DockerImage image -> state(StageNames.nameOutside(image), docker.find(image.name(), wanted));
      case Base.Reference reference -> fromRegistry(globals.reference(reference, platform), wanted);
      case Base.NamedContext named -> throw new IllegalArgumentException("the directory '" + named.name() + "' is no image");
      case Stage stage -> throw new IllegalArgumentException("the stage '" + stage + "' is built, not found");
    };
  }

  private BaseImage onDisk(ImageLocation location, Platform platform) {
    return Tasks.join(
        tasks.once(located, new LocationOnPlatform(location, platform), () -> ImageReader.into(store, lease).read(location, platform)));
  }

  /** A name is asked for once, so that all platforms see the same image. */
  private CompletableFuture<PulledImage> pull(ImageReference reference, Platform platform) {
    var asked = tasks.once(resolved, reference, () -> puller.resolve(reference));
    return tasks.once(pulled, new ReferenceOnPlatform(reference, platform), () -> puller.pull(Tasks.join(asked), platform));
  }

  private static StageState state(String name, BaseImage image) {
    return StageState.of(name, image.digest(), image.config().withConsistentHistory(), image.layers());
  }

  private StageState fromRegistry(ImageReference reference, Platform wanted) {
    PulledImage image = Tasks.join(pull(reference, wanted));
    ImageConfig config = image.image().config();
    // old configurations leave the variant out, which the index knows
    boolean exact = config.platform().variant().equals(image.platform().variant());
    ImageConfig placed = exact ? config : config.withPlatform(config.platform().withVariant(image.platform().variant().orElse("")));
    return StageState.of(reference.withoutDigest().familiar(), image.resolved().descriptor().digest(), placed.withConsistentHistory(),
        image.image().layers());
  }

  /** What the names of images in registries stood for, in the order of the names. */
  ImmutableList<BaseReport> reports() {
    return resolved.entrySet().stream().sorted(Comparator.comparing(entry -> entry.getKey().toString())).map(entry -> {
      ResolvedImage base = Tasks.join(entry.getValue());
      return new BaseReport(entry.getKey(), base.descriptor().digest(), base.before());
    }).collect(ImmutableList.toImmutableList());
  }
}
