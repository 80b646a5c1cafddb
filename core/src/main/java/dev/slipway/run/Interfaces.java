package dev.slipway.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The network interfaces that a process sees. */
final class Interfaces {
  private static final long STEP_MILLIS = 5;

  private Interfaces() {}

  /** Waits until a process has a way out; says whether it came in time. */
  static boolean appeared(String pid, long nanos) throws IOException, InterruptedException {
    Path routes = Path.of("/proc", pid, "net", "route");
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      // the first line is a heading
      if (Files.readString(routes, StandardCharsets.ISO_8859_1).lines().count() > 1) {
        return true;
      }
      Thread.sleep(STEP_MILLIS);
    }
    return false;
  }
}
