package dev.slipway.layer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes literals and matches as DEFLATE blocks (RFC 1951, section 3.2.3): collects tokens, decides where a block ends
 * and which of the three kinds of block is smallest, and packs the bits.
 */
final class DeflateBlocks {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int END_OF_BLOCK = 256;
  private static final int LITERALS_AND_LENGTHS = 286;
  private static final int DISTANCES = 30;
  private static final int MAX_STORED = 0xFFFF;
  /** Tokens after which it is looked whether they look different from those before. */
  private static final int STRETCH = 2048;
  private static final int MAX_TOKENS = 16 * STRETCH;
  /** About what the codes at the head of a block take, in the fixed-point bits of {@link #log2}. */
  private static final long NEW_CODES = 640L << 12;

  private static final int[] LOG2 = new int[1024];
  private static final byte[] LENGTH_SYMBOL = new byte[259];
  private static final byte[] LENGTH_EXTRA_BITS = new byte[29];
  private static final short[] LENGTH_BASE = new short[29];
  private static final byte[] DISTANCE_SYMBOL = new byte[512];
  private static final byte[] DISTANCE_EXTRA_BITS = new byte[DISTANCES];
  private static final short[] DISTANCE_BASE = new short[DISTANCES];
  private static final byte[] FIXED_LITERAL_LENGTHS = new byte[288];

  static {
    for (int i = 0; i < LOG2.length; i++) {
      // StrictMath: the same on every machine, as the choice of blocks must be
      LOG2[i] = (int) StrictMath.round(StrictMath.log(1 + i / 1024.0) / StrictMath.log(2) * 4096);
    }
    int length = 3;
    for (int symbol = 0; symbol < 28; symbol++) {
      LENGTH_EXTRA_BITS[symbol] = (byte) (symbol < 8 ? 0 : symbol / 4 - 1);
      LENGTH_BASE[symbol] = (short) length;
      for (int i = 1 << LENGTH_EXTRA_BITS[symbol]; i > 0 && length < 258; i--) {
        LENGTH_SYMBOL[length++] = (byte) symbol;
      }
    }
    LENGTH_BASE[28] = 258;
    LENGTH_SYMBOL[258] = 28;
    int distance = 1;
    for (int symbol = 0; symbol < DISTANCES; symbol++) {
      DISTANCE_EXTRA_BITS[symbol] = (byte) (symbol < 4 ? 0 : symbol / 2 - 1);
      DISTANCE_BASE[symbol] = (short) distance;
      for (int end = distance + (1 << DISTANCE_EXTRA_BITS[symbol]); distance < end; distance++) {
        DISTANCE_SYMBOL[distance <= 256 ? distance - 1 : 256 + (distance - 1 >>> 7)] = (byte) symbol;
      }
    }
    Arrays.fill(FIXED_LITERAL_LENGTHS, 0, 144, (byte) 8);
    Arrays.fill(FIXED_LITERAL_LENGTHS, 144, 256, (byte) 9);
    Arrays.fill(FIXED_LITERAL_LENGTHS, 256, 280, (byte) 7);
    Arrays.fill(FIXED_LITERAL_LENGTHS, 280, 288, (byte) 8);
  }

  private final DeflateCode fixedLiterals = new DeflateCode(288, 15);
  private final DeflateCode fixedDistances = new DeflateCode(DISTANCES, 15);
  private final DeflateCode literals = new DeflateCode(LITERALS_AND_LENGTHS, 15);
  private final DeflateCode distances = new DeflateCode(DISTANCES, 15);
  private final DeflateCodeLengths codeLengths = new DeflateCodeLengths(LITERALS_AND_LENGTHS + DISTANCES);

  /** A literal is its byte; a match is its length in the upper and its distance in the lower 16 bits. */
  private final int[] tokens = new int[MAX_TOKENS + 1];
  private int tokenCount;
  /** Where the stretch that is being collected begins: everything before is settled to be one block. */
  private int stretchToken;
  private int stretchStart;
  private int blockStart;
  private int position;
  private int[] literalCounts = new int[LITERALS_AND_LENGTHS];
  private int[] distanceCounts = new int[DISTANCES];
  private int[] stretchLiterals = new int[LITERALS_AND_LENGTHS];
  private int[] stretchDistances = new int[DISTANCES];
  /** Code and extra bits of every match length under the block's code, and how many bits that is. */
  private final int[] lengthBits = new int[259];
  private final byte[] lengthBitCounts = new byte[259];

  private byte[] input = new byte[0];
  private byte[] output = new byte[0];
  private int outputPosition;
  private long pending;
  private int pendingBits;

  DeflateBlocks() {
    System.arraycopy(FIXED_LITERAL_LENGTHS, 0, fixedLiterals.lengths, 0, 288);
    fixedLiterals.assignBits();
    Arrays.fill(fixedDistances.lengths, (byte) 5);
    fixedDistances.assignBits();
  }

  /** The most bytes that {@code length} bytes of input become. */
  static int maxOutput(int length) {
    // never more than stored blocks: 5 bytes each, one at least every 512 bytes, see DeflateEncoder
    return length + (length / 512 + 4) * 8 + 64;
  }

  /** Starts to write what stands at {@code start} of the input, to the beginning of the output. */
  void begin(byte[] from, int start, byte[] to) {
    input = from;
    output = to;
    outputPosition = 0;
    pending = 0;
    pendingBits = 0;
    blockStart = start;
    stretchStart = start;
    position = start;
    tokenCount = 0;
    stretchToken = 0;
  }

  void literal(int value) {
    tokens[tokenCount++] = value;
    stretchLiterals[value]++;
    position++;
    if (tokenCount - stretchToken == STRETCH) {
      endStretch();
    }
  }

  void match(int length, int distance) {
    tokens[tokenCount++] = length << 16 | distance;
    stretchLiterals[END_OF_BLOCK + 1 + LENGTH_SYMBOL[length]]++;
    stretchDistances[distanceSymbol(distance)]++;
    position += length;
    if (tokenCount - stretchToken == STRETCH) {
      endStretch();
    }
  }

  /** Writes the next bytes of the input as they are. */
  void stored(int length) {
    endBlock();
    position += length;
    writeStored(blockStart, position);
    blockStart = position;
    stretchStart = position;
  }

  /** Writes what is left and pads to a whole byte, so that another piece of the stream can follow; gives the size. */
  int end() {
    endBlock();
    if (pendingBits > 0) {
      // an empty stored block: the only thing that ends on a byte boundary wherever it begins
      writeStored(position, position);
    }
    return outputPosition;
  }

  private void endStretch() {
    if (stretchToken > 0) {
      long apart = entropy(literalCounts, null) + entropy(distanceCounts, null) + entropy(stretchLiterals, null)
          + entropy(stretchDistances, null) + NEW_CODES;
      long together = entropy(literalCounts, stretchLiterals) + entropy(distanceCounts, stretchDistances);
      if (apart < together || tokenCount >= MAX_TOKENS) {
        writeBlock(stretchToken, stretchStart);
      }
    }
    mergeStretch();
  }

  private void endBlock() {
    if (tokenCount > stretchToken) {
      endStretch();
    }
    if (tokenCount > 0) {
      writeBlock(tokenCount, position);
    }
    stretchToken = 0;
  }

  private void mergeStretch() {
    if (stretchToken == 0) {
      int[] emptied = literalCounts;
      literalCounts = stretchLiterals;
      stretchLiterals = emptied;
      emptied = distanceCounts;
      distanceCounts = stretchDistances;
      stretchDistances = emptied;
    } else {
      for (int i = 0; i < LITERALS_AND_LENGTHS; i++) {
        literalCounts[i] += stretchLiterals[i];
      }
      for (int i = 0; i < DISTANCES; i++) {
        distanceCounts[i] += stretchDistances[i];
      }
    }
    Arrays.fill(stretchLiterals, 0);
    Arrays.fill(stretchDistances, 0);
    stretchToken = tokenCount;
    stretchStart = position;
  }

  /** Writes the first {@code count} tokens, which end before {@code end} of the input, as one block. */
  private void writeBlock(int count, int end) {
    literalCounts[END_OF_BLOCK] = 1;
    literals.build(literalCounts);
    distances.build(distanceCounts);
    codeLengths.encode(literals.lengths, distances.lengths);
    long extra = extraBits();
    long dynamicBits = codeLengths.bits() + extra + codeBits(literals, distances);
    long fixedBits = extra + codeBits(fixedLiterals, fixedDistances);
    int size = end - blockStart;
    long storedBits = 8L * size + 40L * ((size + MAX_STORED - 1) / MAX_STORED);
    if (storedBits <= Math.min(dynamicBits, fixedBits)) {
      writeStored(blockStart, end);
    } else if (fixedBits <= dynamicBits) {
      put(0b010, 3);
      writeTokens(count, fixedLiterals, fixedDistances);
    } else {
      put(0b100, 3);
      for (int i = 0; i < codeLengths.size(); i++) {
        put(codeLengths.item(i), codeLengths.itemBits(i));
      }
      writeTokens(count, literals, distances);
    }
    System.arraycopy(tokens, count, tokens, 0, tokenCount - count);
    tokenCount -= count;
    stretchToken = 0;
    blockStart = end;
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
  }

  private void writeTokens(int count, DeflateCode literalCode, DeflateCode distanceCode) {
    prepareLengths(literalCode);
    byte[] literalLengths = literalCode.lengths;
    short[] literalBits = literalCode.bits;
    byte[] distanceLengths = distanceCode.lengths;
    short[] distanceBits = distanceCode.bits;
    byte[] out = output;
    int at = outputPosition;
    long buffer = pending;
    int filled = pendingBits;
    for (int i = 0; i < count; i++) {
      int token = tokens[i];
      if (token < 256) {
        buffer |= (long) (literalBits[token] & 0x7FFF) << filled;
        filled += literalLengths[token];
      } else {
        int length = token >>> 16;
        buffer |= (long) lengthBits[length] << filled;
        filled += lengthBitCounts[length];
        int distance = token & 0xFFFF;
        int symbol = distanceSymbol(distance);
        buffer |= (long) (distanceBits[symbol] & 0x7FFF) << filled;
        filled += distanceLengths[symbol];
        buffer |= (long) (distance - DISTANCE_BASE[symbol]) << filled;
        filled += DISTANCE_EXTRA_BITS[symbol];
      }
      if (filled > 15) {
        // a token takes 48 bits at most, so that 15 may wait
        LONG.set(out, at, buffer);
        at += filled >>> 3;
        buffer >>>= filled & 0x38;
        filled &= 7;
      }
    }
    outputPosition = at;
    pending = buffer;
    pendingBits = filled;
    put(literalBits[END_OF_BLOCK] & 0x7FFF, literalLengths[END_OF_BLOCK]);
  }

  private void prepareLengths(DeflateCode code) {
    for (int length = 3; length <= 258; length++) {
      int symbol = LENGTH_SYMBOL[length];
      int codeLength = code.lengths[END_OF_BLOCK + 1 + symbol];
      lengthBits[length] = code.bits[END_OF_BLOCK + 1 + symbol] & 0x7FFF | length - LENGTH_BASE[symbol] << codeLength;
      lengthBitCounts[length] = (byte) (codeLength + LENGTH_EXTRA_BITS[symbol]);
    }
  }

  private void writeStored(int start, int end) {
    int from = start;
    do {
      int size = Math.min(end - from, MAX_STORED);
      put(0b000, 3);
      put(0, -pendingBits & 7);
      put(size | (size ^ 0xFFFF) << 16 & 0xFFFF0000L, 32);
      System.arraycopy(input, from, output, outputPosition, size);
      outputPosition += size;
      from += size;
    } while (from < end);
  }

  private void put(long value, int bits) {
    pending |= value << pendingBits;
    pendingBits += bits;
    LONG.set(output, outputPosition, pending);
    outputPosition += pendingBits >>> 3;
    pending >>>= pendingBits & 0x38;
    pendingBits &= 7;
  }

  private long codeBits(DeflateCode literalCode, DeflateCode distanceCode) {
    long sum = 3;
    for (int i = 0; i < LITERALS_AND_LENGTHS; i++) {
      sum += (long) literalCounts[i] * literalCode.lengths[i];
    }
    for (int i = 0; i < DISTANCES; i++) {
      sum += (long) distanceCounts[i] * distanceCode.lengths[i];
    }
    return sum;
  }

  private long extraBits() {
    long sum = 0;
    for (int i = 0; i < LENGTH_EXTRA_BITS.length; i++) {
      sum += (long) literalCounts[END_OF_BLOCK + 1 + i] * LENGTH_EXTRA_BITS[i];
    }
    for (int i = 0; i < DISTANCES; i++) {
      sum += (long) distanceCounts[i] * DISTANCE_EXTRA_BITS[i];
    }
    return sum;
  }

  private static int distanceSymbol(int distance) {
    return DISTANCE_SYMBOL[distance <= 256 ? distance - 1 : 256 + (distance - 1 >>> 7)];
  }

  /** How many bits an ideal code for the sum of these counts takes, in 4096ths. */
  private static long entropy(int[] counts, int @Nullable [] more) {
    long sum = 0;
    int total = 0;
    for (int i = 0; i < counts.length; i++) {
      int count = more == null ? counts[i] : counts[i] + more[i];
      if (count > 0) {
        total += count;
        sum -= (long) count * log2(count);
      }
    }
    return total == 0 ? 0 : sum + (long) total * log2(total);
  }

  private static int log2(int value) {
    int exponent = 31 - Integer.numberOfLeadingZeros(value);
    int mantissa = exponent >= 10 ? value >>> exponent - 10 : value << 10 - exponent;
    return (exponent << 12) + LOG2[mantissa - 1024];
  }
}
