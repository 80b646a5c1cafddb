package dev.slipway.testkit.registry;

import dev.slipway.image.ImageReference;
import dev.slipway.layer.Compression;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.PulledImage;
import dev.slipway.registry.Registries;
import dev.slipway.registry.RegistryImages;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.registry.TransferListener;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A store, a registry in memory and the way between them. */
final class Bench implements AutoCloseable {
  static final String REPOSITORY = "team/app";

  final VirtualTimeline time = VirtualTimeline.start();
  final MemoryRegistry registry = MemoryRegistry.open(ServerSettings.defaults().withTimeline(time)
      .withRules(RegistryRules.defaults().with(Feature.SPARSE_INDEXES)));
  final Path directory;
  final Store store;
  final Lease lease;
  private final Registries registries = Registries.open(RegistrySettings.defaults(), registry.transport(time), time);

  Bench(Path directory) {
    this.directory = directory;
    store = Store.open(directory, new HastyDisk());
    lease = store.lease();
  }

  ImageReference reference() {
    return registry.reference(REPOSITORY);
  }

  /** The image with its documents, as a build would ask for it. */
  PulledImage pull(ImageReference reference) {
    return RegistryImages.in(store, RegistrySettings.defaults(), registries::repository)
        .puller(lease, BasePolicy.always(), TransferListener.NONE).pull(reference, Specimen.PLATFORM);
  }

  /** The image with the bytes of its layers. */
  PulledImage pullWhole(ImageReference reference) {
    PulledImage pulled = pull(reference);
    pulled.image().layers().forEach(layer -> {
      var unused = layer.packed(lease, Compression.GZIP);
    });
    return pulled;
  }

  /** What is wrong with the store, or lies around in it. */
  List<String> disorder() {
    List<String> errors = new ArrayList<>(StoreCheck.check(directory).errors());
    StoreCheck.check(directory).notes().stream().filter(note -> note.startsWith("temporary")).forEach(errors::add);
    return errors;
  }

  @Override
  public void close() {
    lease.close();
    store.close();
    registries.close();
    registry.close();
  }
}
