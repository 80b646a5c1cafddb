package dev.slipway.layer;

import java.util.Arrays;

/**
 * One prefix code of a DEFLATE block: a length for every symbol and the bits that stand for it, reversed so that they
 * can be written least significant bit first. RFC 1951, section 3.2.2.
 *
 * <p>An instance is built again for every block. Integer arithmetic only, and ties go to the smaller symbol, so that
 * equal frequencies give equal codes on every machine.
 */
final class DeflateCode {
  /** Symbols share an int with their frequency while they are sorted. */
  private static final int SYMBOL_BITS = 9;

  final byte[] lengths;
  final short[] bits;
  private final int limit;
  private final int[] sorted;
  private final int[] weights;
  private final int[] parents;
  private final int[] counts = new int[64];

  /** A code of at most that many symbols and bits per symbol. */
  DeflateCode(int symbols, int limit) {
    this.limit = limit;
    lengths = new byte[symbols];
    bits = new short[symbols];
    sorted = new int[symbols];
    weights = new int[Math.max(2 * symbols, limit + 1)];
    parents = new int[2 * symbols];
  }

  /**
   * Makes the code that encodes symbols of these frequencies in the fewest bits (close to it where the limit binds).
   * At least two symbols get a code, used or not: some decoders refuse an incomplete one. Frequencies are below 2^22.
   */
  void build(int[] frequencies) {
    Arrays.fill(lengths, (byte) 0);
    int used = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (frequencies[symbol] > 0) {
        sorted[used++] = frequencies[symbol] << SYMBOL_BITS | symbol;
      }
    }
    for (int symbol = 0; used < 2; symbol++) {
      if (frequencies[symbol] == 0) {
        sorted[used++] = 1 << SYMBOL_BITS | symbol;
      }
    }
    Arrays.sort(sorted, 0, used);
    countLengths(used);
    limitLengths();
    int next = 0;
    for (int length = limit; length > 0; length--) {
      for (int i = counts[length]; i > 0; i--) {
        lengths[sorted[next++] & (1 << SYMBOL_BITS) - 1] = (byte) length;
      }
    }
    assignBits();
  }

  /** Takes the lengths as they stand in {@link #lengths}. */
  void assignBits() {
    Arrays.fill(counts, 0);
    for (byte length : lengths) {
      counts[length]++;
    }
    counts[0] = 0;
    int code = 0;
    for (int length = 1; length <= limit; length++) {
      code = code + counts[length - 1] << 1;
      weights[length] = code;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        bits[symbol] = (short) (Integer.reverse(weights[length]++) >>> 32 - length);
      }
    }
  }

  /** Huffman's algorithm with two queues: sorted leaves, and inner nodes, which come into being in order of weight. */
  private void countLengths(int leaves) {
    for (int i = 0; i < leaves; i++) {
      weights[i] = sorted[i] >>> SYMBOL_BITS;
    }
    int leaf = 0;
    int inner = leaves;
    int root = 2 * leaves - 2;
    for (int node = leaves; node <= root; node++) {
      int first = leaf < leaves && (inner >= node || weights[leaf] <= weights[inner]) ? leaf++ : inner++;
      int second = leaf < leaves && (inner >= node || weights[leaf] <= weights[inner]) ? leaf++ : inner++;
      weights[node] = weights[first] + weights[second];
      parents[first] = node;
      parents[second] = node;
    }
    Arrays.fill(counts, 0);
    weights[root] = 0;
    for (int node = root - 1; node >= 0; node--) {
      int depth = weights[parents[node]] + 1;
      weights[node] = depth;
      if (node < leaves) {
        counts[Math.min(depth, counts.length - 1)]++;
      }
    }
  }

  /** Cuts lengths off at the limit, then lengthens the cheapest codes until the code is a prefix code again. */
  private void limitLengths() {
    long excess = -(1L << limit);
    for (int length = counts.length - 1; length > 0; length--) {
      if (length > limit) {
        counts[limit] += counts[length];
        counts[length] = 0;
      } else {
        excess += (long) counts[length] << limit - length;
      }
    }
    while (excess > 0) {
      int length = limit - 1;
      while (counts[length] == 0) {
        length--;
      }
      // one leaf moves down a level and takes one of the deepest leaves as its sibling
      counts[length]--;
      counts[length + 1] += 2;
      counts[limit]--;
      excess--;
    }
  }
}
