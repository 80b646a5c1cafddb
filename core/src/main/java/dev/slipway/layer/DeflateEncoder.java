package dev.slipway.layer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A DEFLATE encoder (RFC 1951) whose output is a function of its input alone: no native library, no clock, no state
 * kept from piece to piece.
 *
 * <p>Matches are searched lazily through chains of equal hashes of four bytes, with one look at the last place of the
 * same three. Before that, every 512 bytes whose values are spread like noise are passed over and stored, unless they
 * repeat something in the window: layers are full of content that is compressed already, and looking for matches in it
 * is the slowest way to find none.
 *
 * <p>One instance works for one thread at a time and takes about 1 MiB.
 */
final class DeflateEncoder {
  /** How far back a match may reach; what stands that far before a piece helps to encode it. */
  static final int WINDOW = 1 << 15;
  /** How many bytes behind the last must be readable in the input; what they are does not matter. */
  static final int PADDING = 8;

  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HASH_BITS = 16;
  private static final int SHORT_HASH_BITS = 14;
  private static final int MAX_LENGTH = 258;
  /** How many candidates are looked at, and at how many where a match is already known one byte before. */
  private static final int DEPTH = 16;
  private static final int LAZY_DEPTH = 8;
  /** A match that long is taken at once. */
  private static final int LONG_ENOUGH = 128;
  /** Three bytes from further away than this cost more than three literals. */
  private static final int MAX_SHORT_DISTANCE = 4096;
  private static final int GRAIN = 512;
  /** In noise, only every 16th position is remembered, and 16 in a row are looked up. */
  private static final int SPARSE = 16;

  private final DeflateBlocks blocks = new DeflateBlocks();
  private final int[] heads = new int[1 << HASH_BITS];
  private final int[] shortHeads = new int[1 << SHORT_HASH_BITS];
  private final int[] previous = new int[WINDOW];
  private final short[] spread = new short[256];
  private byte[] input = new byte[0];
  private int inputEnd;

  /**
   * Encodes {@code input[start, end)} into {@code output} as blocks of which none is the last, ending on a byte
   * boundary, and gives the number of bytes written. Matches reach back as far as {@code windowStart}.
   */
  int encode(byte[] data, int windowStart, int start, int end, byte[] output) {
    input = data;
    inputEnd = end;
    Arrays.fill(heads, -WINDOW - 1);
    Arrays.fill(shortHeads, -WINDOW - 1);
    blocks.begin(data, start, output);
    for (int at = windowStart; at < Math.min(start, end - 3); at++) {
      remember(at);
    }
    int at = start;
    while (at < end) {
      boolean noise = isNoise(at);
      int next = at + GRAIN;
      while (next < end && isNoise(next) == noise) {
        next += GRAIN;
      }
      next = Math.min(next, end);
      if (noise && next - at >= 2 * GRAIN) {
        store(at, next);
      } else {
        search(at, next);
      }
      at = next;
    }
    return blocks.end();
  }

  /** Stores noise, but for what repeats the window. */
  private void store(int start, int end) {
    int stored = start;
    for (int at = start; at < end; at += GRAIN) {
      int grainEnd = Math.min(at + GRAIN, end);
      if (repeats(at)) {
        if (stored < at) {
          blocks.stored(at - stored);
        }
        search(at, grainEnd);
        stored = grainEnd;
      } else {
        for (int position = at; position < grainEnd && position < inputEnd - 3; position += SPARSE) {
          remember(position);
        }
      }
    }
    if (stored < end) {
      blocks.stored(end - stored);
    }
  }

  /** Whether one of a few positions in a row continues like a remembered one: enough to notice any long repetition. */
  private boolean repeats(int start) {
    for (int at = start; at < start + SPARSE && at < inputEnd - SPARSE; at++) {
      int candidate = heads[hash(intAt(at))];
      if (at - candidate <= WINDOW && (long) LONG.get(input, at) == (long) LONG.get(input, candidate)
          && (long) LONG.get(input, at + 8) == (long) LONG.get(input, candidate + 8)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the byte values of a grain are spread as evenly as those of random or compressed data: the sum of the
   * squares of the counts is near its smallest expectation, {@code n + n²/256}.
   */
  private boolean isNoise(int start) {
    if (inputEnd - start < GRAIN) {
      return false;
    }
    // a quarter of the bytes is enough to tell text
    return squares(start, 4) < 240 && squares(start, 1) < 1750;
  }

  private int squares(int start, int step) {
    short[] counts = spread;
    Arrays.fill(counts, (short) 0);
    int sum = 0;
    for (int at = start; at < start + GRAIN; at += step) {
      // (n + 1)² - n²
      sum += 2 * counts[input[at] & 0xFF]++ + 1;
    }
    return sum;
  }

  /** Encodes {@code [start, end)} with the matches that can be found. */
  private void search(int start, int end) {
    int at = start;
    int searchEnd = Math.min(end, inputEnd - 3);
    int found = 0;
    while (at < searchEnd) {
      if (found == 0) {
        found = longest(at, Math.min(MAX_LENGTH, end - at), 2, DEPTH);
        if (found == 0) {
          blocks.literal(input[at++] & 0xFF);
          continue;
        }
      }
      int length = found >>> 16;
      if (length < LONG_ENOUGH && at + 1 < searchEnd) {
        int better = longest(at + 1, Math.min(MAX_LENGTH, end - at - 1), length, LAZY_DEPTH);
        if (better != 0) {
          blocks.literal(input[at++] & 0xFF);
          found = better;
          continue;
        }
        at++;
        length--;
      }
      blocks.match(found >>> 16, found & 0xFFFF);
      int next = at + length;
      for (at++; at < Math.min(next, searchEnd); at++) {
        remember(at);
      }
      at = next;
      found = 0;
    }
    while (at < end) {
      blocks.literal(input[at++] & 0xFF);
    }
  }

  /**
   * The longest match of more than {@code atLeast} bytes as {@code length << 16 | distance}, or 0; remembers the
   * position.
   */
  private int longest(int at, int maxLength, int atLeast, int depth) {
    byte[] data = input;
    int value = intAt(at);
    int shortHash = shortHash(value);
    int hash = hash(value);
    int shortCandidate = shortHeads[shortHash];
    int candidate = heads[hash];
    shortHeads[shortHash] = at;
    heads[hash] = at;
    previous[at & WINDOW - 1] = candidate;
    if (maxLength <= atLeast) {
      return 0;
    }
    int oldest = at - WINDOW;
    int best = atLeast;
    int distance = 0;
    if (best < 3) {
      if (at - shortCandidate <= MAX_SHORT_DISTANCE && ((int) INT.get(data, shortCandidate) ^ value) << 8 == 0) {
        distance = at - shortCandidate;
      }
      best = 3;
    }
    for (int left = depth; left > 0 && candidate >= oldest; left--) {
      if ((int) INT.get(data, candidate + best - 3) == (int) INT.get(data, at + best - 3) && (int) INT.get(data, candidate) == value) {
        int length = matchLength(data, candidate, at, maxLength);
        if (length > best) {
          best = length;
          distance = at - candidate;
          if (length >= LONG_ENOUGH || length == maxLength) {
            break;
          }
        }
      }
      int next = previous[candidate & WINDOW - 1];
      if (next >= candidate) {
        break;
      }
      candidate = next;
    }
    return distance == 0 ? 0 : best << 16 | distance;
  }

  private static int matchLength(byte[] data, int candidate, int at, int maxLength) {
    int length = 4;
    while (length < maxLength) {
      long difference = (long) LONG.get(data, candidate + length) ^ (long) LONG.get(data, at + length);
      if (difference != 0) {
        return Math.min(length + (Long.numberOfTrailingZeros(difference) >>> 3), maxLength);
      }
      length += 8;
    }
    return maxLength;
  }

  private void remember(int at) {
    int value = intAt(at);
    int hash = hash(value);
    previous[at & WINDOW - 1] = heads[hash];
    heads[hash] = at;
    shortHeads[shortHash(value)] = at;
  }

  private int intAt(int at) {
    return (int) INT.get(input, at);
  }

  private static int hash(int value) {
    return value * 0x9E3779B1 >>> 32 - HASH_BITS;
  }

  private static int shortHash(int value) {
    return (value << 8) * 0x85EBCA6B >>> 32 - SHORT_HASH_BITS;
  }
}
