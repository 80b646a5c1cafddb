package dev.slipway.context;

import static dev.slipway.context.TestFiles.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import dev.slipway.image.ImagePath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists one context in JVMs of different locales. */
@Timeout(60)
class LocaleTest {
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
      assertThat(child(opening, root, locale)).as(locale).isEqualTo(here);
    }
  }

  private static String child(Opening opening, Path root, String locale) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Lister.class.getName(), opening.name(), root.toUri().toString());
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
      String listing = listing(Opening.valueOf(arguments[0]), Path.of(URI.create(arguments[1])));
      System.out.write(listing.getBytes(StandardCharsets.US_ASCII));
      System.out.flush();
    }

    static String listing(Opening opening, Path root) throws Exception {
      StringBuilder text = new StringBuilder();
      Path index = Files.createTempDirectory("slipway-index-");
      try (ContextDirectory directory = opening.open(root); ContentHasher hasher = directory.hasher(index, HashingMode.INDEXED)) {
        ContextTree tree = directory.scan(ScanOptions.everything());
        ContentDigests digests = hasher.hashAll(tree);
        for (int i = 0; i < tree.size(); i++) {
          text.append(BaseEncoding.base16().encode(tree.path(i).toBytes())).append(' ')
              .append(BaseEncoding.base16().encode(ImagePath.bytesOfText(tree.entry(i).linkTarget()))).append(' ')
              .append(digests.has(i) ? digests.of(i).hex() : "-").append('\n');
        }
        text.append(hasher.filesRead()).append('\n');
      } finally {
        TestFiles.run("rm", "-rf", index.toString());
      }
      return text.toString();
    }
  }
}
