package dev.slipway.testkit.assertions;

import dev.slipway.layer.UserDatabase;
import dev.slipway.oci.ImageConfig;
import java.util.Optional;

/** Assertions on an image's configuration alone, without its files. */
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
    return there();
  }

  @Override
  Optional<UserDatabase> users() {
    return Optional.empty();
  }
}
