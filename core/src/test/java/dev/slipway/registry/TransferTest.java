package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import dev.slipway.store.StoreCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of pulls and pushes stand on: a store of their own, which is sound when they end. */
abstract class TransferTest {
  @TempDir
  Path directory;

  Store store;
  Lease lease;

  @BeforeEach
  void open() {
    store = Store.open(directory.resolve("store"));
    lease = store.lease();
  }

  @AfterEach
  void close() {
    lease.close();
    store.close();
    var findings = StoreCheck.check(directory.resolve("store"));
    assertThat(findings.isSound()).as(findings.toString()).isTrue();
  }
}
