package dev.slipway.testkit.benchmark;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.common.base.Splitter;
import dev.slipway.image.Digest;
import dev.slipway.image.OciLayout;
import dev.slipway.image.Platform;
import dev.slipway.layout.BaseImage;
import dev.slipway.layout.ImageReader;
import dev.slipway.oci.Descriptor;
import dev.slipway.oci.Manifest;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Jib core's registry client, without the rest of Jib, which would pack or compress on the way: blobs between files and the
 * registry, as many at once as with Slipway. It verifies layers, not manifests.
 */
final class JibCarrier implements Carrier {
  private static final int AT_ONCE = 4;

  private final Path layout;
  private final Manifest manifest;

  /** The manifest's own bytes; Jib would write its own reading of them. */
  private record Document(String json, String type) implements ManifestTemplate {
    @JsonValue
    @JsonRawValue
    String text() {
      return json;
    }

    @Override
    public int getSchemaVersion() {
      return 2;
    }

    @Override
    public String getManifestMediaType() {
      return type;
    }
  }

  JibCarrier(Path layout, Path place) {
    this.layout = layout;
    try (Store store = Store.open(place.resolve("store")); Lease lease = store.lease()) {
      BaseImage image = ImageReader.into(store, lease).read(OciLayout.at(layout), Platform.LINUX_AMD64);
      this.manifest = image.manifest().orElseThrow();
    }
  }

  @Override
  public String name() {
    return "Jib";
  }

  private List<Descriptor> blobs() {
    List<Descriptor> blobs = new ArrayList<>(manifest.layers());
    blobs.add(manifest.config());
    return blobs;
  }

  private static RegistryClient client(String repository, FailoverHttpClient http) {
    List<String> parts = Splitter.on('/').limit(2).splitToList(repository);
    return RegistryClient.factory(EventHandlers.NONE, parts.get(0), parts.get(1), http).newRegistryClient();
  }

  private static FailoverHttpClient http() {
    return new FailoverHttpClient(true, false, event -> {});
  }

  private static DescriptorDigest digest(Digest digest) throws Exception {
    return DescriptorDigest.fromHash(digest.hex());
  }

  @Override
  public Cost push(String repository) throws Exception {
    return Cost.of(() -> {
      FailoverHttpClient http = http();
      try {
        RegistryClient client = client(repository, http);
        all(blobs(), blob -> {
          if (client.checkBlob(digest(blob.digest())).isEmpty()) {
            Blob file = Blobs.from(layout.resolve("blobs").resolve("sha256").resolve(blob.digest().hex()));
            var unused = client.pushBlob(digest(blob.digest()), file, null, count -> {});
          }
        });
        var unused = client.pushManifest(
            new Document(new String(manifest.bytes(), StandardCharsets.UTF_8), manifest.mediaType().text()), "1");
      } finally {
        http.shutDown();
      }
    });
  }

  @Override
  public Cost pull(String repository, Path target) throws Exception {
    return Cost.of(() -> {
      Path directory = Files.createDirectories(target);
      FailoverHttpClient http = http();
      try {
        RegistryClient client = client(repository, http);
        var unused = client.pullManifest("1", OciManifestTemplate.class);
        all(blobs(), blob -> {
          Path file = directory.resolve(blob.digest().hex());
          Blob source = client.pullBlob(digest(blob.digest()), size -> {}, count -> {});
          try (var out = Files.newOutputStream(file)) {
            var ignored = source.writeTo(out);
          }
        });
      } finally {
        http.shutDown();
      }
    });
  }

  /** Something done with a blob. */
  private interface Work {
    void with(Descriptor blob) throws Exception;
  }

  private static void all(List<Descriptor> blobs, Work work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Boolean>> calls = new ArrayList<>();
      blobs.forEach(blob -> calls.add(() -> {
        work.with(blob);
        return true;
      }));
      for (Future<Boolean> done : threads.invokeAll(calls)) {
        boolean unused = done.get();
      }
    }
  }

  @Override
  public void close() {}
}
