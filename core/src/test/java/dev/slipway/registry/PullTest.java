package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Entry;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerBuilder;
import dev.slipway.layout.ImageContent;
import dev.slipway.layout.ImageLayer;
import dev.slipway.layout.LayerLoader;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a registry, what is kept of it, and what is refused. */
@Timeout(60)
class PullTest extends TransferTest {
  private static final ImageReference BASE = ImageReference.parse("localhost:5000/base:1.0");
  private static final Platform AMD64 = Platform.LINUX_AMD64;
  private static final Platform ARM64 = Platform.LINUX_ARM64;

  private final MemoryRegistry registry = new MemoryRegistry();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
  private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());

  private RegistryImages images() {
    return images(RegistrySettings.defaults());
  }

  private RegistryImages images(RegistrySettings settings) {
    return RegistryImages.in(store, settings, registry, new Timeline() {
      @Override
      public Instant now() {
        return now.get();
      }

      @Override
      public void sleep(Duration duration) {
        now.updateAndGet(time -> time.plus(duration));
      }
    });
  }

  private ImagePuller puller(BasePolicy policy) {
    return images().puller(lease, policy, events::add);
  }

  private PulledImage pull() {
    return puller(BasePolicy.always()).pull(BASE, AMD64);
  }

  /** An image whose layers have a file each. */
  private ImageContent image(Store place, Lease held, Platform platform, String... contents) {
    ImageConfig config = ImageConfig.of(platform).withCreated(Instant.EPOCH);
    List<ImageLayer> layers = new ArrayList<>();
    for (String content : contents) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      try (LayerBuilder builder = LayerBuilder.in(place, held)) {
        Entry entry = Entry.file(ImagePath.of("/" + content.hashCode())).withContent(bytes.length, Optional.empty());
        builder.file(entry, Channels.newChannel(new ByteArrayInputStream(bytes))::read);
        Layer layer = builder.finish();
        config = config.withLayer(layer.diffId(), HistoryEntry.layer("COPY"));
        layers.add(ImageLayer.of(place, layer));
      }
    }
    return ImageContent.of(config, layers);
  }

  /** Pushes from a store that nobody uses afterwards. */
  private Digest push(ImageReference name, Platform platform, String... contents) {
    return push(name, contents, platform);
  }

  private Digest push(ImageReference name, String[] contents, Platform... platforms) {
    try (Store other = Store.open(directory.resolve("other")); Lease held = other.lease()) {
      List<ImageContent> content = Stream.of(platforms).map(platform -> image(other, held, platform, contents)).toList();
      Digest digest = RegistryImages.in(other, RegistrySettings.defaults(), registry).pusher(held, TransferListener.NONE)
          .push(content, List.of(name), PushOptions.defaults()).digest();
      List<String> unused = registry.asked();
      int unusedCount = registry.mostTransfers();
      return digest;
    }
  }

  private Manifest manifest(ImageReference name) {
    return (Manifest) registry.document(name, registry.digest(name));
  }

  /** Names of all blobs and records. */
  private Set<String> stored() {
    Set<String> names = new TreeSet<>();
    for (String part : List.of("blobs", "slipway/records")) {
      Path root = directory.resolve("store").resolve(part);
      try (Stream<Path> files = Files.exists(root) ? Files.walk(root) : Stream.of()) {
        files.filter(Files::isRegularFile).forEach(file -> names.add(root.relativize(file).toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  private void assertRefused(ErrorCode code, String message) {
    Set<String> before = stored();
    assertThatThrownBy(this::pull).isInstanceOf(SlipwayException.class).hasMessageContaining(message)
        .extracting(failure -> ((SlipwayException) failure).code()).isEqualTo(code);
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void anImageCostsItsDocumentsOnlyAndItsLayersWhenTheyAreRead() {
    push(BASE, AMD64, "one", "two");
    PulledImage pulled = pull();
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest");
    assertThat(pulled.image().layers()).hasSize(2);
    assertThat(pulled.platform()).isEqualTo(AMD64);
    assertThat(pulled.resolved().descriptor().digest()).isEqualTo(registry.digest(BASE));
    assertThat(LayerLoader.expanded(pulled.image().layers(), lease)).hasSize(2);
    assertThat(registry.kinds()).containsExactly("GET blob", "GET blob");
    assertThat(LayerLoader.expanded(pull().image().layers(), lease)).hasSize(2);
    assertThat(registry.kinds()).containsExactly("HEAD manifest");
    assertThat(events).extracting(TransferEvent::kind).contains(TransferEvent.Kind.PULLING, TransferEvent.Kind.PULLED);
  }

  @Test
  void anIndexCostsOneDocumentMoreAndIsAskedForOncePerPlatform() {
    push(BASE, new String[]{"one"}, AMD64, ARM64);
    ImagePuller puller = puller(BasePolicy.always());
    ResolvedImage resolved = puller.resolve(BASE);
    assertThat(puller.pull(resolved, ARM64).image().config().platform()).isEqualTo(ARM64);
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest", "GET manifest");
    assertThat(puller.pull(resolved, AMD64).image().config().platform()).isEqualTo(AMD64);
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest");
    for (Platform platform : List.of(AMD64, ARM64)) {
      assertThat(puller(BasePolicy.offline()).pull(BASE, platform).image().config().platform()).isEqualTo(platform);
    }
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aPinnedImageThatIsInTheStoreCostsNothing() {
    Digest digest = push(BASE, AMD64, "one");
    pull();
    registry.asked();
    registry.down(true);
    for (ImageReference pinned : List.of(BASE.withDigest(digest), ImagePuller.withoutTag(BASE).withDigest(digest))) {
      PulledImage again = puller(BasePolicy.always()).pull(pinned, AMD64);
      assertThat(again.resolved().pinned()).isEqualTo(pinned);
    }
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aTagThatMovedIsTakenAnewAndTellsWhatItWas() {
    Digest first = push(BASE, AMD64, "one");
    assertThat(pull().resolved().before()).isEmpty();
    Digest second = push(BASE, AMD64, "two");
    PulledImage moved = pull();
    assertThat(registry.kinds()).containsExactly("GET blob", "GET manifest", "HEAD manifest");
    assertThat(moved.resolved().before()).contains(first);
    assertThat(moved.resolved().descriptor().digest()).isEqualTo(second);
  }

  @Test
  void answersMayBeOfACertainAge() {
    Digest first = push(BASE, AMD64, "one");
    pull();
    push(BASE, AMD64, "two");
    BasePolicy policy = BasePolicy.ifOlderThan(Duration.ofHours(1));
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
    assertThat(puller(policy).pull(BASE, AMD64).resolved().descriptor().digest()).isEqualTo(first);
    assertThat(registry.asked()).isEmpty();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
    assertThat(puller(policy).pull(BASE, AMD64).resolved().descriptor().digest()).isNotEqualTo(first);
    now.updateAndGet(time -> time.minus(Duration.ofDays(1)));
    registry.asked();
    assertThat(puller(policy).resolve(BASE).before()).isPresent();
    assertThat(registry.kinds()).as("an answer from the future is none").containsExactly("HEAD manifest");
    assertThat(puller(BasePolicy.ifOlderThan(Duration.ofSeconds(Long.MAX_VALUE))).resolve(BASE).before()).isPresent();
  }

  @Test
  void offlineSaysWhatIsMissing() {
    push(BASE, AMD64, "one");
    assertThatThrownBy(() -> puller(BasePolicy.offline()).resolve(BASE)).isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("'localhost:5000/base:1.0' was never pulled into the store '")
        .hasMessageEndingWith("and the policy for bases is offline: build once with BasePolicy.always()");
    pull();
    registry.asked();
    PulledImage offline = puller(BasePolicy.offline()).pull(BASE, AMD64);
    assertThatThrownBy(() -> offline.image().layers().get(0).expanded(lease)).isInstanceOf(RegistryException.class)
        .hasMessageContaining("'localhost:5000/base:1.0': the layer 'sha256:").hasMessageContaining("is not in the store");
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void aRegistryThatDoesNotAnswerIsAnErrorThatNamesTheWayOut() {
    Digest digest = push(BASE, AMD64, "one");
    registry.down(true);
    assertRefused(ErrorCode.UNAVAILABLE, "'localhost:5000' does not answer");
    registry.down(false);
    pull();
    registry.down(true);
    assertThatThrownBy(this::pull).isInstanceOf(RegistryException.class)
        .hasMessageContaining("does not answer; what 'localhost:5000/base:1.0'"
            + " stood for at 2026-03-01T10:00:00Z (" + digest + ") is in the store: to build on that, choose BasePolicy.offline()");
  }

  @Test
  void whatDoesNotExistIsNamed() {
    assertRefused(ErrorCode.NOT_FOUND, "'localhost:5000/base:1.0' does not exist");
    push(BASE, ARM64, "one");
    assertRefused(ErrorCode.NOT_FOUND,
        "'localhost:5000/base:1.0' has no image for 'linux/amd64'; there is linux/arm64: to use that all the same, say so by onPlatform(…)");
  }

  @Test
  void noWordOnTheVersionMeansTheLatest() {
    ImageReference latest = ImageReference.parse("localhost:5000/base:latest");
    push(latest, AMD64, "one");
    assertThat(puller(BasePolicy.always()).pull(ImageReference.parse("localhost:5000/base"), AMD64).resolved().reference())
        .isEqualTo(latest);
    assertThat(registry.asked().get(0)).isEqualTo("GET manifest localhost:5000/base:latest");
  }

  @Test
  void aReplacedManifestIsRefused() {
    push(BASE, AMD64, "one");
    Digest asked = registry.digest(BASE);
    registry.replace(asked, manifest(BASE).withAnnotations(Map.of("a", "b")).bytes());
    Set<String> before = stored();
    assertThatThrownBy(() -> puller(BasePolicy.always()).pull(BASE.withDigest(asked), AMD64)).isInstanceOf(RegistryException.class)
        .hasMessageContaining("damaged or replaced").extracting(e -> ((RegistryException) e).code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aReplacedManifestOfAnIndexIsRefused() {
    push(BASE, new String[]{"one"}, AMD64, ARM64);
    Index index = (Index) registry.document(BASE, registry.digest(BASE));
    Digest child = index.choose(AMD64).orElseThrow().digest();
    registry.replace(child, ((Manifest) registry.document(BASE, child)).withAnnotations(Map.of("a", "b")).bytes());
    assertRefused(ErrorCode.DIGEST_MISMATCH, "the document '" + child + "' arrived with other bytes, 5 times");
  }

  @Test
  void aReplacedConfigurationIsRefused() {
    push(BASE, AMD64, "one");
    Digest config = manifest(BASE).config().digest();
    registry.replace(config, ImageConfig.of(AMD64).bytes());
    assertRefused(ErrorCode.DIGEST_MISMATCH, "the document '" + config + "' arrived with other bytes, 5 times");
  }

  @Test
  void aReplacedLayerIsRefused() {
    push(BASE, AMD64, "one");
    PulledImage pulled = pull();
    Digest layer = manifest(BASE).layers().get(0).digest();
    registry.damage(layer, 1000);
    registry.asked();
    Set<String> before = stored();
    assertThatThrownBy(() -> pulled.image().layers().get(0).expanded(lease)).isInstanceOf(SlipwayException.class)
        .hasMessageContaining("'localhost:5000/base:1.0': the blob '" + layer + "'").hasMessageContaining("damaged or replaced");
    assertThat(registry.kinds()).containsOnly("GET blob").hasSize(Patience.DEFAULT.attempts());
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aLayerThatIsNotTheOneOfTheConfigurationIsRefused() {
    push(BASE, AMD64, "one");
    ImageConfig config = ImageConfig.of(AMD64).withLayer(Digest.sha256(new byte[]{1}), HistoryEntry.layer("x"));
    Descriptor lying = registry.put(BASE, MediaType.OCI_CONFIG, config.bytes());
    registry.put(BASE, manifest(BASE).withConfig(lying));
    ImageLayer layer = pull().image().layers().get(0);
    assertThatThrownBy(() -> layer.expanded(lease)).isInstanceOf(SlipwayException.class)
        .extracting(e -> ((SlipwayException) e).code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
    assertThat(layer.present(lease)).isEmpty();
  }

  @Test
  void damagedBytesAreAskedForAgain() {
    push(BASE, AMD64, "one");
    registry.damage(manifest(BASE).config().digest(), 4);
    registry.damage(manifest(BASE).layers().get(0).digest(), 4);
    assertThat(pull().image().layers().get(0).expanded(lease).size()).isPositive();
    assertThat(registry.kinds()).hasSize(1 + 5 + 5);
  }

  @Test
  void anIndexThatListsAnImageForAnotherPlatformIsRefused() {
    push(BASE, ARM64, "one");
    Descriptor entry = manifest(BASE).descriptor().withPlatform(AMD64);
    registry.put(BASE, Index.of(List.of(entry)));
    assertRefused(ErrorCode.MALFORMED_DOCUMENT, "is listed for 'linux/amd64', but its configuration says 'linux/arm64'");
  }

  @Test
  void variantsComeFromTheIndexWhereTheConfigurationLeavesThemOut() {
    Platform arm6 = Platform.parse("linux/arm/v6");
    push(BASE, Platform.of("linux", "arm"), "one");
    Descriptor image = manifest(BASE).descriptor();
    Descriptor unknown = Descriptor.of(MediaType.OCI_MANIFEST, Digest.sha256(new byte[0]), 3)
        .withPlatform(Platform.of("unknown", "unknown"));
    Index inner = Index.of(List.of(unknown, image.withPlatform(arm6)));
    registry.put(BASE.withTag("inner"), inner);
    registry.put(BASE, Index.of(List.of(inner.descriptor())));
    PulledImage pulled = puller(BasePolicy.always()).pull(BASE, Platform.parse("linux/arm/v7"));
    assertThat(pulled.platform()).isEqualTo(arm6);
  }

  @Test
  void foreignLayersAreNotFetchedFromTheirAddresses() {
    push(BASE, AMD64, "one");
    Descriptor layer = manifest(BASE).layers().get(0);
    Descriptor foreign = layer.withMediaType(MediaType.OCI_FOREIGN_LAYER_GZIP).withUrls(List.of("http://user:secret@127.0.0.1:1/layer"));
    registry.put(BASE, manifest(BASE).withLayers(List.of(foreign)));
    assertThat(pull().image().layers().get(0).expanded(lease).size()).as("where the registry has it").isPositive();
    registry.forget(BASE, layer.digest());
    try (Store empty = Store.open(directory.resolve("empty")); Lease held = empty.lease()) {
      PulledImage pulled = RegistryImages.in(empty, RegistrySettings.defaults(), registry)
          .puller(held, BasePolicy.always(), TransferListener.NONE).pull(BASE, AMD64);
      assertThatThrownBy(() -> pulled.image().layers().get(0).expanded(held)).isInstanceOf(RegistryException.class)
          .hasMessageContaining("may not be distributed by registries").hasMessageNotContaining("secret");
    }
  }

  @Test
  void layersComeSideBySideWithinTheLimit() {
    push(BASE, AMD64, "1", "2", "3", "4", "5", "6", "7", "8");
    registry.delay(20);
    PulledImage pulled = images(RegistrySettings.defaults().withTransfers(3)).puller(lease, BasePolicy.always(), events::add)
        .pull(BASE, AMD64);
    assertThat(LayerLoader.expanded(pulled.image().layers(), lease)).extracting(Layer::diffId)
        .containsExactlyElementsOf(pulled.image().config().diffIds());
    assertThat(registry.mostTransfers()).isEqualTo(3);
  }

  @Test
  void severalThatWantALayerFetchItOnce() throws InterruptedException {
    push(BASE, AMD64, "one", "two");
    registry.delay(5);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(new Thread(() -> {
        var unused = LayerLoader.packed(puller(BasePolicy.always()).pull(BASE, AMD64).image().layers(), lease, Compression.GZIP);
      }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    Set<Digest> layers = Set.copyOf(manifest(BASE).layers().stream().map(Descriptor::digest).toList());
    assertThat(registry.asked().stream().filter(line -> layers.stream().anyMatch(layer -> line.endsWith(layer.toString())))).hasSize(2);
  }

  @Test
  void aCollectionLeavesWhatIsInUseAndTakesWhatIsNot() {
    push(BASE, AMD64, "one");
    LayerLoader.packed(pull().image().layers(), lease, Compression.GZIP);
    lease.close();
    store.collect(CollectionPolicy.orphansOnly());
    lease = store.lease();
    registry.asked();
    LayerLoader.packed(puller(BasePolicy.offline()).pull(BASE, AMD64).image().layers(), lease, Compression.GZIP);
    assertThat(registry.asked()).isEmpty();
    lease.close();
    store.collect(CollectionPolicy.everything());
    lease = store.lease();
    assertThat(stored()).isEmpty();
    assertThatThrownBy(() -> puller(BasePolicy.offline()).resolve(BASE)).hasMessageContaining("never pulled");
    assertThat(pull().image().layers()).hasSize(1);
  }

  @Test
  void damageInTheStoreIsFoundAndComesAnew() throws IOException {
    push(BASE, AMD64, "one");
    pull();
    Path config = directory.resolve("store/blobs/sha256").resolve(manifest(BASE).config().digest().hex());
    byte[] bytes = Files.readAllBytes(config);
    bytes[bytes.length / 2] ^= 1;
    config.toFile().setWritable(true);
    Files.write(config, bytes);
    assertThatThrownBy(this::pull).isInstanceOf(SlipwayException.class).extracting(e -> ((SlipwayException) e).code())
        .isEqualTo(ErrorCode.STORE_DAMAGED);
    assertThat(pull().image().config().digest()).isEqualTo(manifest(BASE).config().digest());
  }

  @Test
  void aListenerThatFailsFailsNothing() {
    push(BASE, AMD64, "one");
    ImagePuller puller = images().puller(lease, BasePolicy.always(), event -> {
      throw new IllegalStateException("on purpose");
    });
    assertThat(puller.pull(BASE, AMD64).image().layers().get(0).expanded(lease).size()).isPositive();
  }

  @Test
  void closedRegistriesSayThatTheyAre() {
    RegistryImages images = images();
    images.close();
    assertThatThrownBy(() -> images.puller(lease, BasePolicy.always(), TransferListener.NONE).resolve(BASE))
        .isInstanceOf(RegistryException.class).hasMessageContaining("were closed");
  }
}
