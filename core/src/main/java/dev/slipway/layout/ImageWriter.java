package dev.slipway.layout;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.layer.Compression;
import dev.slipway.oci.Descriptor;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes images to disk: OCI layouts, OCI archives and docker archives. Equal images give equal bytes, in an archive to
 * the last byte.
 *
 * <p>All bytes come from the store verified, and nothing appears under its final name before all of it was written and
 * verified: blobs of a layout each for itself and its {@code index.json} last, archives as a whole. A damaged blob that
 * can be made again is made again.
 */
public final class ImageWriter {
  private final Store store;
  private final Compression compression;

  private ImageWriter(Store store, Compression compression) {
    this.store = store;
    this.compression = compression;
  }

  /** A writer of images whose layers lie in a store or are read into it, layers made here compressed with gzip. */
  public static ImageWriter from(Store store) {
    return new ImageWriter(store, Compression.GZIP);
  }

  /** The same with another compression for layers made here. Docker archives never compress layers. */
  public ImageWriter withCompression(Compression newCompression) {
    return new ImageWriter(store, newCompression);
  }

  /** Writes an image for one platform; see {@link #write(Lease, List, ImageLocation)}. */
  public Descriptor write(Lease lease, ImageContent image, ImageLocation location) {
    return write(lease, ImmutableList.of(image), location);
  }

  /**
   * Writes an image, in several platforms' forms as an index. In a layout, an entry of the same name is replaced, an
   * image without a name replaces entries without a name, and all other entries stay. An archive is replaced as a whole.
   *
   * @param lease protects what is compressed or read into the store on the way
   * @return the manifest or index that was written
   * @throws StoreException with {@code STORE_DAMAGED} if bytes of the store are not what they should be and cannot be had
   *     again
   * @throws BuildException with {@code UNSUPPORTED} for a docker archive of several platforms
   */
  public Descriptor write(Lease lease, List<ImageContent> images, ImageLocation location) {
    if (images.isEmpty()) {
      throw new InvalidValueException("there is no image to write to '" + location.path() + "'; give one for each platform");
    }
    if (location instanceof DockerArchive && images.size() > 1) {
      throw new BuildException(
          ErrorCode.UNSUPPORTED,
          "a docker archive holds an image for one platform, not " + images.size() + "; write one for each, or use OciArchive");
    }
    try {
      return attempt(lease, images, location);
    } catch (StoreException damaged) {
      if (damaged.code() != ErrorCode.STORE_DAMAGED) {
        throw damaged;
      }
      // the store has moved the damaged blob away: what has a source is read again, what was compressed is compressed again
      return attemptAgain(lease, images, location, damaged);
    }
  }

  /**
   * Writes the bytes of a docker archive to a stream, which is flushed and not closed: the same bytes that the archive of
   * that name would have in a file. Nothing is made again here, as what was written cannot be taken back.
   *
   * @param lease protects what is read into the store on the way
   * @param names repository tags, such as {@code app:1.0}
   * @throws StoreException with {@code STORE_DAMAGED} if bytes of the store are not what they should be
   * @throws IOException if the stream does not take the bytes
   */
  public void writeDockerArchive(Lease lease, ImageContent image, ImmutableSet<String> names, OutputStream out) throws IOException {
    ArchiveWriter.write(Assembly.of(store, lease, ImmutableList.of(image), Compression.NONE, true), names, out);
  }

  private Descriptor attemptAgain(Lease lease, List<ImageContent> images, ImageLocation location, StoreException damaged) {
    try {
      return attempt(lease, images, location);
    } catch (StoreException second) {
      damaged.addSuppressed(second);
      throw damaged;
    }
  }

  private Descriptor attempt(Lease lease, List<ImageContent> images, ImageLocation location) {
    Compression used = location instanceof DockerArchive ? Compression.NONE : compression;
    Assembly assembly = Assembly.of(store, lease, images, used, location instanceof DockerArchive);
    switch (location) {
      case OciLayout layout -> LayoutWriter.write(assembly, layout);
      case OciArchive archive -> ArchiveWriter.write(assembly, archive);
      case DockerArchive archive -> ArchiveWriter.write(assembly, archive);
    }
    return assembly.top();
  }
}
