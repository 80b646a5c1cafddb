package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.RegistryException;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Layer;
import dev.slipway.layout.ImageLayer;
import dev.slipway.layout.LayerLoader;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.MediaType;
import dev.slipway.store.CollectionPolicy;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Layers of images in registries: when they are fetched, how many at once, and which are refused. */
@Timeout(60)
class PulledLayersTest extends PullFixture {
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
}
