package dev.slipway.testkit.assertions;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.slipway.store.Lease;
import dev.slipway.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The store into which the assertions of this process read images that lie elsewhere: below the system's directory for
 * temporary files, made when it is first needed, gone when the process ends. A layer is in it once, however many
 * assertions look at it.
 */
final class TemporaryStore {
  private final Path directory;
  private final Store store;
  private final Lease lease;

  private TemporaryStore() {
    try {
      directory = Files.createTempDirectory("slipway-assertions");
    } catch (IOException failure) {
      throw new UncheckedIOException("no temporary store can be made to read images into: " + failure.getMessage(), failure);
    }
    store = Store.open(directory);
    lease = store.lease();
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete, "slipway-assertions"));
  }

  private static final class Holder {
    static final TemporaryStore SHARED = new TemporaryStore();
  }

  static TemporaryStore shared() {
    return Holder.SHARED;
  }

  Store store() {
    return store;
  }

  /** Protects everything for as long as the process lives. */
  Lease lease() {
    return lease;
  }

  private void delete() {
    try {
      lease.close();
      store.close();
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException | RuntimeException tooLate) {
      // nobody is left to be told; the system clears its temporary files
      return;
    }
  }
}
