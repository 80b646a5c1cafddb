package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.build.BuiltImage;
import dev.slipway.image.Platform;
import java.util.Optional;

/**
 * Assertions on an image that was built. Of an image for several platforms, {@link #onPlatform} chooses the one that is
 * looked at. Files are compared by the digests in the image's tables of contents; to look into a file, the layer that holds
 * it is exported to a temporary directory once.
 */
public final class BuiltImageAssert extends AbstractContainerImageAssert<BuiltImageAssert, BuiltImage> {
  private final Optional<Platform> platform;

  BuiltImageAssert(BuiltImage actual, Optional<Platform> platform) {
    super(actual, BuiltImageAssert.class);
    this.platform = platform;
  }

  @Override
  String subject() {
    return "the image" + platform.map(chosen -> " for " + chosen).orElse("");
  }

  /** The same image, looked at for one of its platforms. */
  public BuiltImageAssert onPlatform(Platform chosen) {
    if (!there().platforms().contains(chosen)) {
      throw failed("Expected the image to be built for " + chosen + ", but it is built for " + there().platforms());
    }
    return alike(new BuiltImageAssert(there(), Optional.of(chosen)));
  }

  /** As {@link #onPlatform(Platform)}, such as {@code linux/arm64}. */
  public BuiltImageAssert onPlatform(String chosen) {
    return onPlatform(Platform.parse(chosen));
  }

  /** Expects exactly these platforms, in any order. */
  @CanIgnoreReturnValue
  public BuiltImageAssert isBuiltFor(Platform... platforms) {
    return equal("the platforms", ImmutableSet.copyOf(platforms), there().platforms());
  }

  /** The assertions on what the build did. */
  public BuildReportAssert report() {
    return alike(new BuildReportAssert(there().report()));
  }

  @Override
  ContainerImage find() {
    if (platform.isEmpty() && there().platforms().size() > 1) {
      throw failed(
          "The image is built for " + there().platforms() + ": choose one with onPlatform(\"" + there().platforms().iterator().next()
              + "\")");
    }
    return new BuiltFiles(there(), platform.orElseGet(() -> there().platforms().iterator().next()));
  }
}
