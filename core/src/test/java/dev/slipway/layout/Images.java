package dev.slipway.layout;

import dev.slipway.image.ImagePath;
import dev.slipway.image.Platform;
import dev.slipway.layer.Entry;
import dev.slipway.layer.Layer;
import dev.slipway.layer.LayerBuilder;
import dev.slipway.oci.ContainerConfig;
import dev.slipway.oci.HistoryEntry;
import dev.slipway.oci.ImageConfig;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small images for tests. */
final class Images {
  private Images() {}

  /** A layer with one file. */
  static Layer layer(Store store, Lease lease, String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (LayerBuilder builder = LayerBuilder.in(store, lease)) {
      Entry entry = Entry.file(ImagePath.of(name)).withMode(0644).withContent(bytes.length, Optional.empty());
      builder.file(entry, Channels.newChannel(new ByteArrayInputStream(bytes))::read);
      return builder.finish();
    }
  }

  /** An image with a layer for each text, named after it. */
  static ImageContent image(Store store, Lease lease, Platform platform, String... contents) {
    ImageConfig config = ImageConfig.of(platform)
        .withCreated(Instant.EPOCH)
        .withContainer(ContainerConfig.EMPTY.withCommand(List.of("/bin/app")).withEnvironment("PATH", "/bin"));
    List<ImageLayer> layers = new ArrayList<>();
    for (String content : contents) {
      Layer layer = layer(store, lease, "/file-" + content.substring(0, 1), content);
      config = config.withLayer(layer.diffId(), HistoryEntry.layer("COPY " + content.substring(0, 1) + " /"));
      layers.add(ImageLayer.of(store, layer));
    }
    return ImageContent.of(config, layers);
  }
}
