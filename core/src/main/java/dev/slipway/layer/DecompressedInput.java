package dev.slipway.layer;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.slipway.ArchiveException;
import dev.slipway.ErrorCode;
import dev.slipway.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;

/** Untrusted data of any {@link CompressionFormat}, expanded within limits; every decoder's failures in one form. */
final class DecompressedInput extends InputStream {
  private final DecompressionSource source;
  private final CompressionFormat format;
  private final CompressionLimits limits;
  private @Nullable InputStream decoder;
  private @Nullable ArchiveException failure;
  private long size;

  private DecompressedInput(DecompressionSource source, CompressionFormat format, CompressionLimits limits) {
    this.source = source;
    this.format = format;
    this.limits = limits;
  }

  static DecompressedInput open(InputStream in, CompressionLimits limits) throws IOException {
    DecompressionSource source = new DecompressionSource(in);
    return new DecompressedInput(source, CompressionFormat.detect(source.peek(CompressionFormat.DETECTION_LENGTH)), limits);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      int read = decode(bytes, offset, (int) Math.min(length, limits.maxBytes() - size + 1));
      if (read > 0) {
        size += read;
        checkLimits();
      }
      return read;
    } catch (ArchiveException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (source) {
      if (decoder != null) {
        decoder.close();
      }
    }
  }

  /** Decoders may return 0 bytes between two members. */
  private int decode(byte[] bytes, int offset, int length) throws IOException {
    try {
      if (decoder == null) {
        decoder = openDecoder();
      }
      int read;
      do {
        read = decoder.read(bytes, offset, length);
      } while (read == 0);
      return read;
    } catch (DecompressionSource.Failure e) {
      throw e.original;
    } catch (SlipwayException e) {
      throw e;
    } catch (MemoryLimitException e) {
      throw memoryExceeded(e);
    } catch (ZstdIOException e) {
      throw e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge() ? memoryExceeded(e) : malformed(e);
    } catch (IOException | RuntimeException e) {
      // runtime exceptions too: decoders run over their tables when they are fed nonsense
      throw malformed(e);
    } catch (LinkageError e) {
      throw new ArchiveException(ErrorCode.UNSUPPORTED, "the native library of zstd does not load on this platform: " + e.getMessage(), e);
    }
  }

  private InputStream openDecoder() throws IOException {
    return switch (format) {
      case PLAIN -> source;
      case GZIP -> new GzipInput(source);
      case BZIP2 -> new BZip2CompressorInputStream(source, true);
      case XZ -> new XzInput(source, (int) Math.min(limits.maxMemory() >>> 10, Integer.MAX_VALUE));
      case ZSTD -> {
        int windowLog = Math.clamp(63 - Long.numberOfLeadingZeros(limits.maxMemory()), 10, 31);
        yield new ZstdInputStreamNoFinalizer(source).setLongMax(windowLog);
      }
    };
  }

  private void checkLimits() {
    if (size > limits.maxBytes()) {
      throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED,
          name() + " expands to more than the " + limits.maxBytes() + " bytes that are allowed; raise the limit if it is to be trusted");
    }
    if (size > CompressionLimits.FREE_BYTES && size / limits.maxRatio() > source.count()) {
      throw new ArchiveException(ErrorCode.LIMIT_EXCEEDED, name() + " expands to more than " + limits.maxRatio() + " times its size after "
          + source.count() + " bytes; raise the limit if it is to be trusted");
    }
  }

  private ArchiveException memoryExceeded(IOException cause) {
    return new ArchiveException(ErrorCode.LIMIT_EXCEEDED, name() + " needs more than the " + limits.maxMemory()
        + " bytes of memory that are allowed; compress it with a smaller window", cause);
  }

  private ArchiveException malformed(Exception cause) {
    return new ArchiveException(ErrorCode.MALFORMED_ARCHIVE,
        name() + " is damaged or cut off near its byte " + source.count() + ": " + cause.getMessage(), cause);
  }

  private String name() {
    return format == CompressionFormat.PLAIN ? "uncompressed data" : format.name().toLowerCase(Locale.ROOT) + " data";
  }
}
