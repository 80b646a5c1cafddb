package dev.slipway.testkit.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What is told about the machine, and what is done so that measuring it means something. */
final class Machine {
  private static final int PIECE = 64 << 20;
  private static final int PAGE = 4096;
  /** Longer than Slipway takes to believe the times of a file that has just been changed. */
  private static final long SETTLING_MILLIS = 1_100;

  private Machine() {}

  static String description(Path data, Path scratch) throws IOException {
    return String.format(Locale.ROOT, "%d processors, %s %s, Java %s; files on %s, stores on %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"), System.getProperty("os.arch"), System.getProperty("java.version"), Files.getFileStore(data).type(),
        Files.getFileStore(scratch).type());
  }

  /**
   * Comes back to a state that all measurements share: no garbage, no file that was changed within the last second, and
   * memory at hand that a virtual machine may have given back to its host, which would cost whoever needs it first.
   */
  static void calm(boolean touchMemory) throws InterruptedException {
    if (touchMemory) {
      touch(1 << 29);
    }
    System.gc();
    Thread.sleep(SETTLING_MILLIS);
  }

  /**
   * As {@link #calm}, with room for files in memory: a file system in memory takes pages that the virtual machine may have
   * given back, and whoever needs them first would pay for all who come after.
   */
  static void calmWithRoom(Path place, int bytes) throws IOException, InterruptedException {
    Path file = place.resolve("room");
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int written = 0; written < bytes; written += piece.length) {
        out.write(piece);
      }
    }
    Files.delete(file);
    calm(false);
  }

  private static void touch(int bytes) {
    ByteBuffer[] pieces = new ByteBuffer[bytes / PIECE];
    try {
      for (int i = 0; i < pieces.length; i++) {
        pieces[i] = ByteBuffer.allocateDirect(PIECE);
        for (int at = 0; at < PIECE; at += PAGE) {
          pieces[i].put(at, (byte) 1);
        }
      }
    } catch (OutOfMemoryError enough) {
      // the heap's limit is this memory's too: what was touched has to do
      Arrays.fill(pieces, ByteBuffer.allocate(0));
    }
  }
}
