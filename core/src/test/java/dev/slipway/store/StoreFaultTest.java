package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import dev.slipway.StoreException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever operation fails, the store is sound afterwards and the next build needs no repair. */
class StoreFaultTest {
  @TempDir
  private Path directory;

  @ParameterizedTest
  @EnumSource(names = {"KILL", "KILL_TEARING", "DISK_FULL", "INPUT_OUTPUT_ERROR"})
  void aFaultAtAnyOperationLeavesASoundStore(FaultyDisk.Fault fault) throws IOException {
    String expected = Stores.build(directory, FaultyDisk.sound());
    int points = sweepFrom(false, fault, expected);
    assertThat(points).isGreaterThan(fault.name().startsWith("KILL") ? 150 : 30);
  }

  @ParameterizedTest
  @EnumSource(names = {"KILL", "DISK_FULL"})
  void aFaultInAnUnchangedBuildLeavesASoundStore(FaultyDisk.Fault fault) throws IOException {
    String expected = Stores.build(directory, FaultyDisk.sound());
    assertThat(sweepFrom(true, fault, expected)).isPositive();
  }

  private int sweepFrom(boolean warm, FaultyDisk.Fault fault, String expected) throws IOException {
    for (int point = 1;; point++) {
      Stores.clear(directory);
      if (warm) {
        var unused = Stores.build(directory, FaultyDisk.sound());
      }
      FaultyDisk disk = FaultyDisk.failing(fault, point);
      try {
        assertThat(Stores.build(directory, disk)).isEqualTo(expected);
      } catch (SlipwayException e) {
        assertThat(e.code()).as("point " + point + ": " + e).isEqualTo(ErrorCode.IO);
      }
      Stores.assertSound(directory);
      assertThat(Stores.build(directory, FaultyDisk.sound())).isEqualTo(expected);
      Findings findings = Stores.assertSound(directory);
      assertThat(findings.notes()).as("after " + fault + " at " + point).isEmpty();
      if (!disk.hasFailed()) {
        return point;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KILL", "DISK_FULL", "INPUT_OUTPUT_ERROR"})
  void aFaultInACollectionLeavesNoDanglingRecord(FaultyDisk.Fault fault) throws IOException {
    for (int point = 1;; point++) {
      Stores.clear(directory);
      var unused = Stores.build(directory, FaultyDisk.sound());
      FaultyDisk disk = FaultyDisk.failing(fault, point);
      try (Store store = Store.open(directory, disk)) {
        try (Lease lease = store.lease()) {
          Stores.put(store, lease, "orphan");
        }
        assertThat(store.collect(CollectionPolicy.everything())).matches(found -> found.records() == 3 && found.blobs() == 6);
      } catch (SlipwayException e) {
        assertThat(e.code()).as("point " + point + ": " + e).isEqualTo(ErrorCode.IO);
      }
      Stores.assertSound(directory);
      try (Store store = Store.open(directory, FaultyDisk.sound())) {
        assertThat(store.collect(CollectionPolicy.everything()).bytesKept()).isPositive();
      }
      Findings findings = Stores.assertSound(directory);
      assertThat(findings.notes()).isEmpty();
      assertThat(findings).matches(found -> found.records() == 0 && found.blobs() == 3);
      if (!disk.hasFailed()) {
        return;
      }
    }
  }

  @Test
  void aReadOnlyStoreServesHits() {
    var unused = Stores.build(directory, FaultyDisk.sound());
    try (Store store = Store.open(directory, FaultyDisk.failing(FaultyDisk.Fault.READ_ONLY, 1)); Lease lease = store.lease()) {
      StoredRecord found = store.records("step").get(lease, Stores.digest("a")).orElseThrow();
      assertThat(found.references()).allSatisfy(digest -> assertThat(store.pin(lease, digest)).isPresent());
      assertThat(Stores.read(store, found.references().asList().get(1))).isEqualTo("toc a");
      assertThatThrownBy(() -> store.newBlob(lease)).isInstanceOf(StoreException.class).hasMessageContaining(directory.toString())
          .satisfies(e -> assertThat(((StoreException) e).code()).isEqualTo(ErrorCode.STORE_UNUSABLE));
      assertThatThrownBy(() -> store.collect(CollectionPolicy.everything())).hasMessageContaining("read-only");
    }
    Stores.assertSound(directory);
  }

  @Test
  void nothingIsCalledDurableWhileAnotherThreadStillMakesItSo() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Disk disk = slowToSync(begun, mayEnd);
    try (Store store = Store.open(directory, disk); Lease lease = store.lease()) {
      Stores.put(store, lease, "x");
      CompletableFuture<Void> first = CompletableFuture.runAsync(store::sync);
      begun.await();
      CompletableFuture<Void> second = CompletableFuture.runAsync(store::sync);
      assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
      mayEnd.countDown();
      first.get(10, TimeUnit.SECONDS);
      second.get(10, TimeUnit.SECONDS);
    }
  }

  /** The system's files, of which directories are not durable before somebody says so. */
  private static Disk slowToSync(CountDownLatch begun, CountDownLatch mayEnd) {
    Disk system = FaultyDisk.sound();
    return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[]{Disk.class}, (proxy, method, arguments) -> {
      if (method.getName().equals("syncDirectory") && ((Path) arguments[0]).endsWith("sha256")) {
        begun.countDown();
        mayEnd.await();
      }
      try {
        return method.invoke(system, arguments);
      } catch (InvocationTargetException refused) {
        throw refused.getCause();
      }
    });
  }
}
