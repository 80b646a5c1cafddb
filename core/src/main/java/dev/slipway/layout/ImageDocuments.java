package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import dev.slipway.InvalidValueException;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.ImageConfig;
import dev.slipway.oci.Index;
import dev.slipway.oci.Manifest;
import dev.slipway.oci.ManifestDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The documents of an image that goes out: for each platform a configuration and a manifest, and over several platforms an
 * index. Only descriptors of the layers are needed for them.
 *
 * @param configs the configurations
 * @param manifests their manifests, in the same order
 * @param index the index over several manifests
 */
public record ImageDocuments(ImmutableList<ImageConfig> configs, ImmutableList<Manifest> manifests, Optional<Index> index) {
  /** Checks that there is a manifest for each configuration, and an index for several. */
  public ImageDocuments {
    if (configs.isEmpty() || configs.size() != manifests.size() || configs.size() > 1 && index.isEmpty()) {
      throw new InvalidValueException("an image has a manifest for each platform, and an index if there are several");
    }
  }

  /**
   * The documents of one image, for one or several platforms.
   *
   * @param images one for each platform
   * @param form the form in which a layer goes out
   */
  public static ImageDocuments of(List<ImageContent> images, Function<ImageLayer, Descriptor> form) {
    if (images.isEmpty()) {
      throw new InvalidValueException("there is no image; give one for each platform");
    }
    List<Manifest> manifests = new ArrayList<>();
    List<Descriptor> entries = new ArrayList<>();
    for (ImageContent image : images) {
      Manifest manifest = Manifest.of(image.config().descriptor(), image.layers().stream().map(form).toList())
          .withAnnotations(image.annotations());
      manifests.add(manifest);
      entries.add(manifest.descriptor().withPlatform(image.config().platform()));
    }
    return new ImageDocuments(images.stream().map(ImageContent::config).collect(ImmutableList.toImmutableList()),
        ImmutableList.copyOf(manifests), entries.size() == 1 ? Optional.empty() : Optional.of(Index.of(entries)));
  }

  /** The same with annotations of the top document: the index, or the only manifest, which keeps others of its own. */
  public ImageDocuments withAnnotations(Map<String, String> annotations) {
    if (annotations.isEmpty()) {
      return this;
    }
    if (index.isPresent()) {
      return new ImageDocuments(configs, manifests, Optional.of(index.get().withAnnotations(annotations)));
    }
    Map<String, String> all = new HashMap<>(manifests.get(0).annotations());
    all.putAll(annotations);
    return new ImageDocuments(configs, ImmutableList.of(manifests.get(0).withAnnotations(all)), Optional.empty());
  }

  /** The index, or the only manifest. */
  public ManifestDocument top() {
    return index.<ManifestDocument>map(document -> document).orElseGet(() -> manifests.get(0));
  }

  /** What stands for all: the index's descriptor, or the only manifest's with its platform. */
  public Descriptor descriptor() {
    return index.map(Index::descriptor).orElseGet(() -> manifests.get(0).descriptor().withPlatform(configs.get(0).platform()));
  }
}
