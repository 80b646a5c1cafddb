package dev.slipway.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The names in one directory, packed; used again for the next directory. */
final class NameList {
  /** What a listing may already know about a name. */
  static final byte UNKNOWN = 0;
  static final byte DIRECTORY = 1;
  static final byte OTHER = 2;

  private byte[] bytes = new byte[8192];
  private int[] ends = new int[256];
  private byte[] hints = new byte[256];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }

  byte hint(int index) {
    return hints[index];
  }

  void add(byte[] name, byte hint) {
    int start = room(name.length);
    System.arraycopy(name, 0, bytes, start, name.length);
    finish(start + name.length, hint);
  }

  void add(ByteBuffer source, int at, int length, byte hint) {
    int start = room(length);
    source.get(at, bytes, start, length);
    finish(start + length, hint);
  }

  /** The indexes in the byte order of the names. */
  Integer[] sorted() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(bytes, start(a), end(a), bytes, start(b), end(b)));
    return order;
  }

  private int room(int length) {
    int start = size == 0 ? 0 : ends[size - 1];
    // beyond 2 GiB of names in one directory the sum is negative and the copy fails; the entry limit lies far below
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
      hints = Arrays.copyOf(hints, size * 2);
    }
    return start;
  }

  private void finish(int end, byte hint) {
    ends[size] = end;
    hints[size] = hint;
    size++;
  }
}
