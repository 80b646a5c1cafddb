package dev.slipway.layer;

import java.util.Arrays;

/**
 * The head of a dynamic DEFLATE block: the lengths of its two codes, run-length encoded and themselves coded. RFC 1951,
 * section 3.2.7.
 */
final class DeflateCodeLengths {
  private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  private static final int REPEAT_LAST = 16;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;

  private final DeflateCode code = new DeflateCode(ORDER.length, 7);
  private final int[] frequencies = new int[ORDER.length];
  private final byte[] sequence;
  /** Symbols with their extra bits above the lowest 5. */
  private final int[] runs;
  private int runCount;
  /** What is written, and in how many bits. */
  private final int[] items;
  private final byte[] itemBits;
  private int size;
  private int bits;

  DeflateCodeLengths(int symbols) {
    sequence = new byte[symbols];
    runs = new int[symbols];
    items = new int[symbols + ORDER.length + 1];
    itemBits = new byte[items.length];
  }

  /** Encodes the lengths of a literal and a distance code. */
  void encode(byte[] literals, byte[] distances) {
    int literalCount = used(literals, 257);
    int distanceCount = used(distances, 1);
    System.arraycopy(literals, 0, sequence, 0, literalCount);
    System.arraycopy(distances, 0, sequence, literalCount, distanceCount);
    findRuns(literalCount + distanceCount);
    code.build(frequencies);
    int lengthCount = ORDER.length;
    while (lengthCount > 4 && code.lengths[ORDER[lengthCount - 1]] == 0) {
      lengthCount--;
    }
    size = 0;
    bits = 0;
    add(literalCount - 257 | distanceCount - 1 << 5 | lengthCount - 4 << 10, 14);
    for (int i = 0; i < lengthCount; i++) {
      add(code.lengths[ORDER[i]], 3);
    }
    for (int i = 0; i < runCount; i++) {
      int symbol = runs[i] & 31;
      int length = code.lengths[symbol];
      int extra = symbol == REPEAT_LAST ? 2 : symbol == ZEROS ? 3 : symbol == MANY_ZEROS ? 7 : 0;
      add(code.bits[symbol] | runs[i] >>> 5 << length, length + extra);
    }
  }

  /** How many items make up the head. */
  int size() {
    return size;
  }

  int item(int index) {
    return items[index];
  }

  int itemBits(int index) {
    return itemBits[index];
  }

  /** How many bits the head takes. */
  int bits() {
    return bits;
  }

  private void add(int value, int bitCount) {
    items[size] = value;
    itemBits[size++] = (byte) bitCount;
    bits += bitCount;
  }

  private void findRuns(int count) {
    Arrays.fill(frequencies, 0);
    runCount = 0;
    int at = 0;
    while (at < count) {
      int length = sequence[at];
      int end = at + 1;
      while (end < count && sequence[end] == length) {
        end++;
      }
      at = length == 0 ? zeroRun(at, end) : repeatRun(at, end, length);
    }
  }

  private int zeroRun(int start, int end) {
    int at = start;
    while (end - at >= 3) {
      int run = Math.min(end - at, 138);
      addRun(run < 11 ? ZEROS : MANY_ZEROS, run < 11 ? run - 3 : run - 11);
      at += run;
    }
    for (; at < end; at++) {
      addRun(0, 0);
    }
    return end;
  }

  private int repeatRun(int start, int end, int length) {
    addRun(length, 0);
    int at = start + 1;
    while (end - at >= 3) {
      int run = Math.min(end - at, 6);
      addRun(REPEAT_LAST, run - 3);
      at += run;
    }
    for (; at < end; at++) {
      addRun(length, 0);
    }
    return end;
  }

  private void addRun(int symbol, int extra) {
    frequencies[symbol]++;
    runs[runCount++] = symbol | extra << 5;
  }

  private static int used(byte[] lengths, int atLeast) {
    int count = lengths.length;
    while (count > atLeast && lengths[count - 1] == 0) {
      count--;
    }
    return count;
  }
}
