package dev.slipway.context;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that an index lies in: 8 bytes of format, the number of records, the records (80 bytes each), and the SHA-256
 * digest of all that; big-endian.
 */
final class IndexFile {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);
  /** "slipidx" and the version. */
  private static final long FORMAT = 0x736c697069647801L;
  private static final int HEADER = 16;
  private static final int TRAILER = 32;
  private static final int RECORD = IndexTable.STRIDE * 8;
  private static final int MAXIMUM = 2 * Scan.MAXIMUM_ENTRIES;
  private static final int CHUNK = 4_096 * RECORD;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private IndexFile() {}

  /** Reads a table; an empty one if the file is missing, unreadable or not exactly as it was written. */
  static IndexTable read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      long[] records = records(channel);
      if (records != null) {
        return new IndexTable(records);
      }
      LOG.info("the index of context files {} is damaged or of another version; all files are read again", file);
    } catch (NoSuchFileException first) {
      LOG.debug("no index of context files yet at {}", file);
    } catch (IOException refused) {
      LOG.info("the index of context files {} cannot be read, all files are read again: {}", file, refused.toString());
    }
    return new IndexTable(16);
  }

  private static long @Nullable [] records(FileChannel channel) throws IOException {
    long body = channel.size() - HEADER - TRAILER;
    if (body < 0 || body % RECORD != 0 || body / RECORD > MAXIMUM) {
      return null;
    }
    MessageDigest sha256 = ContentHasher.newSha256();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    if (!fill(channel, chunk, HEADER, sha256) || chunk.getLong(0) != FORMAT || chunk.getLong(8) != body / RECORD) {
      return null;
    }
    long[] records = new long[(int) (body / 8)];
    int at = 0;
    while (at < records.length) {
      int bytes = (int) Math.min(CHUNK, (records.length - at) * 8L);
      if (!fill(channel, chunk, bytes, sha256)) {
        return null;
      }
      chunk.asLongBuffer().get(records, at, bytes / 8);
      at += bytes / 8;
    }
    ByteBuffer expected = ByteBuffer.wrap(sha256.digest());
    return fill(channel, chunk, TRAILER, sha256) && chunk.equals(expected) ? records : null;
  }

  private static boolean fill(FileChannel channel, ByteBuffer chunk, int bytes, MessageDigest sha256) throws IOException {
    chunk.clear().limit(bytes);
    while (chunk.hasRemaining()) {
      if (channel.read(chunk) < 0) {
        return false;
      }
    }
    chunk.flip();
    sha256.update(chunk.duplicate());
    return true;
  }

  /**
   * Writes a table aside and renames it into place. It is not flushed to disk: after a power cut the digest inside tells
   * whether all of it arrived.
   */
  static void write(Path file, IndexTable table) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException("'" + file + "' has no directory");
    }
    sweep(directory);
    Path aside = Files.createTempFile(directory, "context-", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        write(channel, table);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void write(FileChannel channel, IndexTable table) throws IOException {
    MessageDigest sha256 = ContentHasher.newSha256();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    chunk.putLong(FORMAT).putLong(table.count());
    drain(chunk, channel, sha256);
    int words = table.count() * IndexTable.STRIDE;
    int count;
    for (int at = 0; at < words; at += count) {
      count = Math.min(CHUNK / 8, words - at);
      chunk.asLongBuffer().put(table.records(), at, count);
      chunk.position(count * 8);
      drain(chunk, channel, sha256);
    }
    chunk.put(sha256.digest());
    drain(chunk, channel, sha256);
  }

  private static void drain(ByteBuffer chunk, FileChannel channel, MessageDigest sha256) throws IOException {
    chunk.flip();
    sha256.update(chunk.duplicate());
    while (chunk.hasRemaining()) {
      int unused = channel.write(chunk);
    }
    chunk.clear();
  }

  /** Removes what killed processes left. */
  private static void sweep(Path directory) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "{context,clock}-*.tmp")) {
      for (Path file : left) {
        if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException raced) {
      LOG.debug("another process swept {} too", directory);
    }
  }
}
