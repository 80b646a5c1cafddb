package dev.slipway.testkit.benchmark;

import com.google.common.collect.ImmutableList;
import dev.slipway.image.ImageReference;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.layer.Compression;
import dev.slipway.layout.BaseImage;
import dev.slipway.layout.ImageContent;
import dev.slipway.layout.ImageReader;
import dev.slipway.layout.LayerLoader;
import dev.slipway.registry.BasePolicy;
import dev.slipway.registry.PushOptions;
import dev.slipway.registry.RegistryImages;
import dev.slipway.registry.RegistrySettings;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.nio.file.Path;

/** Slipway: from and into its store, where the layers of an image that it built are. */
final class SlipwayCarrier implements Carrier {
  private final Store store;
  private final Lease lease;
  private final RegistryImages images;
  private final ImageContent content;

  SlipwayCarrier(Path layout, Path place) {
    store = Store.open(place.resolve("store"));
    lease = store.lease();
    images = RegistryImages.in(store, RegistrySettings.defaults());
    content = ImageReader.into(store, lease).read(OciLayout.at(layout), Platform.LINUX_AMD64).content();
    content.layers().forEach(layer -> {
      var unused = layer.packed(lease, Compression.GZIP);
    });
  }

  @Override
  public String name() {
    return "Slipway";
  }

  @Override
  public Cost push(String repository) throws Exception {
    return Cost.of(() -> {
      var unused = images.pusher(lease, event -> {}).push(ImmutableList.of(content),
          ImmutableList.of(ImageReference.parse(repository + ":1")), PushOptions.defaults());
    });
  }

  @Override
  public Cost pull(String repository, Path target) throws Exception {
    return Cost.of(() -> {
      try (Store other = Store.open(target);
          Lease protection = other.lease();
          RegistryImages reached = RegistryImages.in(other, RegistrySettings.defaults())) {
        BaseImage image = reached.puller(protection, BasePolicy.always(), event -> {})
            .pull(ImageReference.parse(repository + ":1"), Platform.LINUX_AMD64).image();
        var unused = LayerLoader.packed(image.layers(), protection, Compression.GZIP);
      }
    });
  }

  @Override
  public void close() {
    images.close();
    lease.close();
    store.close();
  }
}
