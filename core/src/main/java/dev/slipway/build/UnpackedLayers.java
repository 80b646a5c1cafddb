package dev.slipway.build;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.Digest;
import dev.slipway.image.Structure;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.LayerToc;
import dev.slipway.layer.OverlayForm;
import dev.slipway.layer.OverlayLayer;
import dev.slipway.layout.ImageLayer;
import dev.slipway.run.Sandbox;
import dev.slipway.store.Blob;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The layers that commands of one build stand on, as directories: each unpacked once and kept in the store, under the chain of
 * layers that it is the last of, as what an overlay needs of a layer depends on those below it.
 */
final class UnpackedLayers {
  private final Store store;
  private final Lease lease;
  private final Function<ImageLayer, LayerToc> tables;
  private final boolean devices;
  private final Map<Digest, Path> known = new ConcurrentHashMap<>();
  private final Map<Digest, CompletableFuture<Optional<Path>>> coming = new ConcurrentHashMap<>();

  /**
   * Unpacked layers in a store.
   *
   * @param tables the table of a layer's contents, the layer being expanded in the store
   * @param devices whether device nodes are made
   */
  UnpackedLayers(Store store, Lease lease, Function<ImageLayer, LayerToc> tables, boolean devices) {
    this.store = store;
    this.lease = lease;
    this.tables = tables;
    this.devices = devices;
  }

  static OverlayForm form(Sandbox sandbox) {
    return sandbox.ownership().marksAsUser() ? OverlayForm.USER : OverlayForm.PRIVILEGED;
  }

  /** The directories of some layers, lowest first. Those that are missing are made, by one at a time. */
  ImmutableList<Path> directories(List<ImageLayer> layers, Sandbox sandbox) {
    ImmutableList.Builder<Path> directories = ImmutableList.builder();
    Optional<Digest> chain = Optional.empty();
    for (int i = 0; i < layers.size(); i++) {
      Digest place = Chains.next(chain, layers.get(i).diffId());
      Path directory = known.get(place);
      if (directory == null) {
        directory = awaited(place).or(() -> find(place, sandbox)).orElse(null);
        directory = directory == null ? make(place, layers.subList(0, i + 1), sandbox) : directory;
        known.put(place, directory);
      }
      directories.add(directory);
      chain = Optional.of(place);
    }
    return directories.build();
  }

  private Optional<Path> find(Digest place, Sandbox sandbox) {
    return store.trees().find(lease, sandbox.ownership().id(), place);
  }

  private Path make(Digest place, List<ImageLayer> layers, Sandbox sandbox) {
    Digest lock = Structure.digest(ImmutableList.of("unpacked", sandbox.ownership().id(), place));
    return store.exclusively(lock, () -> find(place, sandbox).orElseGet(() -> unpack(place, layers, sandbox)));
  }

  private Path unpack(Digest place, List<ImageLayer> layers, Sandbox sandbox) {
    List<LayerToc> below = new ArrayList<>();
    layers.forEach(layer -> below.add(tables.apply(layer)));
    LayerToc last = below.remove(below.size() - 1);
    FileTree tree = FileTree.of(below);
    Path aside = store.trees().aside(lease);
    sandbox.unpack(aside, out -> OverlayLayer.write(store, tree, last, form(sandbox), devices, out));
    Path published = store.trees().publish(lease, sandbox.ownership().id(), place, blob(last.blob()), aside);
    if (!published.equals(aside)) {
      sandbox.remove(aside);
    }
    return published;
  }

  private Blob blob(Digest layer) {
    return store.pin(lease, layer).orElseThrow();
  }

  private Optional<Path> awaited(Digest place) {
    CompletableFuture<Optional<Path>> future = coming.get(place);
    return future == null ? Optional.empty() : Tasks.join(future);
  }

  /** Says that the directory in which a command left its changes, which are the last of some layers, will be here soon. */
  Coming expect(List<Digest> diffIds, Sandbox sandbox) {
    Digest place = Chains.of(diffIds).orElseThrow();
    CompletableFuture<Optional<Path>> future = new CompletableFuture<>();
    coming.put(place, future);
    Digest last = diffIds.get(diffIds.size() - 1);
    return directory -> {
      try {
        future.complete(directory.map(made -> store.trees().publish(lease, sandbox.ownership().id(), place, blob(last), made)));
      } catch (RuntimeException | Error failure) {
        future.completeExceptionally(failure);
        throw failure;
      }
    };
  }

  /** Waits for a directory. */
  interface Coming {
    /** Keeps it, or learns that it does not come after all. */
    void keep(Optional<Path> directory);
  }
}
