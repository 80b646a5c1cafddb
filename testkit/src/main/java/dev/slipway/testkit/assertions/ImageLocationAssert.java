package dev.slipway.testkit.assertions;

import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.OciArchive;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import java.util.Optional;

/**
 * Assertions on an image on disk: an OCI layout, an OCI archive or a docker archive, whoever wrote it. Of several
 * platforms, the one of this machine's processor is looked at unless {@link #onPlatform} says otherwise. Layers are read into
 * a temporary store, all of them once something asks for files.
 *
 * <p>What cannot be read fails with the exception of {@link dev.slipway.layout.ImageReader}, which says why.
 */
public final class ImageLocationAssert extends AbstractContainerImageAssert<ImageLocationAssert, ImageLocation> {
  private final Optional<Platform> platform;

  ImageLocationAssert(ImageLocation actual, Optional<Platform> platform) {
    super(actual, ImageLocationAssert.class);
    this.platform = platform;
  }

  @Override
  String subject() {
    String kind = switch (actual) {
      case OciLayout layout -> "the image in the OCI layout '";
      case OciArchive archive -> "the image in the OCI archive '";
      case DockerArchive archive -> "the image in the docker archive '";
    };
    return kind + actual.path() + "'" + platform.map(chosen -> " for " + chosen).orElse("");
  }

  /** The same place, its image looked at for this platform. */
  public ImageLocationAssert onPlatform(Platform chosen) {
    return alike(new ImageLocationAssert(there(), Optional.of(chosen)));
  }

  /** As {@link #onPlatform(Platform)}, such as {@code linux/arm64}. */
  public ImageLocationAssert onPlatform(String chosen) {
    return onPlatform(Platform.parse(chosen));
  }

  @Override
  ContainerImage find() {
    return new LocatedFiles(there(), platform.orElseGet(() -> Platform.of("linux", System.getProperty("os.arch", "amd64"))));
  }
}
