package dev.slipway.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.ArchiveException;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import dev.slipway.StoreException;
import dev.slipway.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
  @Property(tries = 60, seed = "1")
  void anyMixtureComesBackFromTheJdksReader(@ForAll long seed, @ForAll @IntRange(max = 400_000) int length) throws IOException {
    byte[] input = CompressionSamples.mixed(seed, length);
    byte[] compressed = CompressionSamples.compress(Compression.GZIP, input, 1);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes()).isEqualTo(input);
    assertThat(CompressionSamples.decompress(compressed)).isEqualTo(input);
  }

  @Property(tries = 20, seed = "1")
  void anyMixtureComesBackFromZstd(@ForAll long seed, @ForAll @IntRange(max = 400_000) int length) throws IOException {
    byte[] input = CompressionSamples.mixed(seed, length);
    assertThat(CompressionSamples.decompress(CompressionSamples.compress(Compression.ZSTD, input, 1))).isEqualTo(input);
  }

  @ParameterizedTest
  @EnumSource
  void inputsAtTheEdgesComeBack(Compression compression) throws IOException {
    for (var edge : CompressionSamples.edges().entrySet()) {
      byte[] compressed = CompressionSamples.compress(compression, edge.getValue(), 2);
      assertThat(CompressionSamples.decompress(compressed)).as(edge.getKey()).isEqualTo(edge.getValue());
      // 5 bytes of overhead for every 64 KiB, frame and block
      assertThat(compressed.length).as(edge.getKey()).isLessThan(edge.getValue().length + edge.getValue().length / 5000 + 64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNumberOfThreadsDoesNotShowInTheBytes(Compression compression) {
    byte[] input = CompressionSamples.mixed(3, 5_500_000);
    byte[] alone = CompressionSamples.compress(compression, input, 1);
    for (int parallelism : new int[]{2, 3, 7}) {
      assertThat(CompressionSamples.compress(compression, input, parallelism)).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @EnumSource
  void howTheInputArrivesDoesNotShowInTheBytes(Compression compression) {
    byte[] input = CompressionSamples.mixed(4, 3_000_000);
    InputStream dripping = new FilterInputStream(new ByteArrayInputStream(input)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return super.read(bytes, offset, Math.min(length, 1 + length % 4000));
      }
    };
    Compressed compressed = compression.compress(dripping, Channels.newChannel(OutputStream.nullOutputStream()), 2);
    assertThat(compressed.digest()).isEqualTo(Digest.sha256(CompressionSamples.compress(compression, input, 2)));
  }

  /** These change only together with the version: whoever changes them changes the digests of everybody's layers. */
  @ParameterizedTest
  @CsvSource({"GZIP, TEXT", "GZIP, MIXED", "GZIP, EMPTY", "ZSTD, TEXT", "ZSTD, MIXED", "ZSTD, EMPTY"})
  void theBytesAreThoseOfThisVersion(Compression compression, Golden golden) {
    byte[] compressed = CompressionSamples.compress(compression, golden.input(), 2);
    assertThat(Digest.sha256(compressed).hex()).startsWith(compression == Compression.GZIP ? golden.gzip : golden.zstd);
  }

  enum Golden {
    TEXT("59fceea08baaec5e99164d12840eabeb", "c97585499c3d73f5b16dc57932345744"), MIXED("a9c4fa8f0ee022da4870c4846938f762",
        "488943c95b9ecd45982eb76fcb779e8b"), EMPTY("ac73670af3abed54ac6fb4695131f409", "f96deff1816083fdff8bc3e46c3fe6ca");

    private final String gzip;
    private final String zstd;

    Golden(String gzip, String zstd) {
      this.gzip = gzip;
      this.zstd = zstd;
    }

    byte[] input() {
      return switch (this) {
        case TEXT -> CompressionSamples.text(1, 3_000_000);
        case MIXED -> CompressionSamples.mixed(2, 3_000_000);
        case EMPTY -> new byte[0];
      };
    }
  }

  @Test
  void textIsNotMuchLargerThanZlibMakesIt() {
    assertNotMuchLargerThanZlib(CompressionSamples.text(5, 4 << 20), 1.04);
    assertNotMuchLargerThanZlib(CompressionSamples.halfNoise(5, 4 << 20), 1.0);
    assertNotMuchLargerThanZlib(new byte[4 << 20], 1.1);
  }

  private static void assertNotMuchLargerThanZlib(byte[] input, double factor) {
    Deflater zlib = new Deflater(6);
    zlib.setInput(input);
    zlib.finish();
    int expected = zlib.deflate(new byte[input.length + 1000]);
    zlib.end();
    assertThat(CompressionSamples.compress(Compression.GZIP, input, 1).length).isLessThan((int) (expected * factor) + 100);
  }

  @ParameterizedTest
  @CsvSource({"GZIP, gzip -t", "GZIP, pigz -t", "ZSTD, zstd -t -q",
      "GZIP, 'python3 -c import~gzip,sys;gzip.GzipFile(fileobj=sys.stdin.buffer).read()'"})
  void otherToolsAcceptTheBytes(Compression compression, String command, @TempDir Path directory) throws Exception {
    String[] words = command.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace('~', ' ');
    }
    requireTool(words[0]);
    for (var edge : CompressionSamples.edges().entrySet()) {
      if (edge.getKey().endsWith("32769") || edge.getKey().endsWith(" 0") || edge.getValue().length > 3 << 20) {
        Path file = Files.write(directory.resolve("compressed"), CompressionSamples.compress(compression, edge.getValue(), 1));
        Process process = new ProcessBuilder(words).redirectInput(file.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(process.waitFor()).as(command + " on " + edge.getKey()).isZero();
      }
    }
  }

  private static void requireTool(String name) {
    boolean found = java.util.Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    if ("1".equals(System.getenv("SLIPWAY_REQUIRE_TOOLS"))) {
      assertThat(found).as("'" + name + "' is installed, as SLIPWAY_REQUIRE_TOOLS demands").isTrue();
    }
    Assumptions.assumeTrue(found, "SKIPPED: '" + name + "' is not installed");
  }

  @Test
  void aGzipHeaderNamesNoTimeAndNoSystem() {
    assertThat(CompressionSamples.compress(Compression.GZIP, new byte[0], 1))
        .containsExactly(0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void mediaTypesEndInTheirCompression() {
    assertThat(Compression.values()).extracting(Compression::mediaTypeSuffix).containsExactly("", "+gzip", "+zstd");
  }

  @Test
  void noThreadsAreNotEnough() {
    assertThatThrownBy(() -> unused(Compression.GZIP.compress(InputStream.nullInputStream(), devNull(), 0)))
        .isInstanceOf(InvalidValueException.class).hasMessageContaining("'0'");
  }

  @ParameterizedTest
  @EnumSource
  void aFailingReadIsReportedAndLeavesNoThread(Compression compression) {
    InputStream failing = new Endless(5 << 20) {
      @Override
      void end() throws IOException {
        throw new IOException("cable unplugged");
      }
    };
    assertThatThrownBy(() -> unused(compression.compress(failing, devNull(), 3))).isInstanceOfSatisfying(ArchiveException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.IO)).hasMessageContaining("cable unplugged");
    assertThat(compressingThreads()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedStoreKeepsItsOwnError(Compression compression) {
    InputStream failing = new Endless(5 << 20) {
      @Override
      void end() {
        throw new StoreException(ErrorCode.STORE_DAMAGED, "blob is damaged");
      }
    };
    assertThatThrownBy(() -> unused(compression.compress(failing, devNull(), 3))).isInstanceOf(StoreException.class);
    assertThat(compressingThreads()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aFailingWriteIsReportedAndLeavesNoThread(Compression compression) {
    WritableByteChannel full = Channels.newChannel(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("no space left on device");
      }
    });
    assertThatThrownBy(() -> unused(compression.compress(new Endless(Long.MAX_VALUE), full, 3))).isInstanceOf(ArchiveException.class)
        .hasMessageContaining("no space left");
    assertThat(compressingThreads()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void interruptingTheCallerEndsTheWork(Compression compression) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> stillInterrupted = new AtomicReference<>(false);
    Thread caller = new Thread(() -> {
      try {
        unused(compression.compress(new Endless(Long.MAX_VALUE), devNull(), 3));
      } catch (BuildException e) {
        thrown.set(e);
        stillInterrupted.set(Thread.currentThread().isInterrupted());
      }
    });
    caller.start();
    Thread.sleep(100);
    caller.interrupt();
    caller.join(10_000);
    assertThat(thrown.get()).isInstanceOfSatisfying(BuildException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(stillInterrupted.get()).isTrue();
    assertThat(compressingThreads()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void readingRunsAheadOfWritingByAFewBlocksOnly(Compression compression) {
    Endless in = new Endless(60 << 20);
    WritableByteChannel watching = new WritableByteChannel() {
      private long most;
      private long lastRead;

      @Override
      public int write(ByteBuffer bytes) {
        most = Math.max(most, in.delivered - lastRead);
        lastRead = in.delivered;
        assertThat(most).isLessThanOrEqualTo(5 << 21);
        int size = bytes.remaining();
        bytes.position(bytes.limit());
        return size;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
    unused(compression.compress(in, watching, 3));
    assertThat(in.delivered).isEqualTo(60 << 20);
  }

  private static WritableByteChannel devNull() {
    return Channels.newChannel(OutputStream.nullOutputStream());
  }

  private static void unused(Compressed compressed) {
    assertThat(compressed).isNotNull();
  }

  private static long compressingThreads() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("slipway-compress-")).count();
  }

  /** Noise and zeros in turn, up to a length. */
  private static class Endless extends InputStream {
    private final byte[] block = CompressionSamples.halfNoise(1, 1 << 16);
    private final long length;
    long delivered;

    Endless(long length) {
      this.length = length;
    }

    void end() throws IOException {}

    @Override
    public int read() {
      throw new AssertionError("read byte by byte");
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
      if (delivered == length) {
        end();
        return -1;
      }
      int part = (int) Math.min(Math.min(size, block.length), length - delivered);
      System.arraycopy(block, 0, bytes, offset, part);
      delivered += part;
      return part;
    }
  }
}
