package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.build.BuiltImage;
import dev.slipway.image.Digest;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.layer.Compression;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.TreeEntry;
import dev.slipway.layout.ImageLayer;
import dev.slipway.layout.ImageReader;
import dev.slipway.oci.ImageConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image that was just built. Its engine keeps the layers to itself, so a layer into which an assertion looks is exported
 * once and read from there.
 */
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
    TemporaryStore temporary = TemporaryStore.shared();
    Digest layer = file.blob().orElseThrow();
    if (temporary.store().pin(temporary.lease(), layer).isEmpty()) {
      export(layer, temporary);
    }
    return FileTree.open(temporary.store(), file);
  }

  private void export(Digest layer, TemporaryStore temporary) {
    try {
      Path directory = Files.createTempDirectory("slipway-assertions");
      try {
        OciLayout layout = OciLayout.at(directory);
        var unusedManifest = image.writeTo(layout, Compression.NONE);
        for (ImageLayer exported : ImageReader.into(temporary.store(), temporary.lease()).read(layout, platform).layers()) {
          if (exported.diffId().equals(layer)) {
            var unusedLayer = exported.expanded(temporary.lease());
          }
        }
      } finally {
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("layer " + layer + " of the image cannot be exported to be read: " + failure.getMessage(), failure);
    }
  }
}
