package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Everything that is to be written of an image: its documents made, its layers in the form in which they go out. */
final class Assembly {
  /** Some bytes to write, of known size; reading them verifies them. */
  record Part(long size, Opener opener) {}

  /** Opens a part. */
  interface Opener {
    InputStream open();
  }

  private final TreeMap<Digest, Part> parts = new TreeMap<>();
  private final ImageDocuments documents;

  private Assembly(ImageDocuments documents) {
    this.documents = documents;
  }

  static Assembly of(Store store, Lease lease, List<ImageContent> images, Compression compression, boolean expanded) {
    List<ImageLayer> layers = images.stream().flatMap(image -> image.layers().stream()).toList();
    Map<ImageLayer, Descriptor> forms = expanded ? expanded(layers, lease) : LayerLoader.packed(layers, lease, compression);
    Assembly assembly = new Assembly(ImageDocuments.of(images, layer -> Objects.requireNonNull(forms.get(layer))));
    forms.values().forEach(form -> assembly.parts.put(form.digest(), new Part(form.size(), () -> open(store, lease, form))));
    assembly.documents.configs().forEach(config -> assembly.add(config.digest(), config.bytes()));
    assembly.documents.manifests().forEach(manifest -> assembly.add(manifest.digest(), manifest.bytes()));
    assembly.documents.index().ifPresent(index -> assembly.add(index.digest(), index.bytes()));
    return assembly;
  }

  private static Map<ImageLayer, Descriptor> expanded(List<ImageLayer> layers, Lease lease) {
    ImmutableList<Layer> loaded = LayerLoader.expanded(layers, lease);
    Map<ImageLayer, Descriptor> forms = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      forms.put(layers.get(i), Descriptor.of(MediaType.OCI_LAYER, loaded.get(i).diffId(), loaded.get(i).size()));
    }
    return forms;
  }

  /** A blob of another size is damaged: found now, and not when an archive has no room for it. */
  private static InputStream open(Store store, Lease lease, Descriptor packed) {
    boolean sound = store.pin(lease, packed.digest()).map(blob -> blob.size() == packed.size()).orElse(true);
    if (!sound) {
      store.quarantine(packed.digest());
      throw new StoreException(ErrorCode.STORE_DAMAGED,
          "the blob '" + packed.digest() + "' of the store has another size than the " + packed.size()
              + " bytes that it had; it was put aside");
    }
    return store.read(packed.digest());
  }

  private void add(Digest digest, byte[] bytes) {
    parts.put(digest, new Part(bytes.length, () -> new ByteArrayInputStream(bytes)));
  }

  /** The manifest or index that stands for all. */
  Descriptor top() {
    return documents.descriptor();
  }

  /** The images' manifests, in the order in which they were given. */
  ImmutableList<Manifest> manifests() {
    return documents.manifests();
  }

  /** All blobs, in the order of their digests. */
  ImmutableSortedMap<Digest, Part> parts() {
    return ImmutableSortedMap.copyOf((Map<Digest, Part>) parts);
  }
}
