package dev.slipway.store;

import static dev.slipway.store.Directories.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever operation on trees and caches fails, the store is sound afterwards and needs no repair. */
class DirectoryFaultTest {
  private static final CacheName NAME = CacheName.of("cache");

  @TempDir
  private Path directory;

  @ParameterizedTest
  @EnumSource(names = {"KILL", "KILL_TEARING", "DISK_FULL", "INPUT_OUTPUT_ERROR"})
  void aFaultAtAnyOperationLeavesASoundStore(FaultyDisk.Fault fault) throws IOException {
    int point = 1;
    for (boolean failed = true; failed; point++) {
      Stores.clear(directory);
      use(FaultyDisk.sound(), "before");
      FaultyDisk disk = FaultyDisk.failing(fault, point);
      try {
        use(disk, "after");
      } catch (SlipwayException e) {
        assertThat(e.code()).as("point " + point + ": " + e).isEqualTo(ErrorCode.IO);
      }
      Stores.assertSound(directory);
      content("point " + point);
      use(FaultyDisk.sound(), "again");
      assertThat(Stores.assertSound(directory).notes()).as("after " + fault + " at " + point).isEmpty();
      failed = disk.hasFailed();
    }
    assertThat(point).isGreaterThan(fault.name().startsWith("KILL") ? 100 : 5);
  }

  /** The cache has the old content or the new one, and the tree is whole or not there. */
  private void content(String point) {
    try (Store store = Store.open(directory, FaultyDisk.sound()); Lease lease = store.lease()) {
      try (CacheDirectories.Held held = store.caches().open(lease, ROOT, NAME, CacheUse.LOCKED, Directories.starting("lost"))) {
        assertThat(Directories.read(held.directory())).as(point).isIn("before", "after");
      }
      Optional<Path> tree = store.trees().find(lease, ROOT, Stores.digest("layer"));
      tree.ifPresent(found -> assertThat(Directories.read(found)).as(point).isEqualTo("layer"));
    }
  }

  private void use(Disk disk, String text) {
    try (Store store = Store.open(directory, disk)) {
      try (Lease lease = store.lease()) {
        Path made = Directories.make(store.trees().aside(lease), text);
        store.caches().replace(lease, ROOT, NAME, text, made, TreeRemover.own());
        Blob layer = Stores.put(store, lease, "layer");
        store.records("step").put(lease, layer.digest(), Stores.record("{}", layer));
        if (store.trees().find(lease, ROOT, layer.digest()).isEmpty()) {
          Path tree = Directories.publish(store, lease, "layer");
          assertThat(Directories.read(tree)).isEqualTo("layer");
        }
        Path orphan = Directories.make(store.trees().aside(lease), text);
        Path published = store.trees().publish(lease, ROOT, Stores.digest(text), orphan);
        assertThat(Directories.read(published)).isEqualTo(text);
        try (CacheDirectories.Held first = store.caches().open(lease, ROOT, NAME, CacheUse.SHARED, Directories.starting("x"));
            CacheDirectories.Held other = store.caches().open(lease, ROOT, CacheName.of(text), CacheUse.PRIVATE,
                Directories.starting("x"))) {
          assertThat(Directories.read(first.directory())).isEqualTo(text);
          assertThat(Directories.read(other.directory())).isEqualTo("x");
        }
        assertThat(store.salt().digest(Stores.bytes(text))).isEqualTo(store.salt().digest(Stores.bytes(text)));
      }
      assertThat(store.caches().prune(CachePolicy.all(CacheName.of(text)), TreeRemover.own()).removed()).hasSize(1);
      assertThat(store.collect(CollectionPolicy.orphansOnly())).matches(found -> found.trees() >= 1 && found.problems().isEmpty());
    }
  }
}
