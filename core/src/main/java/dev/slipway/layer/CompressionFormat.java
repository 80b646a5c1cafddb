package dev.slipway.layer;

/**
 * The form in which a layer or archive arrived, told by its first bytes: what {@link Compression#decompress} reads.
 */
public enum CompressionFormat {
  /** Nothing known: taken as it is. */
  PLAIN,
  /** RFC 1952, one or more members. */
  GZIP,
  /** bzip2, one or more streams. */
  BZIP2,
  /** The .xz format, one or more streams. */
  XZ,
  /** RFC 8878, one or more frames, skippable ones included. */
  ZSTD;

  /** How many first bytes {@link #detect} wants to see; fewer only where the data ends before. */
  public static final int DETECTION_LENGTH = 10;

  private static final long BZIP2_BLOCK = 0x314159265359L;
  private static final long BZIP2_END = 0x177245385090L;

  /**
   * The format of data that begins with these bytes. A bzip2 stream is known by its first block too, because a plain
   * tar can begin with a file name such as {@code BZhistory}.
   */
  public static CompressionFormat detect(byte[] beginning) {
    if (startsWith(beginning, 0x1F, 0x8B, 0x08)) {
      return GZIP;
    }
    if (startsWith(beginning, 0xFD, '7', 'z', 'X', 'Z', 0)) {
      return XZ;
    }
    if (startsWith(beginning, 0x28, 0xB5, 0x2F, 0xFD)) {
      return ZSTD;
    }
    if (beginning.length >= 4 && (beginning[0] & 0xF0) == 0x50 && beginning[1] == 0x2A && beginning[2] == 0x4D && beginning[3] == 0x18) {
      return ZSTD;
    }
    return isBzip2(beginning) ? BZIP2 : PLAIN;
  }

  private static boolean isBzip2(byte[] beginning) {
    if (beginning.length < DETECTION_LENGTH || !startsWith(beginning, 'B', 'Z', 'h') || beginning[3] < '1' || beginning[3] > '9') {
      return false;
    }
    long magic = 0;
    for (int i = 4; i < 10; i++) {
      magic = magic << 8 | beginning[i] & 0xFF;
    }
    return magic == BZIP2_BLOCK || magic == BZIP2_END;
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
