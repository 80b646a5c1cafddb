package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Compression;
import dev.slipway.layer.Layer;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.MediaType;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final List<Manifest> manifests = new ArrayList<>();
  private Descriptor top;

  private Assembly(Store store, Lease lease, List<ImageContent> images, Compression compression, boolean expanded) {
    List<Descriptor> descriptors = new ArrayList<>();
    for (ImageContent image : images) {
      descriptors.add(image(store, lease, image, compression, expanded));
    }
    top = descriptors.get(0);
    if (descriptors.size() > 1) {
      Index index = Index.of(descriptors);
      add(index.digest(), index.bytes());
      top = index.descriptor();
    }
  }

  static Assembly of(Store store, Lease lease, List<ImageContent> images, Compression compression, boolean expanded) {
    return new Assembly(store, lease, images, compression, expanded);
  }

  private Descriptor image(Store store, Lease lease, ImageContent image, Compression compression, boolean expanded) {
    List<Descriptor> layers = new ArrayList<>();
    for (ImageLayer layer : image.layers()) {
      Descriptor packed = expanded ? expanded(layer.expanded(lease)) : layer.packed(lease, compression);
      parts.put(packed.digest(), new Part(packed.size(), () -> open(store, lease, packed)));
      layers.add(packed);
    }
    add(image.config().digest(), image.config().bytes());
    Manifest manifest = Manifest.of(image.config().descriptor(), layers).withAnnotations(image.annotations());
    add(manifest.digest(), manifest.bytes());
    manifests.add(manifest);
    return manifest.descriptor().withPlatform(image.config().platform());
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

  private static Descriptor expanded(Layer layer) {
    return Descriptor.of(MediaType.OCI_LAYER, layer.diffId(), layer.size());
  }

  private void add(Digest digest, byte[] bytes) {
    parts.put(digest, new Part(bytes.length, () -> new ByteArrayInputStream(bytes)));
  }

  /** The manifest or index that stands for all. */
  Descriptor top() {
    return top;
  }

  /** The images' manifests, in the order in which they were given. */
  ImmutableList<Manifest> manifests() {
    return ImmutableList.copyOf(manifests);
  }

  /** All blobs, in the order of their digests. */
  ImmutableSortedMap<Digest, Part> parts() {
    return ImmutableSortedMap.copyOf((Map<Digest, Part>) parts);
  }
}
