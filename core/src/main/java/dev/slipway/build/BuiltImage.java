package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.Image;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.image.Structure;
import dev.slipway.layer.Compression;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerToc;
import dev.slipway.layout.ImageContent;
import dev.slipway.layout.ImageWriter;
import dev.slipway.layout.LayerLoader;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.registry.DockerClient;
import dev.slipway.registry.DockerDaemon;
import dev.slipway.registry.PushOptions;
import dev.slipway.registry.Pushed;
import dev.slipway.store.Lease;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * An image that was built: its configuration and its layers lie in the engine's store, protected from collection for as
 * long as this object is reachable and its engine open. Usable by several threads.
 */
public final class BuiltImage {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Engine engine;
  private final Lease lease;
  private final Request request;
  private final ImmutableMap<Platform, StageState> states;
  private final BuildReport report;

  /** What was built, to build it again should the store be damaged. */
  record Request(Image image, Context context, BuildOptions options) {}

  BuiltImage(Engine engine, Lease lease, Request request, ImmutableMap<Platform, StageState> states, BuildReport report) {
    this.engine = engine;
    this.lease = lease;
    this.request = request;
    this.states = states;
    this.report = report;
    Lease held = lease;
    var unused = CLEANER.register(this, held::close);
  }

  /**
   * What identifies files and configuration, however the layers are compressed: the digest of the configuration, Docker's
   * image id; of an image for several platforms, a digest over those.
   */
  public Digest digest() {
    return states.size() == 1
        ? config().digest()
        : Structure.digest(states.values().stream().map(state -> state.config().digest()).toList());
  }

  /** What the image was built for. */
  public ImmutableSet<Platform> platforms() {
    return states.keySet();
  }

  /** The configuration of an image for one platform. */
  public ImageConfig config() {
    return config(only());
  }

  /** The configuration for one of the platforms. */
  public ImageConfig config(Platform platform) {
    return state(platform).config();
  }

  /** The layers of an image for one platform, lowest first; those of a base are read into the store. */
  public ImmutableList<Layer> layers() {
    return layers(only());
  }

  /** The layers for one of the platforms, lowest first. */
  public ImmutableList<Layer> layers(Platform platform) {
    try {
      return LayerLoader.expanded(state(platform).layers(), lease);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The files of an image for one platform. */
  public FileTree tree() {
    return tree(only());
  }

  /** The files for one of the platforms. */
  public FileTree tree(Platform platform) {
    try {
      List<LayerToc> tables = new ArrayList<>();
      layers(platform).forEach(layer -> tables.add(layer.read(engine.store())));
      return FileTree.of(tables);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * The bytes of a file of an image for one of the platforms, verified; symbolic links are followed inside the image. To be
   * read while this object is reachable and its engine open.
   *
   * @throws BuildException with {@code NOT_FOUND} if there is no such file
   */
  public InputStream open(Platform platform, ImagePath path) {
    return tree(platform).open(engine.store(), path);
  }

  /** What the build did. */
  public BuildReport report() {
    return report;
  }

  /** Writes the image to disk, layers that were made here compressed with gzip (not in docker archives). */
  public Descriptor writeTo(ImageLocation location) {
    return writeTo(location, Compression.GZIP);
  }

  /**
   * Writes the image to disk. Compressed layers are kept in the store for the next time; damaged ones are made again.
   *
   * @return the manifest or index that was written
   * @throws StoreException if the store or the target cannot be written
   */
  public Descriptor writeTo(ImageLocation location, Compression compression) {
    return repairing(source -> source.write(location, compression));
  }

  /** Pushes the image; see {@link #push(PushOptions, Collection)}. */
  public Pushed push(ImageReference... names) {
    return push(PushOptions.defaults(), ImmutableList.copyOf(names));
  }

  /** Pushes the image; see {@link #push(PushOptions, Collection)}. */
  public Pushed push(PushOptions options, ImageReference... names) {
    return push(options, ImmutableList.copyOf(names));
  }

  /**
   * Sends the image to registries, under all names at once; of several platforms, as an index. Only what a registry lacks is
   * sent, and a name that stands for this very image costs one question. Damaged layers are made again.
   *
   * @param names tags of one or several repositories; {@code latest} where a name has none
   * @return what was done
   * @throws dev.slipway.RegistryException if a registry refuses or fails
   * @throws StoreException if the store cannot be read or written
   */
  public Pushed push(PushOptions options, Collection<ImageReference> names) {
    return repairing(source -> source.send(options, names));
  }

  /**
   * The image that was built, with every image in a registry that it names pinned to the digest that this build used, in all
   * platforms' forms: building it again gives the same image, whatever has become of the tags.
   *
   * @throws BuildException if a name means another image on each platform
   */
  public Image pinned() {
    Map<ImageReference, Digest> digests = new HashMap<>();
    report.bases().forEach(base -> digests.put(base.reference(), base.digest()));
    return Engine.pins(request.image(), request.options()).pin(name -> Objects.requireNonNull(digests.get(name)));
  }

  private <T> T repairing(Function<BuiltImage, T> work) {
    BuiltImage source = this;
    for (int repairs = 1;; repairs++) {
      try {
        return work.apply(source);
      } catch (StoreException damage) {
        if (!Engine.isRepairable(damage, repairs)) {
          throw damage;
        }
        source = again(damage);
      }
    }
  }

  /** As {@link #load(DockerDaemon, List)}, to the daemon of the build's options. */
  public Digest load(ImageReference... names) {
    return load(request.options().docker(), names);
  }

  /** As {@link #load(DockerDaemon, List)}. */
  public Digest load(DockerDaemon daemon, ImageReference... names) {
    return load(daemon, ImmutableList.copyOf(names));
  }

  /**
   * Loads the image into a Docker daemon: streamed, without a file in between. Damaged layers are made again.
   *
   * @param names under which the daemon has it afterwards, in place of what had them; a name without tag means
   *     {@code latest}. Without names it can be referred to by its id
   * @return the digest of the configuration, which is the image's id there unless the daemon keeps images in containerd
   * @throws dev.slipway.RegistryException as {@link DockerClient} says
   * @throws InvalidValueException if a name has a digest, or the image is for several platforms
   * @throws StoreException if the store cannot be read
   */
  public Digest load(DockerDaemon daemon, List<ImageReference> names) {
    ImmutableSet<String> tags = names.stream().map(DockerTags::of).collect(ImmutableSet.toImmutableSet());
    DockerClient client = DockerClient.of(daemon);
    return repairing(source -> source.load(client, tags));
  }

  private Digest load(DockerClient client, ImmutableSet<String> tags) {
    try {
      StageState state = state(only());
      ImageContent content = ImageContent.of(state.config(), state.layers());
      client.load(out -> ImageWriter.from(engine.store()).writeDockerArchive(lease, content, tags, out));
      return digest();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The same image once what was damaged is made again. Other damage may turn up when that is read. */
  private BuiltImage again(StoreException damage) {
    BuiltImage again = engine.build(sameBases(), request.context(), request.options());
    if (!again.digest().equals(digest())) {
      throw new BuildException(ErrorCode.STEP_FAILED,
          "a damaged layer cannot be made again, since the context changed after the build: build again", damage);
    }
    return again;
  }

  /** Tags may stand for other images by now. Where names cannot be pinned, the digest tells. */
  private Image sameBases() {
    try {
      return pinned();
    } catch (BuildException differsByPlatform) {
      return request.image();
    }
  }

  /** Without the fence, an image that nobody uses afterwards could end its lease while it is being written. */
  private Descriptor write(ImageLocation location, Compression compression) {
    try {
      return ImageWriter.from(engine.store()).withCompression(compression).write(lease, content(), location);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private Pushed send(PushOptions options, Collection<ImageReference> names) {
    try {
      BuildListener listener = request.options().listener();
      return engine.registries().pusher(lease, transfer -> Journal.tell(listener, new BuildEvent.Transferring(transfer)))
          .push(content(), names, options);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private List<ImageContent> content() {
    return states.values().stream().map(state -> ImageContent.of(state.config(), state.layers())).toList();
  }

  private StageState state(Platform platform) {
    StageState state = states.get(platform);
    if (state == null) {
      throw new InvalidValueException("the image was not built for '" + platform + "' but for " + states.keySet());
    }
    return state;
  }

  private Platform only() {
    if (states.size() > 1) {
      throw new InvalidValueException("the image was built for " + states.keySet() + ": say which platform is meant");
    }
    return states.keySet().iterator().next();
  }

  /** The digest and the platforms. */
  @Override
  public String toString() {
    return "image " + digest() + " for " + states.keySet();
  }
}
