package dev.slipway.testkit.differential;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** How an archive in a build context is compressed. */
enum Codec {
  NONE("tar"), GZIP("tar.gz"), BZIP2("tar.bz2"), XZ("tar.xz"), ZSTD("tar.zst");

  private final String suffix;

  Codec(String suffix) {
    this.suffix = suffix;
  }

  String suffix() {
    return suffix;
  }

  byte[] compress(byte[] plain) {
    if (this == NONE || this == ZSTD) {
      return this == NONE ? plain : Zstd.compress(plain);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = open(bytes)) {
      out.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private OutputStream open(OutputStream bytes) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPOutputStream(bytes);
      case BZIP2 -> new BZip2CompressorOutputStream(bytes);
      default -> new XZCompressorOutputStream(bytes);
    };
  }
}
