package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.ErrorCode;
import dev.slipway.image.Platform;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Store;

/**
 * An image that was chosen for a platform.
 *
 * @param platform what the image is for: as the index says, which may know a variant that the configuration leaves out
 * @param image the image
 */
public record PlatformImage(Platform platform, BaseImage image) {
  /**
   * The image that a manifest is, or the one of an index that runs best on a platform; nested indexes are followed,
   * entries without a platform (attestations) are not. Reads documents only.
   *
   * @throws ArchiveException with {@code NOT_FOUND} if there is none for the platform; the message lists what there is
   * @throws DocumentException if a document is malformed, or contradicts the one that names it
   */
  public static PlatformImage find(Store store, Descriptor top, BlobSource source, Platform wanted) {
    return of(store, new ImageChoice(source, wanted).choose(top), source);
  }

  static PlatformImage of(Store store, ImageChoice.Chosen chosen, BlobSource source) {
    BaseImage image = BaseImage.of(store, chosen.manifest(), source);
    Platform stated = image.config().platform();
    boolean same = stated.os().equals(chosen.platform().os()) && stated.architecture().equals(chosen.platform().architecture());
    if (!same) {
      throw new DocumentException(ErrorCode.MALFORMED_DOCUMENT, source.name() + ": " + chosen.manifest() + " is listed for '"
          + chosen.platform() + "', but its configuration says '" + stated + "': it was put together wrongly or replaced");
    }
    return new PlatformImage(chosen.platform(), image);
  }
}
