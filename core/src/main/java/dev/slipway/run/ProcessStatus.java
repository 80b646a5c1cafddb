package dev.slipway.run;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the kernel says about this process. */
final class ProcessStatus {
  private static final Path SELF = Path.of("/proc/self");
  private static final Path LAST_CAPABILITY = Path.of("/proc/sys/kernel/cap_last_cap");

  private ProcessStatus() {}

  /** The effective user id. */
  static long user() throws IOException {
    return field("Uid:", 2);
  }

  /** The effective group id. */
  static long group() throws IOException {
    return field("Gid:", 2);
  }

  private static long field(String name, int index) throws IOException {
    return Long.parseLong(words(SELF.resolve("status"), name).get(index));
  }

  /** The effective capabilities. */
  static ImmutableSet<String> capabilities() throws IOException {
    return Capabilities.inMask(words(SELF.resolve("status"), "CapEff:").get(1));
  }

  /** Every capability that this kernel knows. */
  static ImmutableSet<String> allCapabilities() throws IOException {
    int last;
    try (InputStream in = Files.newInputStream(LAST_CAPABILITY)) {
      // in one piece: a second read of such a file finds its end
      last = Integer.parseInt(new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip());
    }
    return Capabilities.inMask(BigInteger.ONE.shiftLeft(last + 1).subtract(BigInteger.ONE).toString(16));
  }

  /** How many files this process may let others open. */
  static long openFiles() throws IOException {
    String most = words(SELF.resolve("limits"), "Max open files").get(4);
    return most.equals("unlimited") ? 1L << 20 : Long.parseLong(most);
  }

  private static List<String> words(Path file, String start) throws IOException {
    return lines(file)
        .filter(line -> line.startsWith(start))
        .findFirst()
        .map(line -> List.of(line.split("\\s+", 0)))
        .orElseThrow(() -> new IOException("'" + file + "' has no line '" + start + "'"));
  }

  private static Stream<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).lines();
  }

  /** The name of the user with an id, as {@code /etc/passwd} has it. */
  static Optional<String> userName(long id) throws IOException {
    String field = String.format(Locale.ROOT, "%d", id);
    return lines(Path.of("/etc/passwd"))
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length > 2 && fields[2].equals(field))
        .map(fields -> fields[0])
        .findFirst();
  }
}
