package dev.slipway.layer;

import dev.slipway.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * One header of a tar that is not trusted, 512 bytes: its fields, read strictly (POSIX pax, "ustar Interchange Format", and the forms
 * of GNU tar and of the oldest one).
 */
final class TarBlock {
  final byte[] bytes = new byte[TarHeader.BLOCK];

  /** The letter that says what the header is about. */
  byte flag() {
    return bytes[156];
  }

  boolean isChecksumRight() {
    return TarNumbers.isChecksumRight(bytes, 0);
  }

  /** Seconds since 1970. */
  long modified() throws PaxRecords.Malformed {
    return TarNumbers.signed(bytes, 136, 12).orElseThrow(() -> new PaxRecords.Malformed("its modification time is not a number"));
  }

  /** Whether it is one of the two that end an archive. */
  boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the header is ustar, so that its prefix counts; GNU's and the oldest format have no prefix. */
  boolean requireKnownFormat() throws PaxRecords.Malformed {
    String magic = new String(bytes, 257, 8, StandardCharsets.ISO_8859_1);
    boolean ustar = magic.equals("ustar\00000");
    if (!ustar && !magic.equals("ustar  \0") && !magic.equals("\0\0\0\0\0\0\0\0")) {
      throw new PaxRecords.Malformed("the format of its header is unknown");
    }
    for (int i = 345; !ustar && i < 500; i++) {
      if (bytes[i] != 0) {
        throw new PaxRecords.Malformed("its header is not ustar, but has bytes where ustar has a prefix");
      }
    }
    return ustar;
  }

  /** The name with the prefix of ustar. */
  byte[] prefixed() throws PaxRecords.Malformed {
    byte[] last = field(0, TarHeader.NAME, true);
    byte[] prefix = field(345, TarHeader.PREFIX, true);
    if (prefix.length == 0) {
      return last;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + last.length);
    whole[prefix.length] = '/';
    System.arraycopy(last, 0, whole, prefix.length + 1, last.length);
    return whole;
  }

  /**
   * The text of a field, up to its first NUL.
   *
   * @param strict whether nothing may follow that
   */
  byte[] field(int at, int length, boolean strict) throws PaxRecords.Malformed {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    for (int i = end; strict && i < at + length; i++) {
      if (bytes[i] != 0) {
        throw new PaxRecords.Malformed("a name in its header has a NUL inside");
      }
    }
    return Arrays.copyOfRange(bytes, at, end);
  }

  /** What kind of file it is about. */
  EntryType type() throws EntryNames.Refused {
    byte flag = flag();
    return switch (flag) {
      case '0', 0 -> EntryType.FILE;
      case '1' -> EntryType.HARD_LINK;
      case '2' -> EntryType.SYMLINK;
      case '3' -> EntryType.CHARACTER_DEVICE;
      case '4' -> EntryType.BLOCK_DEVICE;
      case '5' -> EntryType.DIRECTORY;
      case '6' -> EntryType.FIFO;
      case 'S' -> throw new EntryNames.Refused(ErrorCode.ENTRY_REFUSED, "sparse files are refused: write it with all its bytes");
      default -> throw new EntryNames.Refused(ErrorCode.ENTRY_REFUSED,
          "its type '" + (flag > ' ' && flag < 127 ? (char) flag : flag) + "' is unknown");
    };
  }

  /** Too large ones stay too large: 2^32 must not become 0, which would make a mark of a removed file of a device. */
  int deviceNumber(int at) throws PaxRecords.Malformed {
    return (int) Math.min(number(at, 8, "device number"), Integer.MAX_VALUE);
  }

  /** A number that is not negative. */
  long number(int at, int length, String what) throws PaxRecords.Malformed {
    OptionalLong value = TarNumbers.unsigned(bytes, at, length);
    if (value.isEmpty()) {
      throw new PaxRecords.Malformed("its " + what + " is not a number from 0 to 2^63 - 1");
    }
    return value.getAsLong();
  }
}
