package dev.slipway.layout;

import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.oci.Index;
import dev.slipway.oci.LayoutVersion;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;

/**
 * Finds images on disk, to build on them or to write them elsewhere. Reads manifests and configurations; layers are read
 * when the {@link BaseImage}'s layers are asked for bytes, from the same place, which must still be there.
 *
 * <p>Nothing found is trusted: documents are bounded and read strictly, blobs are verified against digest and size, and
 * no name in an archive is ever a path on this machine.
 */
public final class ImageReader {
  private final Store store;
  private final Lease lease;

  private ImageReader(Store store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** A reader that puts what it must expand into a store, protected by a lease. */
  public static ImageReader into(Store store, Lease lease) {
    return new ImageReader(store, lease);
  }

  /**
   * The image in a place that runs best on a platform. With a name, the image of that name; without, the place must hold
   * one image only, possibly for several platforms.
   *
   * @throws ArchiveException with {@code NOT_FOUND} if there is nothing there, or no image of that name or platform; the
   *     message lists what there is
   * @throws DocumentException if the choice is ambiguous, or a document is malformed
   */
  public BaseImage read(ImageLocation location, Platform platform) {
    return switch (location) {
      case OciLayout layout -> {
        LayoutDirectory directory = LayoutDirectory.open(layout.path());
        yield read(directory, directory.index(), location, platform);
      }
      case OciArchive archive -> {
        ImageArchive file = ImageArchive.open(store, lease, archive.path());
        LayoutVersion.check(file.document(LayoutDirectory.VERSION));
        yield read(file, Index.read(file.document(LayoutDirectory.INDEX)), location, platform);
      }
      case DockerArchive archive -> new SavedImageReader(store, ImageArchive.open(store, lease, archive.path())).read(location, platform);
    };
  }

  private BaseImage read(BlobSource source, Index index, ImageLocation location, Platform platform) {
    ImageChoice.Chosen chosen = new ImageChoice(source, platform).choose(index, location.names());
    return PlatformImage.of(store, chosen, source).image();
  }
}
