package dev.slipway.registry;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.slipway.InvalidValueException;
import dev.slipway.image.Digest;
import dev.slipway.image.ImageReference;
import dev.slipway.layout.ImageContent;
import dev.slipway.layout.ImageDocuments;
import dev.slipway.layout.ImageLayer;
import dev.slipway.layout.LayerLoader;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Lease;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sends images to registries. What is there is not sent again: a tag that stands for the image already is left alone at the
 * price of one question; else each blob is looked for, then taken over from another repository of the same registry, and
 * sent only if neither helps, several at once and the largest first. Manifests follow when all blobs are there, an index
 * when all its manifests are, tags last: nobody ever sees half an image.
 *
 * <p>Layers of a base that are not in the store are fetched only if they must be sent. Safe for use by several threads.
 */
public final class ImagePusher {
  private final RegistryImages images;
  private final Lease lease;
  private final TransferListener listener;

  ImagePusher(RegistryImages images, Lease lease, TransferListener listener) {
    this.images = images;
    this.lease = lease;
    this.listener = listener;
  }

  /**
   * Sends one image.
   *
   * @param platforms its content for each platform; several become an index
   * @param names tags, in one or several repositories, to stand for it; {@code latest} where a name has no tag; a name that
   *     has a digest must have the image's
   * @throws dev.slipway.RegistryException if a registry refuses or fails
   * @throws dev.slipway.StoreException with {@code STORE_DAMAGED} if bytes of the store are not what they should be
   */
  public Pushed push(List<ImageContent> platforms, Collection<ImageReference> names, PushOptions options) {
    if (names.isEmpty()) {
      throw new InvalidValueException("there is no name to push to; give one such as 'registry.example/team/app:1.0'");
    }
    List<ImageLayer> layers = platforms.stream().flatMap(image -> image.layers().stream()).toList();
    Map<ImageLayer, Descriptor> forms = LayerLoader.described(layers, lease, options.compression());
    ImageDocuments documents = ImageDocuments.of(platforms, layer -> Objects.requireNonNull(forms.get(layer)))
        .withAnnotations(options.annotations());
    SetMultimap<ImageReference, ImageReference> repositories = LinkedHashMultimap.create();
    names.forEach(name -> repositories.put(ImagePuller.withoutTag(name), checked(name, documents.descriptor().digest())));
    PushRun run = new PushRun(images, lease, listener, documents, forms, options);
    repositories.asMap().forEach((repository, tags) -> run.to(repository, ImmutableSet.copyOf(tags)));
    return run.done();
  }

  private static ImageReference checked(ImageReference name, Digest digest) {
    if (name.digest().isPresent() && !name.digest().get().equals(digest)) {
      throw new InvalidValueException(
          "the image has the digest '" + digest + "' and cannot be pushed as '" + name.familiar() + "'; leave the digest out");
    }
    return name.tag().isPresent()
        ? ImagePuller.withoutTag(name).withTag(name.tag().get())
        : name.digest().isPresent() ? name : name.withTag("latest");
  }
}
