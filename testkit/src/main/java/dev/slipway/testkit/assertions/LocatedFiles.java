package dev.slipway.testkit.assertions;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImageLocation;
import dev.slipway.image.Platform;
import dev.slipway.layer.FileTree;
import dev.slipway.layer.Layer;
import dev.slipway.layer.TreeEntry;
import dev.slipway.layout.BaseImage;
import dev.slipway.layout.ImageReader;
import dev.slipway.oci.ImageConfig;
import dev.slipway.store.Store;
import java.io.InputStream;

/** An image on disk: its layers are read into the store of this process when they are asked for. */
final class LocatedFiles extends ContainerImage {
  private final BaseImage image;

  LocatedFiles(ImageLocation location, Platform platform) {
    TemporaryStore temporary = TemporaryStore.shared();
    this.image = ImageReader.into(temporary.store(), temporary.lease()).read(location, platform);
  }

  @Override
  ImageConfig config() {
    return image.config();
  }

  @Override
  ImmutableList<Layer> readLayers() {
    return image.layers().stream().map(layer -> layer.expanded(TemporaryStore.shared().lease())).collect(ImmutableList.toImmutableList());
  }

  @Override
  FileTree readTree() {
    Store store = TemporaryStore.shared().store();
    return FileTree.of(layers().stream().map(layer -> layer.read(store)).toList());
  }

  @Override
  public InputStream open(TreeEntry file) {
    return FileTree.open(TemporaryStore.shared().store(), file);
  }
}
