package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the tests of the store have in common. */
final class Stores {
  private Stores() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static Digest digest(String text) {
    return Digest.sha256(bytes(text));
  }

  @CanIgnoreReturnValue
  static Blob put(Store store, Lease lease, String text) {
    return put(store, lease, bytes(text));
  }

  @CanIgnoreReturnValue
  static Blob put(Store store, Lease lease, byte[] bytes) {
    try (BlobWriter writer = store.newBlob(lease)) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StoredRecord record(String body, Blob... blobs) {
    return new StoredRecord(body, Stream.of(blobs).map(Blob::digest).collect(ImmutableSet.toImmutableSet()));
  }

  static String read(Store store, Digest digest) {
    return new String(store.readAll(digest, 1 << 20), UTF_8);
  }

  /** Every test ends with this. */
  @CanIgnoreReturnValue
  static Findings assertSound(Path directory) {
    Findings findings = StoreCheck.check(directory);
    assertThat(findings.errors()).isEmpty();
    return findings;
  }

  static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      MoreFiles.deleteDirectoryContents(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Something that resembles a build: leases, blobs, records, roots, a collection. Gives the same result every time. */
  static String build(Path directory, Disk disk) {
    return build(Store.open(directory, disk));
  }

  static String build(Store open) {
    try (Store store = open; Lease lease = store.lease()) {
      Function<String, String> step = name -> store.exclusively(digest(name), () -> {
        Records records = store.records("step");
        if (records.get(lease, digest(name)).isEmpty()) {
          Blob layer = put(store, lease, ("layer " + name).repeat(300));
          Blob toc = put(store, lease, "toc " + name);
          records.put(lease, digest(name), record("{\"step\":\"" + name + "\"}", layer, toc));
        }
        StoredRecord made = records.get(lease, digest(name)).orElseThrow();
        made.references().forEach(digest -> assertThat(read(store, digest)).contains(name));
        return made.body() + made.references();
      });
      String result = step.apply("a") + step.apply("b") + step.apply("c");
      Blob layer = put(store, lease, "layer a".repeat(300));
      Blob config = put(store, lease, "{}");
      Blob manifest = put(store, lease, manifest(config, layer));
      store.setRoot(lease, RootEntry.of("app:1", "application/vnd.oci.image.manifest.v1+json", manifest));
      var unused = store.collect(CollectionPolicy.orphansOnly());
      return result + store.roots();
    }
  }

  static String manifest(Blob config, Blob layer) {
    return "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
        + descriptor("application/vnd.oci.image.config.v1+json", config) + ",\"layers\":["
        + descriptor("application/vnd.oci.image.layer.v1.tar", layer) + "]}";
  }

  private static String descriptor(String mediaType, Blob blob) {
    return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + blob.digest() + "\",\"size\":" + blob.size() + "}";
  }
}
