package dev.slipway.layout;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.layer.Layer;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.ManifestDocument;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The store's records of kind {@code image}: images that lie there whole, so that the place they came from need not be
 * asked again. The record's body is the digest of the configuration; configuration and layers are what it refers to.
 */
public final class ImageRecords {
  private static final String KIND = "image";

  private final Store store;
  private final Lease lease;

  private ImageRecords(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** The records of a store; what is found or put is protected by a lease. */
  public static ImageRecords of(Store store, Lease lease) {
    return new ImageRecords(store, lease);
  }

  /** The image under a key, if all of it is still there. */
  public Optional<BaseImage> get(Digest key) {
    return store.records(KIND).get(lease, key).flatMap(record -> image(CharMatcher.is('"').removeFrom(record.body())));
  }

  private Optional<BaseImage> image(String digest) {
    try {
      ImageConfig config = ImageConfig.read(store.readAll(Digest.parse(digest), ManifestDocument.maxBytes()));
      LayerRecords known = new LayerRecords(store, lease);
      ImmutableList.Builder<Layer> layers = ImmutableList.builder();
      for (Digest diffId : config.diffIds()) {
        Optional<Layer> layer = known.get(diffId);
        if (layer.isEmpty()) {
          return Optional.empty();
        }
        layers.add(layer.get());
      }
      return Optional.of(image(config, layers.build()));
    } catch (InvalidValueException anotherVersion) {
      return Optional.empty();
    }
  }

  /** Reads an image into the store, all layers included, and remembers it. */
  public BaseImage put(Digest key, BaseImage image) {
    ImmutableList<Layer> layers = LayerLoader.expanded(image.layers(), lease);
    keep(image.config());
    ImmutableSet.Builder<Digest> references = ImmutableSet.<Digest>builder().add(image.config().digest());
    layers.forEach(layer -> references.add(layer.diffId(), layer.toc()));
    store.records(KIND).put(lease, key, new StoredRecord("\"" + image.config().digest() + "\"", references.build()));
    return image(image.config(), layers);
  }

  private void keep(ImageConfig config) {
    byte[] bytes = config.bytes();
    try (BlobWriter out = store.newBlob(lease, config.digest(), bytes.length)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        int unused = out.write(buffer);
      }
      var unused = out.commit();
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "the configuration '" + config.digest() + "' cannot be kept: " + e.getMessage(), e);
    }
  }

  private BaseImage image(ImageConfig config, ImmutableList<Layer> layers) {
    return new BaseImage(config.digest(), Optional.empty(), config,
        layers.stream().map(layer -> ImageLayer.of(store, layer)).collect(ImmutableList.toImmutableList()));
  }
}
