package dev.slipway.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who answers names on this machine. */
final class Resolver {
  private static final Path HOSTS_OWN = Path.of("/etc/resolv.conf");
  private static final int LONGEST = 64 << 10;

  private Resolver() {}

  /** The machine's own {@code /etc/resolv.conf}; empty, which means the machine itself, where there is none. */
  static String text() {
    try (var in = Files.newInputStream(HOSTS_OWN)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException none) {
      return "";
    }
  }
}
