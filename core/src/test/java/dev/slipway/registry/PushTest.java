package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.RegistryException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Entry;
import dev.slipway.layer.LayerBuilder;
import dev.slipway.layout.ImageContent;
import dev.slipway.layout.ImageLayer;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import dev.slipway.store.CollectionPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to a registry, in which order, and what is not. */
@Timeout(60)
class PushTest extends TransferTest {
  private static final ImageReference APP = ImageReference.parse("localhost:5000/app:1.0");
  private static final ImageReference OTHER = ImageReference.parse("localhost:5000/other:1.0");
  private static final ImageReference ELSEWHERE = ImageReference.parse("localhost:6000/app:1.0");

  private final MemoryRegistry registry = new MemoryRegistry();
  private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());

  private ImageLayer layer(String name, int size) {
    byte[] bytes = (name + " ").repeat(size / (name.length() + 1) + 1).getBytes(StandardCharsets.UTF_8);
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      builder.file(Entry.file(ImagePath.of("/" + name)).withContent(bytes.length, Optional.empty()),
          Channels.newChannel(new ByteArrayInputStream(bytes))::read);
      return ImageLayer.of(store, builder.finish());
    }
  }

  private static ImageContent image(Platform platform, ImageLayer... layers) {
    ImageConfig config = ImageConfig.of(platform).withCreated(Instant.EPOCH);
    for (ImageLayer layer : layers) {
      config = config.withLayer(layer.diffId(), HistoryEntry.layer("COPY"));
    }
    return ImageContent.of(config, List.of(layers));
  }

  private static ImageContent image(ImageLayer... layers) {
    return image(Platform.LINUX_AMD64, layers);
  }

  private ImagePusher pusher() {
    return RegistryImages.in(store, RegistrySettings.defaults(), registry).pusher(lease, events::add);
  }

  private Pushed push(ImageContent image, ImageReference... names) {
    return pusher().push(List.of(image), List.of(names), PushOptions.defaults());
  }

  @Test
  void blobsGoFirstAndTheTagLast() {
    Pushed pushed = push(image(layer("a", 10), layer("b", 10)), APP);
    List<String> asked = registry.asked();
    assertThat(asked.get(0)).isEqualTo("HEAD manifest localhost:5000/app:1.0");
    assertThat(asked.get(asked.size() - 1)).isEqualTo("PUT manifest localhost:5000/app:1.0");
    assertThat(asked.stream().filter(line -> line.startsWith("PUT blob"))).hasSize(3);
    assertThat(pushed.sent()).hasSize(3);
    assertThat(pushed.written()).containsExactly(APP);
    assertThat(pushed.digest()).isEqualTo(registry.digest(APP));
    Manifest manifest = (Manifest) registry.document(APP, pushed.digest());
    assertThat(pushed.bytes()).isEqualTo(manifest.config().size() + manifest.layers().stream().mapToLong(Descriptor::size).sum());
    assertThat(events).filteredOn(event -> event.kind() == TransferEvent.Kind.PUSHED).hasSize(3)
        .allMatch(event -> event.bytes() == event.size());
  }

  @Test
  void anUnchangedPushAsksOnceForEachTag() {
    ImageContent image = image(layer("a", 10));
    push(image, APP, APP.withTag("latest"));
    registry.asked();
    Pushed again = push(image, APP, APP.withTag("latest"));
    assertThat(registry.asked()).containsExactlyInAnyOrder("HEAD manifest localhost:5000/app:1.0",
        "HEAD manifest localhost:5000/app:latest");
    assertThat(again.unchanged()).containsExactly(APP, APP.withTag("latest"));
    assertThat(again.sent()).isEmpty();
    assertThat(again.bytes()).isZero();
  }

  @Test
  void aFurtherTagCostsTheManifestOnly() {
    ImageContent image = image(layer("a", 10));
    push(image, APP);
    registry.asked();
    assertThat(push(image, APP, APP.withTag("2.0")).written()).containsExactly(APP.withTag("2.0"));
    assertThat(registry.kinds()).containsExactly("HEAD manifest", "HEAD manifest", "PUT manifest");
    assertThat(push(image, APP.withTag("3.0")).written()).containsExactly(APP.withTag("3.0"));
    assertThat(registry.kinds()).containsExactly("HEAD manifest", "HEAD manifest", "PUT manifest");
  }

  @Test
  void whatIsThereIsNotSentAgain() {
    ImageLayer common = layer("common", 10);
    push(image(common), APP);
    registry.asked();
    Pushed pushed = push(image(common, layer("more", 10)), APP);
    assertThat(pushed.existing()).hasSize(1);
    assertThat(pushed.sent()).hasSize(2);
  }

  @Test
  void otherRepositoriesOfTheRegistryTakeBlobsOver() {
    ImageContent image = image(layer("a", 10), layer("b", 10));
    push(image, APP);
    registry.asked();
    Pushed second = push(image, OTHER);
    assertThat(second.mounted()).hasSize(2);
    assertThat(second.sent()).as("the configuration").hasSize(1);
    assertThat(registry.asked().stream().filter(line -> line.startsWith("MOUNT"))).allMatch(line -> line.endsWith(" localhost:5000/app"));
    Pushed third = push(image, ELSEWHERE);
    assertThat(third.mounted()).isEmpty();
    assertThat(third.sent()).hasSize(3);
  }

  @Test
  void aRegistryThatDoesNotMountIsSentTheBytes() {
    ImageContent image = image(layer("a", 10));
    registry.mounting(false);
    Pushed pushed = pusher().push(List.of(image), List.of(APP, OTHER, ELSEWHERE), PushOptions.defaults());
    assertThat(pushed.mounted()).isEmpty();
    assertThat(pushed.written()).containsExactly(APP, OTHER, ELSEWHERE);
    for (ImageReference name : List.of(APP, OTHER, ELSEWHERE)) {
      assertThat(registry.digest(name)).isEqualTo(pushed.digest());
    }
  }

  @Test
  void layersOfABaseAreMountedWithoutBeingFetched() {
    push(image(layer("base", 10)), OTHER);
    lease.close();
    store.collect(CollectionPolicy.everything());
    lease = store.lease();
    PulledImage base = RegistryImages.in(store, RegistrySettings.defaults(), registry)
        .puller(lease, BasePolicy.always(), events::add).pull(OTHER, Platform.LINUX_AMD64);
    registry.asked();
    ImageContent image = ImageContent.of(base.image().config().withAuthor("me"), base.image().layers());
    assertThat(push(image, APP).mounted()).hasSize(1);
    assertThat(registry.asked()).noneMatch(line -> line.startsWith("GET"));
    assertThat(push(image, ELSEWHERE).sent()).as("another registry needs the bytes").hasSize(2);
    assertThat(registry.asked().stream().filter(line -> line.startsWith("GET blob"))).hasSize(1);
  }

  @Test
  void severalPlatformsBecomeAnIndexAfterTheirManifests() {
    ImageLayer common = layer("common", 10);
    Pushed pushed = pusher().push(List.of(image(common), image(Platform.LINUX_ARM64, common, layer("arm", 10))), List.of(APP),
        PushOptions.defaults().annotation("b", "1").annotation("a", "x").annotation("b", "2").compression(Compression.ZSTD));
    Index index = (Index) registry.document(APP, pushed.digest());
    assertThat(index.manifests()).extracting(entry -> entry.platform().orElseThrow())
        .containsExactly(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    assertThat(index.annotations()).containsExactly(Map.entry("a", "x"), Map.entry("b", "2"));
    Manifest arm = (Manifest) registry.document(APP, index.choose(Platform.LINUX_ARM64).orElseThrow().digest());
    assertThat(arm.layers()).extracting(Descriptor::mediaType).containsOnly(MediaType.OCI_LAYER_ZSTD);
    assertThat(arm.annotations()).isEmpty();
    List<String> asked = registry.asked();
    assertThat(asked.stream().filter(line -> line.startsWith("PUT blob"))).as("two layers, two configurations").hasSize(4);
    assertThat(asked.subList(asked.size() - 3, asked.size())).allMatch(line -> line.startsWith("PUT manifest"));
  }

  @Test
  void annotationsOfOneImageAreThoseOfItsManifest() {
    Pushed pushed = pusher().push(List.of(image(layer("a", 1)).withAnnotations(Map.of("own", "1"))), List.of(APP),
        PushOptions.defaults().annotation("given", "2"));
    assertThat(((Manifest) registry.document(APP, pushed.digest())).annotations()).containsOnlyKeys("own", "given");
  }

  @Test
  void theLargestGoFirstAndNoMoreAtOnceThanAllowed() {
    registry.delay(20);
    ImageLayer[] layers = new ImageLayer[7];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = layer("l" + i, 1000 * (i + 1));
    }
    ImagePusher pusher = RegistryImages.in(store, RegistrySettings.defaults().withTransfers(2), registry).pusher(lease, events::add);
    Pushed pushed = pusher.push(List.of(image(layers)), List.of(APP), PushOptions.defaults().compression(Compression.NONE));
    assertThat(registry.mostTransfers()).isEqualTo(2);
    List<Digest> begun = events.stream().filter(event -> event.kind() == TransferEvent.Kind.PUSHING && event.bytes() == 0)
        .map(TransferEvent::blob).toList();
    Manifest manifest = (Manifest) registry.document(APP, pushed.digest());
    assertThat(begun.subList(0, 2)).contains(manifest.layers().get(6).digest());
    assertThat(begun.subList(begun.size() - 2, begun.size())).contains(manifest.config().digest());
  }

  @Test
  void foreignLayersStayWhereTheyAreUnlessAskedFor() {
    push(image(layer("foreign", 10)), OTHER);
    Manifest manifest = (Manifest) registry.document(OTHER, registry.digest(OTHER));
    Descriptor foreign = manifest.layers().get(0).withMediaType(MediaType.DOCKER_FOREIGN_LAYER_GZIP)
        .withUrls(List.of("http://127.0.0.1:1/x"));
    registry.put(OTHER, manifest.withLayers(List.of(foreign)));
    PulledImage base = RegistryImages.in(store, RegistrySettings.defaults(), registry)
        .puller(lease, BasePolicy.always(), events::add).pull(OTHER, Platform.LINUX_AMD64);
    ImageContent image = base.image().content();
    Pushed without = push(image, ELSEWHERE);
    assertThat(without.sent()).containsExactly(manifest.config().digest());
    Manifest named = (Manifest) registry.document(ELSEWHERE, without.digest());
    assertThat(named.layers().get(0).urls()).containsExactly("http://127.0.0.1:1/x");
    Pushed with = pusher().push(List.of(image), List.of(APP), PushOptions.defaults().withForeignLayers());
    assertThat(with.mounted()).containsExactly(foreign.digest());
  }

  @Test
  void namesWithADigestMustBeRight() {
    ImageContent image = image(layer("a", 10));
    Digest digest = push(image, APP).digest();
    ImageReference pinned = ImagePuller.withoutTag(OTHER).withDigest(digest);
    assertThat(push(image, pinned).written()).containsExactly(pinned);
    assertThat(push(image, OTHER.withDigest(digest)).written()).containsExactly(OTHER);
    assertThat(push(image, ImagePuller.withoutTag(ELSEWHERE)).written()).containsExactly(ELSEWHERE.withTag("latest"));
    assertThatThrownBy(() -> push(image, APP.withDigest(Digest.sha256(new byte[0])))).isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("the image has the digest '" + digest + "'");
    assertThatThrownBy(() -> push(image)).isInstanceOf(InvalidValueException.class).hasMessageContaining("no name to push to");
  }

  @Test
  void aFailureLeavesNoTagBehind() {
    registry.down(true);
    assertThatThrownBy(() -> push(image(layer("a", 10)), APP)).isInstanceOf(RegistryException.class)
        .extracting(e -> ((RegistryException) e).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(registry.digest(APP)).isNull();
  }

  @Test
  void damageInTheStoreIsWhatIsReported() throws IOException {
    ImageContent image = image(layer("a", 5000));
    Descriptor packed = image.layers().get(0).packed(lease, Compression.GZIP);
    Path blob = directory.resolve("store/blobs/sha256").resolve(packed.digest().hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    blob.toFile().setWritable(true);
    Files.write(blob, bytes);
    assertThatThrownBy(() -> push(image, APP)).isInstanceOf(StoreException.class)
        .extracting(e -> ((StoreException) e).code()).isEqualTo(ErrorCode.STORE_DAMAGED);
    assertThat(registry.digest(APP)).isNull();
    assertThat(push(image, APP).written()).containsExactly(APP);
  }
}
