package dev.slipway.layer;

import java.io.IOException;
import java.io.InputStream;

/** Tells a tar by its first header. */
public final class TarDetection {
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;

  private TarDetection() {}

  /** Whether a stream begins with a block whose checksum makes it the header of an entry. An empty archive is none. */
  public static boolean startsWithHeader(InputStream in) throws IOException {
    byte[] block = in.readNBytes(TarHeader.BLOCK);
    return block.length == TarHeader.BLOCK && block[0] != 0 && sum(block) == checksum(block);
  }

  private static long sum(byte[] block) {
    long sum = 0;
    for (int i = 0; i < block.length; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += own ? ' ' : block[i] & 0xFF;
    }
    return sum;
  }

  private static long checksum(byte[] block) {
    long value = 0;
    boolean digits = false;
    for (int i = CHECKSUM; i < CHECKSUM + CHECKSUM_LENGTH; i++) {
      byte b = block[i];
      if (b >= '0' && b <= '7') {
        value = value * 8 + (b - '0');
        digits = true;
      } else if (digits || (b != ' ' && b != 0)) {
        break;
      }
    }
    return digits ? value : -1;
  }
}
