package dev.slipway.testkit.assertions;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.layer.UserDatabase;
import dev.slipway.oci.ImageConfig;
import java.util.Optional;

/** Assertions on an image's configuration alone, without its files. */
@CanIgnoreReturnValue
public final class ImageConfigAssert extends AbstractConfigAssert<ImageConfigAssert, ImageConfig> {
  ImageConfigAssert(ImageConfig actual) {
    super(actual, ImageConfigAssert.class);
  }

  @Override
  String subject() {
    return "the configuration";
  }

  @Override
  ImageConfig config() {
    return actual;
  }

  @Override
  Optional<UserDatabase> users() {
    return Optional.empty();
  }
}
