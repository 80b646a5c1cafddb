package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir
  private Path directory;

  @AfterEach
  void theStoreIsSound() {
    Stores.assertSound(directory);
  }

  private static void assertCode(ThrowingCallable action, ErrorCode code) {
    assertThatThrownBy(action).asInstanceOf(type(StoreException.class)).extracting(StoreException::code).isEqualTo(code);
  }

  @Test
  void aNewStoreIsAnOciImageLayout() {
    try (Store store = Store.open(directory)) {
      assertThat(store.directory().resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
      assertThat(store.directory().resolve("index.json")).content().contains("\"manifests\":[]").contains("\"schemaVersion\":2");
      assertThat(store.directory().resolve("blobs/sha256")).isDirectory();
    }
  }

  @Test
  void aCommittedBlobLiesUnderItsDigestAndReadsBack() throws IOException {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      byte[] bytes = new byte[300_000];
      new Random(1).nextBytes(bytes);
      Blob blob = Stores.put(store, lease, bytes);
      assertThat(blob).isEqualTo(new Blob(Digest.sha256(bytes), bytes.length));
      assertThat(directory.resolve("blobs/sha256").resolve(blob.digest().hex())).hasBinaryContent(bytes);
      assertThat(store.readAll(blob.digest(), bytes.length)).isEqualTo(bytes);
      try (FileChannel channel = store.openBlob(blob.digest()); InputStream stream = store.read(blob.digest())) {
        assertThat(channel.size()).isEqualTo(bytes.length);
        assertThat(stream.skip(299_999)).isEqualTo(299_999);
        assertThat(stream.read()).isEqualTo(bytes[299_999] & 0xff);
        assertThat(stream.read()).isEqualTo(-1);
      }
      assertCode(() -> store.readAll(blob.digest(), bytes.length - 1), ErrorCode.LIMIT_EXCEEDED);
    }
  }

  @Test
  void theEmptyBlobIsABlob() {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      assertThat(store.readAll(Stores.put(store, lease, "").digest(), 0)).isEmpty();
    }
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws IOException {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      BlobWriter writer = store.newBlob(lease);
      writer.write(ByteBuffer.wrap(Stores.bytes("half")));
      writer.close();
      assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
      assertThat(Stores.files(directory.resolve("slipway/tmp"))).isZero();
      assertThat(Stores.files(directory.resolve("blobs/sha256"))).isZero();
    }
  }

  @Test
  void anAnnouncedBlobMustArriveAsAnnounced() throws IOException {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      assertCode(() -> announced(store, lease, Stores.digest("other"), 4, "text"), ErrorCode.DIGEST_MISMATCH);
      assertCode(() -> announced(store, lease, Stores.digest("text"), 5, "text"), ErrorCode.DIGEST_MISMATCH);
      assertCode(() -> announced(store, lease, Stores.digest("text"), 3, "text"), ErrorCode.DIGEST_MISMATCH);
      assertThat(store.pin(lease, Stores.digest("text"))).isEmpty();
      assertThat(announced(store, lease, Stores.digest("text"), 4, "text").size()).isEqualTo(4);
    }
  }

  @Test
  void aSha512BlobLiesBesideTheOthers() throws IOException {
    Digest digest = Digest.parse(
        "sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      assertThat(announced(store, lease, digest, 0, "").digest()).isEqualTo(digest);
      assertThat(store.readAll(digest, 0)).isEmpty();
    }
  }

  private static Blob announced(Store store, Lease lease, Digest digest, long size, String text) throws IOException {
    try (BlobWriter writer = store.newBlob(lease, digest, size)) {
      writer.write(ByteBuffer.wrap(Stores.bytes(text)));
      return writer.commit();
    }
  }

  @Test
  void aProducerMayDigestByItself() throws IOException {
    try (Store store = Store.open(directory);
        Lease lease = store.lease();
        BlobWriter undigested = store.newUndigestedBlob(lease);
        BlobWriter digested = store.newBlob(lease)) {
      undigested.write(ByteBuffer.wrap(Stores.bytes("x")));
      assertThat(undigested.commit(Stores.digest("x")).digest()).isEqualTo(Stores.digest("x"));
      digested.write(ByteBuffer.wrap(Stores.bytes("y")));
      assertCode(() -> digested.commit(Stores.digest("x")), ErrorCode.DIGEST_MISMATCH);
    }
  }

  @Test
  void anInterruptedWriterSaysSoAndTheLeaseGoesOn() throws Exception {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("nothing was thrown"));
      Thread thread = new Thread(() -> {
        try (BlobWriter writer = store.newBlob(lease)) {
          Thread.currentThread().interrupt();
          assertThat(store.pin(lease, Stores.digest("nothing"))).isEmpty();
          writer.write(ByteBuffer.allocate(10));
        } catch (IOException | RuntimeException e) {
          thrown.set(e);
        }
      });
      thread.start();
      thread.join();
      assertThat(thrown.get()).asInstanceOf(type(StoreException.class)).extracting(StoreException::code).isEqualTo(ErrorCode.CANCELLED);
      Stores.put(store, lease, "later");
    }
  }

  @Test
  void recordsAreKeptByteForByteAndReplaced() {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      Records steps = store.records("step");
      Blob blob = Stores.put(store, lease, "layer");
      String body = "{\"ı\": \"ÿ\\n\",\n\n \"a\":1 }\n";
      steps.put(lease, Stores.digest("key"), Stores.record(body, blob));
      assertThat(steps.get(lease, Stores.digest("key"))).contains(Stores.record(body, blob));
      steps.put(lease, Stores.digest("key"), Stores.record("[]"));
      assertThat(steps.get(lease, Stores.digest("key"))).contains(Stores.record("[]"));
      assertThat(store.records("latest").get(lease, Stores.digest("key"))).isEmpty();
      steps.remove(Stores.digest("key"));
      assertThat(steps.get(lease, Stores.digest("key"))).isEmpty();
    }
  }

  @Test
  void aRecordNeedsItsBlobs() throws IOException {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      Records steps = store.records("step");
      Blob absent = new Blob(Stores.digest("absent"), 6);
      assertCode(() -> steps.put(lease, Stores.digest("key"), Stores.record("{}", absent)), ErrorCode.NOT_FOUND);
      Blob blob = Stores.put(store, lease, "layer");
      steps.put(lease, Stores.digest("key"), Stores.record("{}", blob));
      Files.writeString(directory.resolve("blobs/sha256").resolve(blob.digest().hex()), "lay");
      assertThat(steps.get(lease, Stores.digest("key"))).as("another size").isEmpty();
      Stores.put(store, lease, "layer");
      assertThat(Stores.read(store, blob.digest())).as("healed by writing it again").isEqualTo("layer");
    }
  }

  @Test
  void badKindsAndBodiesAreRefused() {
    try (Store store = Store.open(directory)) {
      assertThatThrownBy(() -> store.records("../x")).isInstanceOf(InvalidValueException.class);
      assertThatThrownBy(() -> store.records("")).isInstanceOf(InvalidValueException.class);
      assertThatThrownBy(() -> Stores.record("\ud800")).isInstanceOf(InvalidValueException.class);
      assertThatThrownBy(() -> Stores.record("x".repeat(StoredRecord.MAXIMUM_BODY + 1))).isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  void damageIsFoundOnReadingAndTheBlobIsMadeAgain() throws IOException {
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      Blob blob = Stores.put(store, lease, "content");
      store.records("step").put(lease, Stores.digest("key"), Stores.record("{}", blob));
      Files.writeString(directory.resolve("blobs/sha256").resolve(blob.digest().hex()), "CONTENT");
      assertCode(() -> store.readAll(blob.digest(), 100), ErrorCode.STORE_DAMAGED);
      assertThat(store.pin(lease, blob.digest())).isEmpty();
      assertThat(store.records("step").get(lease, Stores.digest("key"))).isEmpty();
      assertCode(() -> store.read(blob.digest()), ErrorCode.NOT_FOUND);
      Stores.put(store, lease, "content");
      store.quarantine(blob.digest());
      assertThat(Stores.read(store, blob.digest())).as("a sound blob stays").isEqualTo("content");
    }
  }

  @Test
  void otherVersionsAndOtherDirectoriesAreRefused() throws IOException {
    Store.open(directory).close();
    Files.writeString(directory.resolve("slipway/version"), "slipway-store 2\n");
    assertThatThrownBy(() -> Store.open(directory)).hasMessageContaining("slipway-store 2").hasMessageContaining("another directory");
    Stores.clear(directory);
    Files.writeString(directory.resolve("thesis.txt"), "precious");
    assertCode(() -> Store.open(directory), ErrorCode.STORE_UNUSABLE);
    assertCode(() -> Store.open(directory.resolve("thesis.txt")), ErrorCode.STORE_UNUSABLE);
    assertThat(Stores.files(directory)).isEqualTo(1);
  }

  @Test
  void rootsAreNamedEntriesOfTheIndexAndKeepForeignOnes() throws IOException {
    String foreign = "{\"schemaVersion\":2,\"x\":1,\"manifests\":[{\"mediaType\":\"a/b\",\"digest\":\"" + Stores.digest("")
        + "\",\"size\":0,\"y\":2}]}";
    try (Store store = Store.open(directory); Lease lease = store.lease()) {
      Stores.put(store, lease, "");
      Files.writeString(directory.resolve("index.json"), foreign);
      Blob manifest = Stores.put(store, lease, Stores.manifest(Stores.put(store, lease, "{}"), Stores.put(store, lease, "layer")));
      RootEntry entry = RootEntry.of("app:1", "application/vnd.oci.image.manifest.v1+json", manifest);
      store.setRoot(lease, entry);
      store.setRoot(lease, entry);
      assertThat(store.roots()).containsExactly(entry);
      assertThat(directory.resolve("index.json")).content().contains("\"x\":1").contains("\"y\":2");
      assertThat(store.removeRoot("app:1")).isTrue();
      assertThat(store.removeRoot("app:1")).isFalse();
      assertThat(directory.resolve("index.json")).hasContent(foreign);
      Blob incomplete = Stores.put(store, lease, Stores.manifest(new Blob(Stores.digest("gone"), 4), manifest));
      assertThatThrownBy(() -> store.setRoot(lease, RootEntry.of("bad", entry.mediaType(), incomplete))).hasMessageContaining("is missing");
    }
  }

  @Test
  void theDefaultDirectoryFollowsThePlatform() {
    assertThat(DefaultDirectory.of(Map.of("XDG_CACHE_HOME", "/c"), "Linux", "/h")).isEqualTo(Path.of("/c/slipway"));
    assertThat(DefaultDirectory.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", "/h")).isEqualTo(Path.of("/h/.cache/slipway"));
    assertThat(DefaultDirectory.of(Map.of(), "Mac OS X", "/h")).isEqualTo(Path.of("/h/Library/Caches/slipway"));
    assertThat(DefaultDirectory.of(Map.of("LOCALAPPDATA", "/l"), "Windows 11", "/h")).isEqualTo(Path.of("/l/slipway"));
    assertThat(Store.defaultDirectory().isAbsolute()).isTrue();
  }

  @Test
  void aClosedLeaseOrStoreIsNotUsedByMistake() {
    Store store = Store.open(directory);
    Lease lease = store.lease();
    Blob blob = Stores.put(store, lease, "x");
    lease.close();
    lease.close();
    assertThatThrownBy(() -> Stores.put(store, lease, "y")).hasMessageContaining("closed");
    assertThatThrownBy(() -> store.records("step").put(lease, blob.digest(), Stores.record("{}", blob))).hasMessageContaining("closed");
    store.close();
    assertThatThrownBy(store::lease).hasMessageContaining("closed");
  }
}
