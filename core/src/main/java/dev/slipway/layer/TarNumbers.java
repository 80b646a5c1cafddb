package dev.slipway.layer;

import java.util.OptionalLong;

/** Numbers in ustar headers, read as narrowly as GNU tar, Python and Go agree on them. */
final class TarNumbers {
  private TarNumbers() {}

  /** A field that cannot be negative. Empty if it is malformed. */
  static OptionalLong unsigned(byte[] block, int at, int length) {
    OptionalLong value = signed(block, at, length);
    return value.isPresent() && value.getAsLong() < 0 ? OptionalLong.empty() : value;
  }

  /** A field in octal, or in base 256 as GNU tar writes large and negative numbers. Empty if it is malformed. */
  static OptionalLong signed(byte[] block, int at, int length) {
    int first = block[at] & 0xFF;
    return first == 0x80 || first == 0xFF ? base256(block, at, length) : octal(block, at, length);
  }

  private static OptionalLong base256(byte[] block, int at, int length) {
    boolean negative = block[at] == (byte) 0xFF;
    long value = negative ? -1 : 0;
    for (int i = at + 1; i < at + length; i++) {
      if (value >> 55 != (negative ? -1 : 0)) {
        return OptionalLong.empty();
      }
      value = value << 8 | block[i] & 0xFF;
    }
    return negative == value < 0 ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /** Leading blanks, digits, then only NULs and blanks; a field of NULs is zero. */
  private static OptionalLong octal(byte[] block, int at, int length) {
    int i = at;
    int end = at + length;
    while (i < end && block[i] == ' ') {
      i++;
    }
    int digits = i;
    long value = 0;
    while (i < end && block[i] >= '0' && block[i] <= '7') {
      value = value << 3 | block[i] - '0';
      i++;
    }
    boolean some = i > digits;
    if (!some && digits > at) {
      return OptionalLong.empty();
    }
    while (i < end && (block[i] == 0 || some && block[i] == ' ')) {
      i++;
    }
    return i == end ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /** Whether the header's checksum is right, summed over unsigned bytes or, as some old programs did, signed ones. */
  static boolean isChecksumRight(byte[] block, int at) {
    OptionalLong stated = unsigned(block, at + 148, 8);
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < TarHeader.BLOCK; i++) {
      byte b = i >= 148 && i < 156 ? (byte) ' ' : block[at + i];
      unsigned += b & 0xFF;
      signed += b;
    }
    return stated.isPresent() && (stated.getAsLong() == unsigned || stated.getAsLong() == signed);
  }
}
