package dev.slipway.context;

import java.util.Arrays;

/**
 * Digests by device and inode: ten words per file in one array, and a hash table of their positions. Not safe for
 * writing by several threads.
 */
final class IndexTable {
  /** Device, inode, size, seconds of mtime and ctime, nanoseconds and age, digest (4). */
  static final int STRIDE = 10;
  static final int DIGEST = 6;
  static final int NANOS = 5;
  /** The word of nanoseconds holds 30 bits of mtime, 30 of ctime, and in how many saves the record was not used. */
  private static final int AGE_SHIFT = 60;
  static final int OLDEST = 15;

  private long[] records;
  private int count;
  private int[] slots;

  IndexTable(int expected) {
    records = new long[Math.multiplyExact(Math.max(16, expected), STRIDE)];
    slots = new int[slotsFor(Math.max(16, expected))];
  }

  /** Takes over records, for instance from a file; of two for the same file one wins. */
  IndexTable(long[] records) {
    this.records = records;
    this.count = records.length / STRIDE;
    this.slots = new int[slotsFor(count)];
    for (int i = 0; i < count; i++) {
      enter(i);
    }
  }

  int count() {
    return count;
  }

  long[] records() {
    return records;
  }

  /** The number of a file's record, or -1. */
  int find(long device, long inode) {
    int mask = slots.length - 1;
    for (int slot = hash(device, inode) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
      int record = slots[slot] - 1;
      if (records[record * STRIDE] == device && records[record * STRIDE + 1] == inode) {
        return record;
      }
    }
    return -1;
  }

  /** Copies a record in, replacing that of the same file. */
  void put(long[] source, int at) {
    int record = find(source[at], source[at + 1]);
    if (record < 0) {
      if ((count + 1) * STRIDE > records.length) {
        records = Arrays.copyOf(records, Math.multiplyExact(count + count / 2, STRIDE));
      }
      record = count++;
      System.arraycopy(source, at, records, record * STRIDE, STRIDE);
      if (count * 2 > slots.length) {
        slots = new int[slotsFor(count)];
        for (int i = 0; i < count; i++) {
          enter(i);
        }
      } else {
        enter(record);
      }
    } else {
      System.arraycopy(source, at, records, record * STRIDE, STRIDE);
    }
  }

  /** Writes the words that say which file, in which state, a record is about; it has age 0. */
  static void describe(ContextEntry entry, long[] into) {
    describe(entry.device(), entry.inode(), entry.size(), entry.mtimeSeconds(), entry.ctimeSeconds(), entry.mtimeNanos(),
        entry.ctimeNanos(),
        into);
  }

  static void describe(long device, long inode, long size, long mtime, long ctime, int mtimeNanos, int ctimeNanos, long[] into) {
    into[0] = device;
    into[1] = inode;
    into[2] = size;
    into[3] = mtime;
    into[4] = ctime;
    into[NANOS] = mtimeNanos | (long) ctimeNanos << 30;
  }

  /** Whether a record is about a file exactly as it is described. */
  boolean describes(int record, long[] description) {
    int at = record * STRIDE;
    return Arrays.equals(records, at, at + NANOS, description, 0, NANOS)
        && (records[at + NANOS] & (1L << AGE_SHIFT) - 1) == description[NANOS];
  }

  static int age(long nanosWord) {
    return (int) (nanosWord >>> AGE_SHIFT);
  }

  static long withAge(long nanosWord, int age) {
    return nanosWord & (1L << AGE_SHIFT) - 1 | (long) age << AGE_SHIFT;
  }

  private void enter(int record) {
    int mask = slots.length - 1;
    int slot = hash(records[record * STRIDE], records[record * STRIDE + 1]) & mask;
    while (slots[slot] != 0) {
      slot = slot + 1 & mask;
    }
    slots[slot] = record + 1;
  }

  private static int hash(long device, long inode) {
    long mixed = (inode ^ device * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return (int) (mixed >>> 32);
  }

  /** A power of two, at least twice as many as records: some slot is always free. */
  private static int slotsFor(int records) {
    return Integer.highestOneBit(Math.max(16, records)) * 4;
  }
}
