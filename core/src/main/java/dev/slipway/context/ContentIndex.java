package dev.slipway.context;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known about the bytes of one context's files from earlier builds. {@link ContentHasher} documents its rules.
 * Safe for use by several threads.
 */
final class ContentIndex {
  private static final Logger LOG = LoggerFactory.getLogger(ContentIndex.class);
  /** So many records that no file used may stay even if they outnumber those in use. */
  private static final int SPARE = 20_000;

  /**
   * A file is stamped when a write begins, not when its last byte has arrived: bytes read while one long write is under
   * way belong to no state of the file, and nothing would show it later. Waiting costs little: a file changed just
   * before a build is read once more in the next.
   */
  static final long SETTLING_NANOS = 1_000_000_000L;

  private final Path file;
  /** Replaced as a whole when saved; read without a lock. */
  private volatile Known known;
  /** Guarded by this. */
  private IndexTable news = new IndexTable(16);

  /** Records that were loaded or saved, and which of them were of use since. */
  private static final class Known {
    private final IndexTable table;
    private final byte[] used;

    Known(IndexTable table) {
      this.table = table;
      this.used = new byte[table.count()];
    }
  }

  private ContentIndex(Path file, IndexTable table) {
    this.file = file;
    this.known = new Known(table);
  }

  /** The index of a context; empty if there is none that can be believed. */
  static ContentIndex load(Path directory, Path root) {
    String name = Hashing.sha256().hashBytes(RawNames.bytesOf(root)).toString().substring(0, 32);
    Path file = directory.resolve("context-" + name + ".index");
    try {
      Files.createDirectories(directory);
    } catch (IOException refused) {
      LOG.warn("the index of context files cannot be kept in {}, every build will read all files: {}", directory, refused.toString());
    }
    return new ContentIndex(file, IndexFile.read(file));
  }

  /** Where the index lies. */
  Path directory() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /** Whether a file's times lie so long before a moment that any later change must give it others. */
  static boolean isSettled(ContextEntry entry, long momentNanos, long settlingNanos) {
    long limit = momentNanos - settlingNanos;
    return entry.inode() != 0
        && isBefore(entry.mtimeSeconds(), entry.mtimeNanos(), limit)
        && isBefore(entry.ctimeSeconds(), entry.ctimeNanos(), limit);
  }

  private static boolean isBefore(long seconds, int nanos, long momentNanos) {
    long momentSeconds = Math.floorDiv(momentNanos, 1_000_000_000L);
    return seconds < momentSeconds || seconds == momentSeconds && nanos < Math.floorMod(momentNanos, 1_000_000_000L);
  }

  /** Copies the digest of a file, as listed, to four words; false if it is not known. */
  boolean find(ContextEntry entry, long[] words, int at) {
    long[] description = new long[IndexTable.STRIDE];
    IndexTable.describe(entry, description);
    return find(description, words, at);
  }

  /** As {@link #find(ContextEntry, long[], int)} for a file described as {@link IndexTable#describe} does. */
  boolean find(long[] description, long[] words, int at) {
    Known current = known;
    int record = current.table.find(description[0], description[1]);
    if (record < 0 || description[1] == 0 || !current.table.describes(record, description)) {
      return false;
    }
    System.arraycopy(current.table.records(), record * IndexTable.STRIDE + IndexTable.DIGEST, words, at, 4);
    current.used[record] = 1;
    return true;
  }

  /** Remembers the digest of a settled file. */
  void note(ContextEntry entry, long[] words, int at) {
    long[] already = new long[4];
    if (find(entry, already, 0) && Arrays.equals(already, 0, 4, words, at, at + 4)) {
      return;
    }
    long[] record = new long[IndexTable.STRIDE];
    IndexTable.describe(entry, record);
    System.arraycopy(words, at, record, IndexTable.DIGEST, 4);
    synchronized (this) {
      news.put(record, 0);
    }
  }

  /** Writes the index if there is anything new in it. */
  synchronized void save() {
    if (news.count() == 0) {
      return;
    }
    IndexTable merged = merged();
    known = new Known(merged);
    news = new IndexTable(16);
    try {
      IndexFile.write(file, merged);
    } catch (IOException refused) {
      LOG.warn("the index of context files {} cannot be written, the next build will read more files: {}", file, refused.toString());
    }
  }

  /** The news and, of what was known, all that is in use and as much of the rest as is worth keeping. */
  private IndexTable merged() {
    IndexTable old = known.table;
    byte[] used = known.used;
    int inUse = news.count();
    for (byte one : used) {
      inUse += one;
    }
    int idle = Math.max(SPARE, inUse);
    IndexTable merged = new IndexTable(news.count() + old.count());
    for (int i = 0; i < news.count(); i++) {
      merged.put(news.records(), i * IndexTable.STRIDE);
    }
    long[] record = new long[IndexTable.STRIDE];
    for (int i = 0; i < old.count(); i++) {
      System.arraycopy(old.records(), i * IndexTable.STRIDE, record, 0, IndexTable.STRIDE);
      int age = used[i] != 0 ? 0 : IndexTable.age(record[IndexTable.NANOS]) + 1;
      if (merged.find(record[0], record[1]) < 0 && age <= IndexTable.OLDEST && (age == 0 || idle-- > 0)) {
        record[IndexTable.NANOS] = IndexTable.withAge(record[IndexTable.NANOS], age);
        merged.put(record, 0);
      }
    }
    return merged;
  }
}
