package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.slipway.InvalidValueException;
import dev.slipway.oci.ImageConfig;
import java.util.Map;

/**
 * An image for one platform, ready to be written anywhere: its configuration and its layers.
 *
 * @param config the configuration, written byte for byte
 * @param layers the layers that the configuration names, lowest first
 * @param annotations what the manifest says of itself
 */
public record ImageContent(ImageConfig config, ImmutableList<ImageLayer> layers, ImmutableSortedMap<String, String> annotations) {
  /** Checks that the layers are those of the configuration. */
  public ImageContent {
    ImmutableList<?> diffIds = layers.stream().map(ImageLayer::diffId).collect(ImmutableList.toImmutableList());
    if (!diffIds.equals(config.diffIds())) {
      throw new InvalidValueException(
          "layers '" + diffIds + "' are not those that the configuration names, '" + config.diffIds() + "'; add each layer to both");
    }
  }

  /** An image without annotations. */
  public static ImageContent of(ImageConfig config, Iterable<? extends ImageLayer> layers) {
    return new ImageContent(config, ImmutableList.copyOf(layers), ImmutableSortedMap.of());
  }

  /** With exactly these annotations of the manifest. */
  public ImageContent withAnnotations(Map<String, String> newAnnotations) {
    return new ImageContent(config, layers, ImmutableSortedMap.copyOf(newAnnotations));
  }
}
