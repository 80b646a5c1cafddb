package dev.slipway.testkit.registry;

import com.google.common.io.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of a blob.
 *
 * @param bytes of known size
 * @param size in bytes
 * @param file where they lie, if not in memory
 */
record StoredBlob(ByteSource bytes, long size, Optional<Path> file) {
  static StoredBlob of(byte[] bytes) {
    return new StoredBlob(ByteSource.wrap(bytes.clone()), bytes.length, Optional.empty());
  }

  void delete() {
    try {
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete '" + file.get() + "'", e);
    }
  }
}
