package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImagePath;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.layer.Entry;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerBuilder;
import dev.slipway.layout.ImageContent;
import dev.slipway.layout.ImageLayer;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Manifest;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** What tests of pulling share: a registry in memory, a clock that is set by hand, images that are pushed from elsewhere. */
abstract class PullFixture extends TransferTest {
  static final ImageReference BASE = ImageReference.parse("localhost:5000/base:1.0");
  static final Platform AMD64 = Platform.LINUX_AMD64;
  static final Platform ARM64 = Platform.LINUX_ARM64;

  final MemoryRegistry registry = new MemoryRegistry();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
  final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());

  final RegistryImages images() {
    return images(RegistrySettings.defaults());
  }

  final RegistryImages images(RegistrySettings settings) {
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

  final ImagePuller puller(BasePolicy policy) {
    return images().puller(lease, policy, events::add);
  }

  final PulledImage pull() {
    return puller(BasePolicy.always()).pull(BASE, AMD64);
  }

  /** An image whose layers have a file each. */
  final ImageContent image(Store place, Lease held, Platform platform, String... contents) {
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
  final Digest push(ImageReference name, Platform platform, String... contents) {
    return push(name, contents, platform);
  }

  final Digest push(ImageReference name, String[] contents, Platform... platforms) {
    try (Store other = Store.open(directory.resolve("other")); Lease held = other.lease()) {
      List<ImageContent> content = Stream.of(platforms).map(platform -> image(other, held, platform, contents)).toList();
      Digest digest = RegistryImages.in(other, RegistrySettings.defaults(), registry).pusher(held, TransferListener.NONE)
          .push(content, List.of(name), PushOptions.defaults()).digest();
      List<String> unused = registry.asked();
      int unusedCount = registry.mostTransfers();
      return digest;
    }
  }

  final Manifest manifest(ImageReference name) {
    return (Manifest) registry.document(name, registry.digest(name));
  }

  /** Names of all blobs and records. */
  final Set<String> stored() {
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

  final void assertRefused(ErrorCode code, String message) {
    Set<String> before = stored();
    assertThatThrownBy(this::pull).isInstanceOf(SlipwayException.class).hasMessageContaining(message)
        .extracting(failure -> ((SlipwayException) failure).code()).isEqualTo(code);
    assertThat(stored()).isEqualTo(before);
  }
}
