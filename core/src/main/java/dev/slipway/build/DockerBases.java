package dev.slipway.build;

import dev.slipway.ArchiveException;
import dev.slipway.DocumentException;
import dev.slipway.image.Digest;
import dev.slipway.image.DockerArchive;
import dev.slipway.image.ImageReference;
import dev.slipway.image.Platform;
import dev.slipway.layout.BaseImage;
import dev.slipway.layout.ImageReader;
import dev.slipway.layout.ImageRecords;
import dev.slipway.registry.DockerClient;
import dev.slipway.registry.DockerDaemon;
import dev.slipway.store.Blob;
import dev.slipway.store.BlobWriter;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images of a Docker daemon that a build stands on or copies from. A name is looked up once in a build; an image is
 * brought into the store once, under the daemon's id for it, so that the next build costs the look-up alone.
 *
 * <p>The archive is saved into a blob, where no crash leaves it behind for good and nothing refers to it afterwards: the
 * next collection takes it away. Its layers go into the store expanded.
 */
final class DockerBases {
  private static final Logger LOG = LoggerFactory.getLogger(DockerBases.class);

  private final Store store;
  private final Lease lease;
  private final DockerClient client;
  private final Map<Wanted, BaseImage> found = new ConcurrentHashMap<>();

  private record Wanted(ImageReference name, Platform platform) {}

  DockerBases(Store store, Lease lease, DockerDaemon daemon) {
    this.store = store;
    this.lease = lease;
    this.client = DockerClient.of(daemon);
  }

  BaseImage find(ImageReference name, Platform platform) {
    return found.computeIfAbsent(new Wanted(name, platform), this::lookUp);
  }

  private BaseImage lookUp(Wanted wanted) {
    Digest id = client.image(wanted.name());
    Digest key = Digest.sha256(("docker image 1 " + id + " " + wanted.platform()).getBytes(StandardCharsets.UTF_8));
    ImageRecords records = ImageRecords.of(store, lease);
    return records.get(key)
        .orElseGet(() -> store.exclusively(key, () -> records.get(key).orElseGet(() -> records.put(key, read(wanted, id)))));
  }

  private BaseImage read(Wanted wanted, Digest id) {
    LOG.info("{} saves '{}'", client.daemon(), wanted.name().familiar());
    Blob archive = save(id);
    Path file = store.directory().resolve("blobs").resolve(archive.digest().algorithm().id()).resolve(archive.digest().hex());
    String name = client.daemon() + ", image '" + wanted.name().familiar() + "': ";
    try {
      return ImageReader.into(store, lease).read(DockerArchive.at(file), wanted.platform());
    } catch (ArchiveException e) {
      throw new ArchiveException(e.code(), name + e.getMessage(), e);
    } catch (DocumentException e) {
      throw new DocumentException(e.code(), name + e.getMessage(), e);
    }
  }

  private Blob save(Digest id) {
    try (BlobWriter out = store.newBlob(lease)) {
      client.save(id, Channels.newOutputStream(out));
      return out.commit();
    }
  }
}
