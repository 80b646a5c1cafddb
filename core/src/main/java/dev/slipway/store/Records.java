package dev.slipway.store;

import com.google.common.collect.ImmutableMap;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The records of one kind: what was found out earlier, by key. Safe for use by several threads and processes.
 *
 * <p>A record is one file, checked on every read. Its contents are not forced to disk: after a power cut a record may
 * be missing or torn, which is noticed and costs the work of making it again, while forcing would cost every build. The
 * blobs that a record refers to were forced before it was written.
 */
public final class Records {
  private static final int MAXIMUM_KIND = 40;

  private final Store store;
  private final String kind;

  Records(Store store, String kind) {
    if (kind.isEmpty() || kind.length() > MAXIMUM_KIND || !kind.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '-')) {
      throw new InvalidValueException(
          "record kind '" + kind + "' is not 1 to " + MAXIMUM_KIND + " lower-case letters and hyphens, such as 'step'");
    }
    this.store = store;
    this.kind = kind;
  }

  /** The kind of these records. */
  public String kind() {
    return kind;
  }

  /**
   * The record under a key, all its blobs pinned by the lease. Empty if there is none, if it is damaged or one of its
   * blobs is gone or has another size; such a record is dropped.
   *
   * @throws StoreException with {@link ErrorCode#IO} if the system refuses to read or to pin
   */
  public Optional<StoredRecord> get(Lease lease, Digest key) {
    store.check(lease);
    Path file = store.place().record(kind, key);
    Locks.Held section = store.pinning();
    try (section) {
      Optional<Disk.Stat> found = store.disk().stat(file);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Optional<RecordFile> record = read(store.disk(), file, found.get())
          .filter(read -> read.kind().equals(kind) && read.key().equals(key));
      if (record.isEmpty() || !isComplete(record.get())) {
        drop(file);
        return Optional.empty();
      }
      lease.add(record.get().references().keySet());
      store.writes().use(file, found.get());
      return Optional.of(new StoredRecord(record.get().body(), record.get().references().keySet()));
    } catch (IOException e) {
      throw Failures.io("read the record", file, e);
    }
  }

  /**
   * Stores a record under a key, in place of the one that was there.
   *
   * @throws StoreException with {@link ErrorCode#NOT_FOUND} if one of its blobs is not in the store, with
   *     {@link ErrorCode#IO} if the system refuses to write
   */
  public void put(Lease lease, Digest key, StoredRecord record) {
    store.check(lease);
    Path file = store.place().record(kind, key);
    Locks.Held section = store.pinning();
    try (section) {
      ImmutableMap.Builder<Digest, Long> references = ImmutableMap.builder();
      for (Digest digest : record.references()) {
        Disk.Stat blob = store.disk().stat(store.place().blob(digest))
            .orElseThrow(() -> new StoreException(ErrorCode.NOT_FOUND, "the record '"
                + kind + "/" + key + "' refers to the blob '" + digest + "', which is not in the store: commit it before the record"));
        references.put(digest, blob.size());
      }
      lease.add(record.references());
      store.writes().replace(file, new RecordFile(kind, key, references.buildOrThrow(), record.body()).encode(), false);
    } catch (IOException e) {
      throw Failures.io("write the record", file, e);
    }
  }

  /** Forgets what is under a key, if anything is. Its blobs stay until they are collected. */
  public void remove(Digest key) {
    Path file = store.place().record(kind, key);
    try {
      var unused = store.disk().delete(file);
    } catch (IOException e) {
      throw Failures.io("delete the record", file, e);
    }
  }

  /** Reads and checks a record file; empty if it is damaged or has just been deleted. */
  static Optional<RecordFile> read(Disk disk, Path file, Disk.Stat found) throws IOException {
    if (!found.isFile() || found.size() > RecordFile.MAXIMUM_SIZE) {
      return Optional.empty();
    }
    try (FileChannel channel = disk.open(file)) {
      return RecordFile.decode(Store.readUpTo(channel, (int) found.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isComplete(RecordFile record) throws IOException {
    for (Map.Entry<Digest, Long> reference : record.references().entrySet()) {
      Optional<Disk.Stat> blob = store.disk().stat(store.place().blob(reference.getKey()));
      if (blob.isEmpty() || blob.get().size() != reference.getValue()) {
        return false;
      }
    }
    return true;
  }

  private void drop(Path file) throws IOException {
    try {
      var unused = store.disk().delete(file);
    } catch (IOException e) {
      if (!Failures.isReadOnly(e)) {
        throw e;
      }
    }
  }
}
