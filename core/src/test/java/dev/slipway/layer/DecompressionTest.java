package dev.slipway.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DecompressionTest {
  private static final byte[] PLAIN = CompressionSamples.text(6, 1500);

  @ParameterizedTest
  @EnumSource
  void everyFormatIsToldByItsFirstBytes(CompressionFormat format) throws IOException {
    for (byte[] input : CompressionSamples.edges().values()) {
      if (input.length < 70_000) {
        byte[] compressed = packed(format, input);
        assertThat(CompressionFormat.detect(Arrays.copyOf(compressed, Math.min(compressed.length, CompressionFormat.DETECTION_LENGTH))))
            .isEqualTo(format);
        assertThat(CompressionSamples.decompress(compressed)).isEqualTo(input);
      }
    }
  }

  @Test
  void aTarThatBeginsLikeAFormatsNameIsPlain() {
    for (String name : new String[]{"BZh", "BZh9", "BZhistory.txt", "", "7zXZ", "\u001F\u008B", "(\u00B5/"}) {
      assertThat(CompressionFormat.detect(name.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(CompressionFormat.PLAIN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalInARowAreOne(CompressionFormat format) throws IOException {
    byte[] twice = Bytes.concat(packed(format, PLAIN), packed(format, new byte[0]), packed(format, PLAIN));
    assertThat(CompressionSamples.decompress(twice)).isEqualTo(Bytes.concat(PLAIN, PLAIN));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void whatIsCutOffAnywhereIsRefused(CompressionFormat format) throws IOException {
    byte[] compressed = packed(format, PLAIN);
    for (int length = CompressionFormat.DETECTION_LENGTH; length < compressed.length; length++) {
      byte[] cut = Arrays.copyOf(compressed, length);
      assertMalformed(cut);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void aFlippedBitIsFoundOrDoesNotMatter(CompressionFormat format) throws IOException {
    byte[] compressed = packed(format, PLAIN);
    int found = 0;
    for (int bit = 0; bit < compressed.length * 8; bit++) {
      byte[] flipped = compressed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        // without its first bytes it is no longer known for what it was
        assertThat(CompressionSamples.decompress(flipped)).isIn(PLAIN, flipped);
      } catch (ArchiveException e) {
        assertThat(e.code()).isIn(ErrorCode.MALFORMED_ARCHIVE, ErrorCode.LIMIT_EXCEEDED);
        found++;
      }
    }
    assertThat(found).isGreaterThan(compressed.length * 7);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void bytesBehindTheEndAreRefused(CompressionFormat format) throws IOException {
    byte[] compressed = packed(format, PLAIN);
    for (String trailing : new String[]{"x", "\0", "garbage", "\0\0\0\0\0\0\0", "\u001F", "\u001F\u008B"}) {
      assertMalformed(Bytes.concat(compressed, trailing.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  @Test
  void allOptionalPartsOfAGzipHeaderAreRead() throws IOException {
    byte[] plain = packed(CompressionFormat.GZIP, PLAIN);
    byte[] header = {0x1F, (byte) 0x8B, 8, 31, 1, 2, 3, 4, 0, 3, 3, 0, 'a', 'b', 'c', 'n', 0, 'c', 0};
    CRC32 checksum = new CRC32();
    checksum.update(header);
    byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    assertThat(CompressionSamples.decompress(Bytes.concat(header, sum, body))).isEqualTo(PLAIN);
    sum[0]++;
    assertMalformed(Bytes.concat(header, sum, body));
    header[3] |= 32;
    assertMalformed(Bytes.concat(header, sum, body));
    byte[] longName = new byte[200_000];
    Arrays.fill(longName, (byte) 'n');
    assertMalformed(Bytes.concat(new byte[]{0x1F, (byte) 0x8B, 8, 8, 0, 0, 0, 0, 0, 3}, longName));
  }

  @ParameterizedTest
  @EnumSource
  void moreBytesThanAllowedAreNotHandedOut(CompressionFormat format) throws IOException {
    byte[] compressed = packed(format, new byte[3_000_000]);
    assertThat(count(compressed, CompressionLimits.DEFAULT.withMaxBytes(3_000_000))).isEqualTo(3_000_000);
    assertThatThrownBy(() -> assertThat(count(compressed, CompressionLimits.DEFAULT.withMaxBytes(2_999_999))).isZero())
        .isInstanceOfSatisfying(ArchiveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("2999999");
  }

  @Test
  void anAbsurdRatioIsRefusedBeyondTheFirstGibibyte() throws IOException {
    byte[] frame = packed(CompressionFormat.ZSTD, new byte[CompressionZstd.BLOCK]);
    InputStream bomb = new SequenceInputStream(
        Collections.enumeration(Collections.nCopies(600, frame).stream().map(ByteArrayInputStream::new).toList()));
    assertThatThrownBy(() -> {
      try (InputStream in = Compression.decompress(bomb, CompressionLimits.DEFAULT)) {
        assertThat(in.transferTo(OutputStream.nullOutputStream())).isZero();
      }
    }).isInstanceOfSatisfying(ArchiveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
  }

  @Test
  void aWindowLargerThanTheMemoryAllowedIsRefused() throws IOException {
    // a frame with a window of 2^28 and one empty block
    byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) 0x90, 1, 0, 0};
    assertLimit(zstd, CompressionLimits.DEFAULT);
    assertThat(count(zstd, CompressionLimits.DEFAULT.withMaxMemory(256 << 20))).isZero();
    byte[] xz = packed(CompressionFormat.XZ, PLAIN, 6);
    assertLimit(xz, CompressionLimits.DEFAULT.withMaxMemory(1 << 20));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
  void manyEmptyMembersTakeTheTimeOfTheirBytes(CompressionFormat format) throws IOException {
    byte[] empty = packed(format, new byte[0]);
    int times = format == CompressionFormat.GZIP ? 1_000_000 : format == CompressionFormat.XZ ? 9_000 : 100_000;
    byte[] many = new byte[empty.length * times];
    for (int at = 0; at < many.length; at += empty.length) {
      System.arraycopy(empty, 0, many, at, empty.length);
    }
    Assertions.assertTimeout(Duration.ofSeconds(10), () -> assertThat(count(many, CompressionLimits.DEFAULT)).isZero());
  }

  @Test
  void moreXzStreamsThanAnybodyMakesAreRefused() throws IOException {
    byte[] empty = packed(CompressionFormat.XZ, new byte[0]);
    byte[] many = Bytes.concat(Collections.nCopies(10_001, empty).toArray(new byte[0][]));
    assertThatThrownBy(() -> assertThat(count(many, CompressionLimits.DEFAULT)).isZero()).isInstanceOfSatisfying(ArchiveException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
  }

  @Test
  void paddingBehindAnXzStreamIsSkipped() throws IOException {
    byte[] xz = packed(CompressionFormat.XZ, PLAIN);
    assertThat(CompressionSamples.decompress(Bytes.concat(xz, new byte[8], xz, new byte[4]))).isEqualTo(Bytes.concat(PLAIN, PLAIN));
    assertMalformed(Bytes.concat(xz, new byte[3], xz));
  }

  @ParameterizedTest
  @EnumSource
  void aFailureToReadIsNotTakenForDamage(CompressionFormat format) throws IOException {
    byte[] compressed = packed(format, CompressionSamples.noise(2, 300_000));
    IOException failure = new IOException("cable unplugged");
    InputStream failing = new FilterInputStream(new ByteArrayInputStream(compressed)) {
      private int left = 100_000;

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left <= 0) {
          throw failure;
        }
        int read = super.read(bytes, offset, Math.min(length, left));
        left -= read;
        return read;
      }
    };
    assertThatThrownBy(() -> {
      try (InputStream in = Compression.decompress(failing, CompressionLimits.DEFAULT)) {
        assertThat(in.transferTo(OutputStream.nullOutputStream())).isZero();
      }
    }).isSameAs(failure);
  }

  @Test
  void aFailedStreamStaysFailedAndClosingClosesTheSource() throws IOException {
    boolean[] closed = new boolean[1];
    byte[] cut = Arrays.copyOf(packed(CompressionFormat.GZIP, PLAIN), 100);
    InputStream source = new ByteArrayInputStream(cut) {
      @Override
      public void close() {
        closed[0] = true;
      }
    };
    try (InputStream in = Compression.decompress(source, CompressionLimits.DEFAULT)) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(ArchiveException.class);
      assertThatThrownBy(in::read).isInstanceOf(ArchiveException.class);
    }
    assertThat(closed[0]).isTrue();
  }

  @Test
  void limitsMustLeaveRoom() {
    assertThatThrownBy(() -> assertThat(CompressionLimits.DEFAULT.withMaxMemory(0)).isNull()).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> assertThat(CompressionLimits.DEFAULT.withMaxRatio(0)).isNull()).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> assertThat(CompressionLimits.DEFAULT.withMaxBytes(-1)).isNull()).isInstanceOf(InvalidValueException.class);
  }

  private static void assertMalformed(byte[] compressed) {
    assertThatThrownBy(() -> assertThat(CompressionSamples.decompress(compressed)).isNull()).as("of " + compressed.length + " bytes")
        .isInstanceOfSatisfying(ArchiveException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_ARCHIVE));
  }

  private static void assertLimit(byte[] compressed, CompressionLimits limits) {
    assertThatThrownBy(() -> assertThat(count(compressed, limits)).isZero()).isInstanceOfSatisfying(ArchiveException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED)).hasMessageContaining("memory");
  }

  private static long count(byte[] compressed, CompressionLimits limits) throws IOException {
    try (InputStream in = Compression.decompress(new ByteArrayInputStream(compressed), limits)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static byte[] packed(CompressionFormat format, byte[] input) throws IOException {
    return packed(format, input, 0);
  }

  private static byte[] packed(CompressionFormat format, byte[] input, int dictionary) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (format) {
      case PLAIN -> out.write(input);
      case GZIP -> out.write(CompressionSamples.compress(Compression.GZIP, input, 1));
      case ZSTD -> out.write(CompressionSamples.compress(Compression.ZSTD, input, 1));
      case BZIP2 -> {
        try (OutputStream bzip2 = new BZip2CompressorOutputStream(out, 1)) {
          bzip2.write(input);
        }
      }
      case XZ -> {
        try (OutputStream xz = new XZOutputStream(out, new LZMA2Options(dictionary))) {
          xz.write(input);
        }
      }
    }
    return out.toByteArray();
  }
}
