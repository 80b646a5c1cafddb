package dev.slipway.testkit.registry;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes the bytes of one blob: into memory up to a limit, beyond it into a file. Not for several threads at once. */
final class SpoolWriter {
  private final Spool spool;
  private final long heapBytes;
  private final ByteArrayOutputStream heap = new ByteArrayOutputStream();
  private Optional<Path> file = Optional.empty();
  private OutputStream out = heap;
  private long size;

  SpoolWriter(Spool spool, long heapBytes) {
    this.spool = spool;
    this.heapBytes = heapBytes;
  }

  void write(byte[] bytes, int length) throws IOException {
    if (file.isEmpty() && size + length > heapBytes) {
      Path path = spool.newFile();
      out = Files.newOutputStream(path);
      file = Optional.of(path);
      heap.writeTo(out);
      heap.reset();
    }
    out.write(bytes, 0, length);
    size += length;
  }

  long size() {
    return size;
  }

  /** Ends the writing. */
  StoredBlob finish() throws IOException {
    out.close();
    ByteSource bytes = file.isPresent() ? MoreFiles.asByteSource(file.get()) : ByteSource.wrap(heap.toByteArray());
    return new StoredBlob(bytes, size, file);
  }

  void discard() {
    try {
      finish().delete();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot discard an upload", e);
    }
  }
}
