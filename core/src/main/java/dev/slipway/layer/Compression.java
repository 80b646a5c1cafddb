package dev.slipway.layer;

import dev.slipway.ArchiveException;
import dev.slipway.BuildException;
import dev.slipway.ErrorCode;
import dev.slipway.InvalidValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;

/**
 * The form in which a layer goes out: as it is, or compressed. OCI image specification, "Layer", media types
 * {@code application/vnd.oci.image.layer.v1.tar} with the suffixes {@code +gzip} and {@code +zstd}.
 *
 * <p>The compressed bytes are a function of the input and of this version of Slipway: not of the number of threads, the
 * machine, the JDK or the zlib that it bundles. Another version may compress better and thus give other bytes; a layer's
 * diffID, the digest of the tar itself, is the same in all of them.
 */
public enum Compression {
  /** The tar itself. */
  NONE(""),
  /** One gzip member (RFC 1952) without name or time, encoded by {@link DeflateEncoder}. What every registry and runtime reads. */
  GZIP("+gzip"),
  /** Zstandard (RFC 8878), level 3, independent frames of 2 MiB of input with checksums. Smaller and several times faster to read. */
  ZSTD("+zstd");

  private final String mediaTypeSuffix;

  Compression(String mediaTypeSuffix) {
    this.mediaTypeSuffix = mediaTypeSuffix;
  }

  /** What the media type of a layer ends in: {@code ""}, {@code "+gzip"} or {@code "+zstd"}. */
  public String mediaTypeSuffix() {
    return mediaTypeSuffix;
  }

  /**
   * Compresses all of {@code in} to {@code out}; closes neither. Takes about 4 MiB of memory (6 MiB for zstd) for every
   * thread in use and two more, whatever the length of the input. Threads are daemons that have ended when this returns;
   * input of up to one block is compressed by the calling thread alone.
   *
   * @param parallelism how many threads compress, at least 1; more than 16 are not used. The calling thread reads, hashes
   *     and writes beside them. The bytes that are written do not depend on it
   * @throws ArchiveException {@link ErrorCode#IO} if reading or writing fails, {@link ErrorCode#UNSUPPORTED} if this
   *     platform lacks the native library of zstd
   * @throws BuildException {@link ErrorCode#CANCELLED} if the calling thread is interrupted; it stays interrupted
   */
  public Compressed compress(InputStream in, WritableByteChannel out, int parallelism) {
    if (parallelism < 1) {
      throw new InvalidValueException("parallelism '" + parallelism + "' is not positive; pass the number of threads that may compress");
    }
    CompressionSink sink = new CompressionSink(out);
    try {
      switch (this) {
        case NONE -> copy(in, sink);
        case GZIP -> CompressionGzip.write(in, sink, parallelism);
        case ZSTD -> CompressionZstd.write(in, sink, parallelism);
      }
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new BuildException(ErrorCode.CANCELLED, "compressing a layer was interrupted", e);
    } catch (IOException e) {
      throw new ArchiveException(ErrorCode.IO, "a layer could not be read or its compressed form written: " + e.getMessage(), e);
    }
    return sink.finish();
  }

  /**
   * What a stream of unknown form stands for: gzip, bzip2, xz and zstd are told by their first bytes (see
   * {@link CompressionFormat}) and expanded, several members, streams or frames in a row included; all else comes out as
   * it went in. Checksums are verified; bytes behind the end are refused; nothing else than the result's pages is kept.
   *
   * <p>Reading the result fails with an {@link ArchiveException} of code {@link ErrorCode#MALFORMED_ARCHIVE} or
   * {@link ErrorCode#LIMIT_EXCEEDED}, or with the {@link IOException} of {@code in}. Closing it closes {@code in}.
   *
   * @throws IOException if {@code in} cannot be read
   */
  public static InputStream decompress(InputStream in, CompressionLimits limits) throws IOException {
    return DecompressedInput.open(in, limits);
  }

  private static void copy(InputStream in, CompressionSink sink) throws IOException {
    byte[] buffer = new byte[1 << 17];
    int size;
    while ((size = in.read(buffer)) >= 0) {
      CompressionPipeline.checkInterrupt();
      sink.write(buffer, size);
    }
  }
}
