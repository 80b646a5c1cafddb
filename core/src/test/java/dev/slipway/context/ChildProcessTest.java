package dev.slipway.context;

import static dev.slipway.context.TestFiles.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import dev.slipway.image.ImagePath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists one context in JVMs of different locales, without native code, and without privileges. */
@Timeout(60)
class ChildProcessTest {
  @ParameterizedTest
  @EnumSource
  void namesAreTheSameBytesInEveryLocale(Opening opening, @TempDir Path temporary) throws Exception {
    // the context's own path is such a name too
    Path root = Files.createDirectory(RawNames.pathOf(temporary, bytes('r', 0xFF, 0xC3, 0xBC)));
    Path directory = Files.createDirectory(RawNames.pathOf(root, "größe".getBytes(StandardCharsets.UTF_8)));
    Files.writeString(RawNames.pathOf(directory, bytes(0xFE, 'x')), "raw");
    Files.writeString(RawNames.pathOf(directory, "Iİıi €".getBytes(StandardCharsets.UTF_8)), "text");
    Files.createSymbolicLink(root.resolve("link"), RawNames.pathOf(Path.of("to"), bytes(0xC3, 0xE9)));
    String here = Lister.listing(opening, root);
    assertThat(here.lines()).hasSize(6);
    for (String locale : List.of("C", "C.UTF-8", "POSIX")) {
      assertThat(child(List.of(), List.of(), opening.name(), root, locale)).as(locale).isEqualTo(here);
    }
  }

  @Test
  void withoutNativeCodeTheJdkServesAsWell(@TempDir Path root) throws Exception {
    TestFiles.write(root.resolve("d/f"), "x");
    String listing = child(List.of(), List.of("-Djna.nosys=true", "-Djna.noclasspath=true", "-Djna.nounpack=true"), "ANY", root, "C");
    assertThat(listing).isEqualTo(Lister.listing(Opening.PORTABLE, root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NATIVE", "PORTABLE"})
  void whatPermissionDeniesMattersOnlyWhenUsed(String opening, @TempDir Path root) throws Exception {
    TestFiles.write(root.resolve("closed/f"), "x");
    TestFiles.write(root.resolve("f"), "x");
    Files.setPosixFilePermissions(root.resolve("closed"), PosixFilePermissions.fromString("---------"));
    List<String> unprivileged = "root".equals(System.getProperty("user.name"))
        ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search")
        : List.of();
    if (!unprivileged.isEmpty()) {
      TestFiles.run("setpriv", "--version");
    }
    try {
      assertThat(child(unprivileged, List.of(), opening, root, "C").lines()).hasSize(4 + 1)
          .anyMatch(line -> line.startsWith("CONTEXT_UNREADABLE context path '/closed' cannot be read: permission denied"));
    } finally {
      Files.setPosixFilePermissions(root.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static String child(List<String> prefix, List<String> options, String opening, Path root, String locale) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Lister.class.getName(), opening, root.toUri().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", locale);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return output;
  }

  /** The program of the child. */
  static final class Lister {
    private Lister() {}

    /** Prints a context as hexadecimal paths, targets and digests. */
    public static void main(String[] arguments) throws Exception {
      Path root = Path.of(URI.create(arguments[1]));
      String listing;
      if (arguments[0].equals("ANY")) {
        try (ContextDirectory directory = ContextDirectory.open(root)) {
          listing = listing(directory);
        }
      } else {
        listing = listing(Opening.valueOf(arguments[0]), root);
      }
      System.out.write(listing.getBytes(StandardCharsets.US_ASCII));
      System.out.flush();
    }

    static String listing(Opening opening, Path root) throws Exception {
      try (ContextDirectory directory = opening.open(root)) {
        return listing(directory);
      }
    }

    private static String listing(ContextDirectory directory) throws Exception {
      StringBuilder text = new StringBuilder();
      Path index = Files.createTempDirectory("slipway-index-");
      try (ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED)) {
        ContextTree tree = directory.scan(ScanOptions.everything());
        ContentDigests digests = hasher.hashAll(tree);
        for (int i = 0; i < tree.size(); i++) {
          text.append(BaseEncoding.base16().encode(tree.path(i).toBytes())).append(' ')
              .append(BaseEncoding.base16().encode(ImagePath.bytesOfText(tree.entry(i).linkTarget()))).append(' ')
              .append(digests.has(i) ? digests.of(i).hex() : "-").append('\n');
        }
        tree.requireReadable(ImagePath.of("/f"));
        tree.unreadable().values().forEach(failure -> text.append(failure.code()).append(' ').append(failure.getMessage()).append('\n'));
        text.append(hasher.filesRead()).append('\n');
      } finally {
        TestFiles.run("rm", "-rf", index.toString());
      }
      return text.toString();
    }
  }
}
