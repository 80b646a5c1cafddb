package dev.slipway.context;

import dev.slipway.image.ImagePath;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The listed contents of one directory in a few arrays: some 75 bytes per file, so that a million files fit in a small
 * heap. Filled by the threads of one scan, each its own range; read only after all have ended.
 */
final class TreeBlock {
  private static final int STRIDE = 7;
  private static final int SIZE = 0;
  private static final int MTIME = 1;
  private static final int CTIME = 2;
  private static final int INODE = 3;
  private static final int DEVICE = 4;
  /** Nanoseconds of mtime in the low, of ctime in the high half. */
  private static final int NANOS = 5;
  /** Mode 0-11, kind 12-15, ignored 16, present 17, links 32-63. */
  private static final int REST = 6;
  private static final long IGNORED = 1L << 16;
  private static final long PRESENT = 1L << 17;
  private static final ContextEntry.Kind[] KINDS = ContextEntry.Kind.values();

  private final ImagePath directory;
  private final byte[] names;
  private final int[] ends;
  private final long[] values;
  private TreeBlock @Nullable [] folders;
  private String @Nullable [] targets;

  /** A block of the given names, all absent until {@link #put}. */
  TreeBlock(ImagePath directory, byte[] names, int[] ends) {
    this.directory = directory;
    this.names = names;
    this.ends = ends;
    this.values = new long[ends.length * STRIDE];
  }

  int size() {
    return ends.length;
  }

  byte[] names() {
    return names;
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }

  byte[] name(int index) {
    return Arrays.copyOfRange(names, start(index), end(index));
  }

  /** The path of an entry; the nameless entry of the topmost block is the root. */
  ImagePath path(int index) {
    return start(index) == end(index) ? directory : directory.child(FileAccess.text(names, start(index), end(index)));
  }

  void markIgnored(int index) {
    values[index * STRIDE + REST] |= IGNORED;
  }

  boolean isIgnored(int index) {
    return (values[index * STRIDE + REST] & IGNORED) != 0;
  }

  boolean isPresent(int index) {
    return (values[index * STRIDE + REST] & PRESENT) != 0;
  }

  /** Ordinals never leave this array. */
  @SuppressWarnings("EnumOrdinal")
  void put(int index, FileStat stat) {
    int at = index * STRIDE;
    values[at + SIZE] = stat.size;
    values[at + MTIME] = stat.mtimeSeconds;
    values[at + CTIME] = stat.ctimeSeconds;
    values[at + INODE] = stat.inode;
    values[at + DEVICE] = stat.device;
    values[at + NANOS] = stat.mtimeNanos | (long) stat.ctimeNanos << 32;
    values[at + REST] |= stat.mode | (long) stat.kind.ordinal() << 12 | PRESENT | stat.links << 32;
  }

  void remove(int index) {
    values[index * STRIDE + REST] = 0;
  }

  /** Rarely called, so that a lock costs nothing and most blocks have no such array. */
  synchronized void putFolder(int index, TreeBlock block) {
    if (folders == null) {
      folders = new TreeBlock[size()];
    }
    folders[index] = block;
  }

  synchronized void putTarget(int index, String target) {
    if (targets == null) {
      targets = new String[size()];
    }
    targets[index] = target;
  }

  @Nullable
  TreeBlock folder(int index) {
    return folders == null ? null : folders[index];
  }

  ContextEntry.Kind kind(int index) {
    return KINDS[(int) (values[index * STRIDE + REST] >> 12 & 0xF)];
  }

  long length(int index) {
    return values[index * STRIDE + SIZE];
  }

  /** The words by which an {@link IndexTable} tells which file, in which state, this is. */
  void describe(int index, long[] into) {
    int at = index * STRIDE;
    long nanos = values[at + NANOS];
    IndexTable.describe(values[at + DEVICE], values[at + INODE], values[at + SIZE], values[at + MTIME], values[at + CTIME], (int) nanos,
        (int) (nanos >>> 32), into);
  }

  /** Appends all that tells an entry from another of the same directory, but its ctime, which says nothing of what is copied. */
  void print(int index, ByteBuffer into) {
    int at = index * STRIDE;
    into.putInt(end(index) - start(index)).put(names, start(index), end(index) - start(index));
    into.putLong(values[at + SIZE]).putLong(values[at + MTIME]).putLong(values[at + INODE]).putLong(values[at + DEVICE]);
    into.putInt((int) values[at + NANOS]).putLong(values[at + REST]);
    byte[] target = targets == null || targets[index] == null ? new byte[0] : ImagePath.bytesOfText(targets[index]);
    into.putInt(target.length).put(target);
  }

  ImagePath directory() {
    return directory;
  }

  ContextEntry entry(int index) {
    int at = index * STRIDE;
    long nanos = values[at + NANOS];
    long rest = values[at + REST];
    String target = targets == null ? null : targets[index];
    return new ContextEntry(path(index), kind(index), (int) (rest & 07777), values[at + SIZE], values[at + MTIME], (int) nanos,
        values[at + CTIME], (int) (nanos >>> 32), values[at + DEVICE], values[at + INODE], rest >>> 32, target == null ? "" : target);
  }
}
