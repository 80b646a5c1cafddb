package dev.slipway.layer;

import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file that are held back until it is known whether they are wanted: in memory if they are few, otherwise in a
 * temporary file without a name.
 */
final class HeldContent implements AutoCloseable {
  static final int MAX_IN_MEMORY = 4 << 20;

  private final ByteBuffer memory;
  private final @Nullable FileChannel file;
  private final Digest digest;

  private HeldContent(ByteBuffer memory, @Nullable FileChannel file, Digest digest) {
    this.memory = memory;
    this.file = file;
    this.digest = digest;
  }

  /** Takes all bytes of the file that a reader is at. */
  static HeldContent of(StrictTarReader reader, long size) {
    MessageDigest hash = Digests.sha256();
    if (size <= MAX_IN_MEMORY) {
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      reader.drain((part, offset, length) -> {
        hash.update(part, offset, length);
        bytes.put(part, offset, length);
      });
      return new HeldContent(bytes.flip(), null, Digests.finish(hash));
    }
    FileChannel file = unnamed();
    try {
      reader.drain((part, offset, length) -> {
        hash.update(part, offset, length);
        append(file, ByteBuffer.wrap(part, offset, length));
      });
      FileChannel start = file.position(0);
      return new HeldContent(ByteBuffer.allocate(0), start, Digests.finish(hash));
    } catch (IOException e) {
      throw closed(file, failure(e));
    } catch (RuntimeException e) {
      throw closed(file, e);
    }
  }

  /** The digest of the bytes. */
  Digest digest() {
    return digest;
  }

  /** Gives the bytes, once. */
  int read(ByteBuffer target) throws IOException {
    if (file != null) {
      return file.read(target);
    }
    if (!memory.hasRemaining()) {
      return -1;
    }
    int count = Math.min(memory.remaining(), target.remaining());
    target.put(memory.slice(memory.position(), count));
    memory.position(memory.position() + count);
    return count;
  }

  private static FileChannel unnamed() {
    try {
      Path path = Files.createTempFile("slipway", "");
      return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static void append(FileChannel file, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        int unused = file.write(bytes);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(IOException e) {
    return e instanceof ClosedByInterruptException
        ? new BuildException(ErrorCode.CANCELLED, "interrupted while a changed file was compared", e)
        : new StoreException(ErrorCode.IO, "a changed file cannot be held back in the directory for temporary files: " + e.getMessage(), e);
  }

  private static RuntimeException closed(FileChannel file, RuntimeException failure) {
    try {
      file.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw failure(e);
      }
    }
  }
}
