package dev.slipway.testkit.registry;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where blobs lie: small ones in memory, others in a directory of temporary files that is made when it is first needed
 * and deleted at the end.
 */
final class Spool implements AutoCloseable {
  private final long heapBytes;
  private final Optional<Path> parent;
  private final AtomicLong files = new AtomicLong();
  private Optional<Path> directory = Optional.empty();
  private boolean closed;

  /**
   * A spool without files.
   *
   * @param heapBytes up to this many bytes of a blob are kept in memory
   * @param parent where the directory is made; the system's place for temporary files if nothing is given
   */
  Spool(long heapBytes, Optional<Path> parent) {
    this.heapBytes = heapBytes;
    this.parent = parent;
  }

  SpoolWriter writer() {
    return new SpoolWriter(this, heapBytes);
  }

  synchronized Path newFile() throws IOException {
    if (closed) {
      throw new IOException("the registry is closed");
    }
    if (directory.isEmpty()) {
      directory = Optional.of(
          parent.isPresent() ? Files.createTempDirectory(parent.get(), "slipway-registry") : Files.createTempDirectory("slipway-registry"));
    }
    return directory.get().resolve("blob-" + files.incrementAndGet());
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (directory.isPresent()) {
        // nothing but files with names of ours lies in there, so no link can lead the deletion astray
        MoreFiles.deleteRecursively(directory.get(), RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException leftBehind) {
      throw new UncheckedIOException("cannot delete '" + directory.get() + "'", leftBehind);
    }
  }
}
