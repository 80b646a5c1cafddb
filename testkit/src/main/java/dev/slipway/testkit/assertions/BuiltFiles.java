package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import dev.slipway.build.BuiltImage;
import dev.slipway.image.Platform;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.TreeEntry;
import dev.slipway.oci.ImageConfig;
import java.io.InputStream;

/** An image that was just built. */
final class BuiltFiles extends ContainerImage {
  private final BuiltImage image;
  private final Platform platform;

  BuiltFiles(BuiltImage image, Platform platform) {
    this.image = image;
    this.platform = platform;
  }

  @Override
  ImageConfig config() {
    return image.config(platform);
  }

  @Override
  ImmutableList<Layer> readLayers() {
    return image.layers(platform);
  }

  @Override
  FileTree readTree() {
    return image.tree(platform);
  }

  @Override
  public InputStream open(TreeEntry file) {
    return image.open(platform, file.entry().path());
  }
}
