package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Digest;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Manifest;
import dev.slipway.store.Store;
import java.util.Optional;

/**
 * An image that was found somewhere: manifest and configuration are read and verified, layers come when they are needed.
 *
 * @param digest what identifies it: the manifest's digest; the configuration's where there is no manifest, as in docker
 *     archives
 * @param manifest the manifest, where there is one
 * @param config the configuration
 * @param layers the layers, lowest first
 */
public record BaseImage(Digest digest, Optional<Manifest> manifest, ImageConfig config, ImmutableList<ImageLayer> layers) {
  /**
   * The image of a manifest, its blobs to be had from a source. Reads the configuration, and nothing else.
   *
   * @throws DocumentException if the manifest is not that of an image, or contradicts its configuration
   */
  public static BaseImage of(Store store, Manifest manifest, BlobSource source) {
    if (!manifest.isImage()) {
      throw new DocumentException(
          ErrorCode.UNSUPPORTED,
          source.name() + ": " + manifest + " is an artifact with a configuration of type '" + manifest.config().mediaType()
              + "', not an image that can be built on");
    }
    ImageConfig config = ImageConfig.read(Sources.document(source, manifest.config()));
    if (manifest.layers().size() != config.diffIds().size()) {
      throw new DocumentException(
          ErrorCode.MALFORMED_DOCUMENT,
          source.name() + ": " + manifest + " names " + manifest.layers().size() + " layers, but its configuration "
              + config.diffIds().size());
    }
    ImmutableList.Builder<ImageLayer> layers = ImmutableList.builder();
    for (int i = 0; i < config.diffIds().size(); i++) {
      Descriptor layer = manifest.layers().get(i);
      if (!layer.mediaType().isLayer()) {
        throw new DocumentException(
            ErrorCode.UNSUPPORTED, source.name() + ": " + manifest + ": $.layers[" + i + "].mediaType is '" + layer.mediaType()
                + "', which is no known form of a layer");
      }
      layers.add(ImageLayer.of(store, config.diffIds().get(i), layer, source));
    }
    return new BaseImage(manifest.digest(), Optional.of(manifest), config, layers.build());
  }

  /** The image as it can be written elsewhere, with the annotations of its manifest. */
  public ImageContent content() {
    ImageContent content = ImageContent.of(config, layers);
    return manifest.map(document -> content.withAnnotations(document.annotations())).orElse(content);
  }
}
